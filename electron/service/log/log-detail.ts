import { redactText, withoutJwt } from '../redaction.ts';

/** The one code of a transition that reads like the name of a secret. */
const ownCode = /^TOKEN_REJECTED: /;

/** A line of a stack: names of functions and files, such as `token-vault.ts:54:13`, which look like a secret and are none. */
const frame =
  /^ {4}at (?:async )?(?:[\w.<>$#[\] ]{1,200} \()?(?:<anonymous>|(?:file:\/\/\/|node:|\/|[A-Za-z]:[\\/])[\w./\\ ~+@-]{1,500}:\d+:\d+)\)?$/;

/**
 * Decision 43: the `detail` of a line of the log, redacted but for what this service itself writes there. Without that, the
 * lines that matter most to who looks for a fault (a rejected token, the stack of an error) would be masked whole.
 */
export function redactDetail(detail: string): string {
  const code = ownCode.exec(detail)?.[0] ?? '';
  const lines = detail.slice(code.length).split('\n');
  const redacted: string[] = [];
  for (let from = 0; from < lines.length; ) {
    let end = from;
    while (end < lines.length && !frame.test(lines[end] ?? '')) end++;
    if (end > from) redacted.push(redactText(lines.slice(from, end).join('\n')));
    for (from = end; from < lines.length && frame.test(lines[from] ?? ''); from++)
      redacted.push((lines[from] ?? '').replace(/[\w.-]+/g, withoutJwt));
  }
  return code + redacted.join('\n');
}
