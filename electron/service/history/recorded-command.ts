import type { CommandRecord } from '../../../shared/command-history.ts';
import { secretMask } from '../known-secret.ts';
import type { Log } from '../log.ts';
import { mask, redactStart } from '../redaction.ts';

/** Longest texts that are kept, in characters. */
const longest = { path: 2048, id: 256, name: 512, method: 32 };

type SecretMask = ReturnType<typeof secretMask>;

/**
 * Decision 43: commands as they are kept, without secrets, and with no text longer than a line of the history needs. Where a
 * secret cannot be looked for, what may hold it is masked as a whole.
 * @param token of an endpoint; `undefined` when it cannot be read. Asked for once for each endpoint
 */
export function recordedCommands(
  records: readonly CommandRecord[],
  token: (hostName: string) => string | undefined,
  log: Log,
): CommandRecord[] {
  const masks = new Map<string, SecretMask>();
  return records.map((record) => {
    const { endpoint } = record;
    try {
      const known = masks.get(endpoint) ?? secretMask(token(endpoint));
      masks.set(endpoint, known);
      return bounded(record, known);
    } catch (error) {
      log.error('command recorded without its path', { endpoint }, error);
      return bounded({ ...record, id: mask, method: mask, path: mask }, secretMask(undefined));
    }
  });
}

const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

function bounded(record: CommandRecord, masked: SecretMask): CommandRecord {
  const shown = (text: string, length: number) => redactStart(masked(text), length);
  return {
    ...record,
    endpoint: cut(record.endpoint, longest.name),
    group: cut(record.group, longest.name),
    id: cut(shown(record.id, longest.id), longest.id),
    method: cut(shown(record.method, longest.path), longest.method),
    path: cut(shown(record.path, longest.path), longest.path),
  };
}
