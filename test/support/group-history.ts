const never = Number.NEGATIVE_INFINITY;

type RunKind = 'regular' | 'early';

/** What the walk under way may be: of which kind, and which hosts it has tried. */
interface Walk {
  readonly kind: RunKind;
  readonly tried: ReadonlySet<string>;
}

/** A host that a walk may try, in the order in which it does. */
export interface WalkCandidate {
  readonly hostName: string;
  /** Early runs leave it out. */
  readonly isRejected: boolean;
}

/**
 * What was seen of a server group, in monotonic milliseconds. Where a walk ends is not seen from outside, so a run that comes
 * when no attempt is under way may have joined a walk or begun one: both are held for possible until an attempt rules one out.
 */
export class GroupHistory {
  /** When the early run after a loss may come; any other run takes its place. */
  afterLoss = { from: never, to: never };
  attempts = 0;
  attemptsAtLastLook = 0;
  served: string | undefined;
  /** Since when neither it nor its servers changed, it was not served, and could have been. */
  calmSince = 0;
  /** Since when no attempt is under way, and no socket that closes is waited for. */
  idleSince = 0;
  /** By when an early run must have begun an attempt, beyond so many attempts, and for the sake of which host, if of one. */
  due: { at: number; attempts: number; host?: string } | undefined;
  #walks: Walk[] = [];
  #isRegularRunDue = false;
  #ranAtThisInstant = false;

  /** A run begins, or joins the walk under way. @param changed a host that is worth a try, though the walk has tried it */
  run(kind: RunKind, isAttemptUnderWay: boolean, changed?: string): void {
    this.afterLoss = { from: never, to: never };
    this.#walks = this.#afterRun(kind, isAttemptUnderWay, changed);
    this.#ranAtThisInstant = true;
  }

  #afterRun(kind: RunKind, isAttemptUnderWay: boolean, changed?: string): Walk[] {
    const joined = this.#walks.map((walk) => ({
      kind: kind === 'regular' ? kind : walk.kind,
      tried: new Set([...walk.tried].filter((host) => host !== changed)),
    }));
    return isAttemptUnderWay ? joined : [...joined, { kind, tried: new Set() }];
  }

  /** A regular run comes at this instant, by the timer; before or after what else happens is not known. */
  regularRunDue(): void {
    this.#isRegularRunDue = true;
    this.afterLoss = { from: never, to: never };
  }

  /** The walk begins anew, as a regular one. */
  reconnect(): void {
    this.#walks = [{ kind: 'regular', tried: new Set() }];
  }

  /** An attempt begins. @returns whether some walk that may be under way could have come to it */
  attempt(host: string, candidates: readonly WalkCandidate[], now: number): boolean {
    this.attempts++;
    if (this.afterLoss.from <= now && now <= this.afterLoss.to) this.run('early', false);
    if (this.#isRegularRunDue) this.#walks = [...this.#walks, ...this.#afterRun('regular', false)];
    this.#ranAtThisInstant = true;
    const possible = this.#walks.filter((walk) => nextOf(walk, candidates) === host);
    this.#walks = possible.map(({ kind, tried }) => ({ kind, tried: new Set([...tried, host]) }));
    return possible.length > 0;
  }

  /** The walks that may have been under way, for a failure's message. */
  get told(): string {
    return this.#walks.map(({ kind, tried }) => `${kind} [${[...tried].join()}]`).join(' or ') || 'none';
  }

  /** Nothing is left to do at this instant. */
  look(now: number, isBusy: boolean, isAttemptUnderWay: boolean): void {
    if (this.#isRegularRunDue) {
      const after = this.#afterRun('regular', isAttemptUnderWay);
      this.#walks = this.#ranAtThisInstant ? [...this.#walks, ...after] : after;
    }
    this.#isRegularRunDue = false;
    this.#ranAtThisInstant = false;
    this.attemptsAtLastLook = this.attempts;
    if (isBusy) this.idleSince = now;
    else this.#walks = [];
  }
}

const nextOf = ({ kind, tried }: Walk, candidates: readonly WalkCandidate[]): string | undefined =>
  candidates.find(({ hostName, isRejected }) => !tried.has(hostName) && !(kind === 'early' && isRejected))?.hostName;
