import type { ScenarioName } from '../../../shared/practice-scenarios.ts';
import type { Clock } from '../clock.ts';
import type { Behaviour } from './connection.ts';

/** Scenarios that stay in force until the application is proper again. */
export type LastingScenario = Extract<ScenarioName, 'slow-acknowledgements' | 'no-acknowledgements' | 'lost-pongs'>;

/** What an application does otherwise, and the acknowledgements that it still owes. */
export class OddBehaviour {
  readonly #clock: Clock;
  readonly #owed = new Set<{ cancel(): void }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param amount seconds, for the scenario that takes some */
  of(scenario: LastingScenario, amount: number): Partial<Behaviour> {
    switch (scenario) {
      case 'slow-acknowledgements':
        return {
          onNotification: (request, connection) => {
            const timer = this.#clock.setTimeout(() => {
              this.#owed.delete(timer);
              connection.acknowledge(request);
            }, amount * 1000);
            this.#owed.add(timer);
          },
        };
      case 'no-acknowledgements':
        return { onNotification: () => undefined };
      case 'lost-pongs':
        return { onPing: () => undefined };
    }
  }

  /** What is owed is never sent. */
  stop(): void {
    for (const timer of this.#owed) timer.cancel();
    this.#owed.clear();
  }
}
