import { withoutPieces } from '../service/connection/connection-failure.ts';
import { withoutSecret, withoutSecretIn } from '../service/known-secret.ts';
import { redact } from '../service/redaction.ts';
import { conformanceRules, type RuleId } from './rules.ts';

/** How one rule was kept. */
export interface RuleResult {
  readonly id: RuleId;
  readonly text: string;
  readonly result: 'pass' | 'fail' | 'not tried';
  /** What was seen, or why it was not tried. */
  readonly detail: string;
}

const longestQuote = 80;

interface Entry {
  seen: string;
  failures: string[];
  remarks: string[];
  reason: string;
}

/**
 * What was found of each rule. A failure outweighs a pass, whichever comes first; remarks are told beside either. Secrets are taken
 * out of everything that is noted.
 */
export class RuleSheet {
  readonly #entries = new Map<RuleId, Entry>();
  readonly #secrets: string[] = [];

  /** Never told, whatever a provider's side writes into its messages. */
  hide(secret: string): void {
    this.#secrets.push(secret);
  }

  /** A value of a message as a short line of JSON. Secrets are taken out before it is cut: half of one could not be told. */
  quoted(value: unknown): string {
    if (value === undefined) return 'nothing';
    const known = this.#secrets.reduce(withoutSecretIn, redact(value));
    const line = (JSON.stringify(known) ?? String(known)).replace(/[^\x20-\x7e]/g, '?');
    const short = line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line;
    return this.#secrets.reduce(withoutPieces, short);
  }

  /** @param seen a sentence of what was seen; the last one is told */
  pass(id: RuleId, seen: string): void {
    this.#entry(id).seen = seen;
  }

  fail(id: RuleId, seen: string): void {
    const { failures } = this.#entry(id);
    if (!failures.includes(seen)) failures.push(seen);
  }

  /** Odd, but let pass. */
  remark(id: RuleId, remark: string): void {
    const { remarks } = this.#entry(id);
    if (!remarks.includes(remark)) remarks.push(remark);
  }

  /** Why it cannot be said whether the rule is kept; outweighs a pass, and a failure outweighs it. */
  notTried(id: RuleId, reason: string): void {
    this.#entry(id).reason ||= reason;
  }

  /** The first rule that failed, in the order of the rules. */
  get firstFailure(): RuleId | undefined {
    return conformanceRules.find(({ id }) => this.hasFailed(id))?.id;
  }

  hasFailed(id: RuleId): boolean {
    return this.#entry(id).failures.length > 0;
  }

  /** Every rule in order; those that nothing is known of were not tried. */
  get results(): RuleResult[] {
    const because = this.firstFailure === undefined ? 'The test ended before it.' : `It needs ${this.firstFailure}.`;
    return conformanceRules.map(({ id, text }) => {
      const { seen, failures, remarks, reason } = this.#entry(id);
      const result = failures.length > 0 ? 'fail' : reason === '' && seen !== '' ? 'pass' : 'not tried';
      const found = { fail: failures.join(' '), pass: seen, 'not tried': reason || because }[result];
      const detail = [found, ...remarks.map((remark) => `Remark: ${remark}`)].join(' ');
      return { id, text, result, detail: this.#told(detail) };
    });
  }

  #told(text: string): string {
    return this.#secrets.reduce((told, secret) => withoutSecret(told, secret), text);
  }

  #entry(id: RuleId): Entry {
    const entry = this.#entries.get(id) ?? { seen: '', failures: [], remarks: [], reason: '' };
    this.#entries.set(id, entry);
    return entry;
  }
}
