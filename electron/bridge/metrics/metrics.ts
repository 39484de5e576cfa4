import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Clock } from '../../service/clock.ts';
import type { NbwssService } from '../../service/nbwss-service.ts';
import { eventMetrics } from './event-metrics.ts';
import { type Look, stateMetrics } from './state-metrics.ts';

/**
 * Metrics in the text format of Prometheus: of this process, and of the service that is shown. Each service is counted on its own, so
 * that practice mode does not mix with the real one; its counters begin at 0 with it.
 */
export class Metrics {
  readonly #process = new Registry();
  readonly #services = new WeakMap<NbwssService, { registry: Registry; look: Look }>();
  readonly #clock: Clock;

  constructor(version: string, clock: Clock) {
    this.#clock = clock;
    collectDefaultMetrics({ register: this.#process });
    new Gauge({
      name: 'nbwss_build_info',
      help: 'Always 1; the label tells the version.',
      labelNames: ['version'],
      registers: [this.#process],
    }).set({ version }, 1);
  }

  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;

  /** To be called before the service starts, so that nothing goes uncounted. */
  follow(service: NbwssService): void {
    const registry = new Registry();
    service.observe(eventMetrics(registry));
    this.#services.set(service, { registry, look: stateMetrics(registry, service) });
  }

  /** The text of a scrape. */
  async of(service: NbwssService): Promise<string> {
    const followed = this.#services.get(service);
    if (!followed) throw new Error('the service is not followed');
    followed.look(this.#clock.now());
    return `${await this.#process.metrics()}\n${await followed.registry.metrics()}`;
  }
}
