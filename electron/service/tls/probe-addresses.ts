import { connect, isIP } from 'node:net';
import type { Clock } from '../clock.ts';
import { connectTimeLimit } from './open-tls.ts';
import { limited } from './probe-limit.ts';
import { networkFailure, TlsFailure } from './tls-failure.ts';
import type { TlsTarget } from './tls-target.ts';
import { authority } from './tls-target.ts';

/** A name may have hundreds of addresses; so many are tried. */
const maxAddresses = 16;

/** How TCP to one address went. */
export interface AddressAttempt {
  address: string;
  /** For people: the address and port, and why it did not answer. */
  detail: string;
  failure?: TlsFailure;
}

/** Opens TCP to each address, all at the same time, and closes. @throws `signal.reason` when aborted */
export function probeAddresses(
  addresses: readonly string[],
  port: number,
  options: { clock: Clock; signal: AbortSignal },
): Promise<AddressAttempt[]> {
  return Promise.all(
    addresses.slice(0, maxAddresses).map(async (address) => {
      const where = `${address} port ${port}`;
      try {
        await openTcp({ host: address, port }, options);
        return { address, detail: where };
      } catch (failure) {
        if (!(failure instanceof TlsFailure)) throw failure;
        return { address, detail: `${where}: ${failure.message}`, failure };
      }
    }),
  );
}

/**
 * Whether an address is down beside others of its kind. Where a whole kind fails, as IPv6 does in a network without it, a
 * connection goes to the other kind without loss, and nothing is wrong.
 */
export function isPartlyDown(attempts: readonly AddressAttempt[]): boolean {
  const answering = new Set(attempts.filter(({ failure }) => !failure).map(({ address }) => isIP(address)));
  return attempts.some(({ address, failure }) => failure && answering.has(isIP(address)));
}

function openTcp(target: TlsTarget, options: { clock: Clock; signal: AbortSignal }): Promise<void> {
  const late = `no answer from ${authority(target)} within ${connectTimeLimit / 1000} s`;
  return limited(new TlsFailure('no-answer', late), options, (done, failed) => {
    const socket = connect(target);
    socket.once('connect', () => done());
    socket.on('error', (error) => failed(networkFailure(error)));
    return () => socket.destroy();
  });
}
