import { X509Certificate } from 'node:crypto';
import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import { asNbwssError, type ErrorCode, NbwssError } from '../../shared/error-catalogue.ts';
import { canonicalHostName } from '../../shared/host-name.ts';
import type { SavedHost } from './host-objects.ts';
import type { WssEndpoints } from './wss-endpoints.ts';

/** The calls that are made for it. */
type Calls = Pick<WssEndpoints, 'validateHost' | 'delete' | 'save' | 'list' | 'setState'>;

const isSame = (one: string, other: string) =>
  new X509Certificate(one).fingerprint256 === new X509Certificate(other).fingerprint256;

/** Say nothing of what was done: no answer came, or one of something between. Any other one is a refusal. */
const openOutcomes: ReadonlySet<ErrorCode> = new Set(['masterNotReached', 'masterFailed']);

/**
 * Decision 38 where there is no call for it: the new details are validated, then the endpoint is deleted and added again; a
 * deactivated one is deactivated again. What fails before the deletion leaves all as it was.
 * @param former as it was listed last
 * @throws NbwssError `certificateDiffers` (T-16) and what validation says; `renewNotFinished` after the deletion, with what stands
 */
export async function deleteAndAdd(
  endpoints: Calls,
  former: SavedHost,
  details: EndpointDetails,
  certificate: string,
): Promise<void> {
  const presented = await endpoints.validateHost(details);
  if (!isSame(presented.certificate.pem, certificate))
    throw new NbwssError('certificateDiffers', {
      causes: [`The server now presents the certificate ${presented.certificate.sha256Fingerprint}.`],
    });
  await deleteFor(endpoints, former.hostName);
  try {
    await endpoints.save(details, certificate);
  } catch (error) {
    const mayBeDone = openOutcomes.has(asNbwssError(error).code);
    if (!mayBeDone || !(await isListed(endpoints, details.hostName))) throw notFinished(former, error);
  }
  if (former.state === 'DEACTIVATED') await deactivate(endpoints, details.hostName);
}

/** @throws NbwssError only when the endpoint is still there, or when that cannot be found out */
async function deleteFor(endpoints: Calls, hostName: string): Promise<void> {
  try {
    await endpoints.delete(hostName);
  } catch (error) {
    // Gone already: by an earlier attempt, or by a call whose answer was lost.
    if (asNbwssError(error).code !== 'notFound' && (await isListed(endpoints, hostName)) !== false) throw error;
  }
}

/** @returns `undefined` when the master server does not say */
async function isListed(endpoints: Calls, hostName: string): Promise<boolean | undefined> {
  try {
    const { hosts } = await endpoints.list();
    return hosts.some((host) => canonicalHostName(host.hostName) === canonicalHostName(hostName));
  } catch (error) {
    if (error instanceof NbwssError) return undefined;
    throw error;
  }
}

function notFinished({ hostName, groupId, url, priority, state }: SavedHost, error: unknown): NbwssError {
  const { lines, causes } = asNbwssError(error).report;
  return new NbwssError(
    'renewNotFinished',
    {
      causes: [
        ...lines,
        ...causes,
        `Deleted: ${hostName}, group ${groupId}, priority ${priority}, ${url}, ${state ?? 'state unknown'}.`,
      ],
    },
    { cause: error },
  );
}

async function deactivate(endpoints: Calls, hostName: string): Promise<void> {
  try {
    await endpoints.setState(hostName, 'DEACTIVATED');
  } catch (error) {
    const { code, lines, causes } = asNbwssError(error).report;
    const stands = `The credentials of ${hostName} were renewed, but it is ACTIVATED now: it could not be deactivated again.`;
    throw code === 'masterRefused'
      ? new NbwssError(code, { parameter: lines.join(': '), causes: [stands, ...causes] }, { cause: error })
      : new NbwssError(code, { parameter: hostName, causes: [stands, ...causes] }, { cause: error });
  }
}
