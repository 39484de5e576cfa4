import { asNbwssError, NbwssError } from '../../shared/error-catalogue.ts';
import { addressOf } from '../../shared/host-name.ts';
import type { PresentedByMaster, RemoteMasterKind } from '../../shared/masters.ts';
import type { Clock } from '../service/clock.ts';
import type { Log } from '../service/log.ts';
import { fetchCaCertificate } from '../service/netbackup/ca-fetch.ts';
import { fetchCertificate } from '../service/tls/fetch-certificate.ts';
import type { Route } from '../service/tls/proxy.ts';
import { TlsFailure } from '../service/tls/tls-failure.ts';
import { checkMasterOrigin } from './master-origin.ts';
import { isSecure } from './master-trust.ts';

export interface MasterCertificateOptions {
  clock: Clock;
  log: Log;
  /** Decision 14 */
  route: Route;
  signal: AbortSignal | undefined;
}

/**
 * What is presented at an address, to be compared and accepted: the server's own certificate and, of a NetBackup master server, its
 * CA. Nothing is trusted for it, and nothing secret is sent.
 * @throws NbwssError `masterNotValid`, `masterNotReached`; `signal.reason` when aborted
 */
export async function presentedByMaster(
  kind: RemoteMasterKind,
  text: string,
  { clock, log, route, signal }: MasterCertificateOptions,
): Promise<PresentedByMaster> {
  const origin = checkMasterOrigin(kind, text);
  if (!isSecure(origin)) return { origin, server: null, ca: null };
  const options = { clock, route, ...(signal ? { signal } : {}) };
  try {
    const server = await fetchCertificate(addressOf(new URL(origin)), options);
    return { origin, server, ca: kind === 'NetBackup' ? await caOf(origin) : null };
  } catch (error) {
    if (!(error instanceof TlsFailure)) throw error;
    throw new NbwssError('masterNotReached', { causes: [error.message] }, { cause: error });
  }

  /** Where there is none to be had, the server's own certificate can be accepted all the same. */
  async function caOf(at: string): Promise<PresentedByMaster['ca']> {
    try {
      const { certificate, problem } = await fetchCaCertificate(at, { clock, route, signal });
      return { certificate, problem };
    } catch (error) {
      const { code, causes } = asNbwssError(error).report;
      if (code !== 'caNotFetched') throw error;
      log.info('NetBackup CA certificate not fetched', { detail: `${at}: ${causes.join(' ')}` });
      return null;
    }
  }
}
