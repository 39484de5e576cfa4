import { afterEach, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../renderer/client/console-client.ts';
import { ConsoleStore } from '../../renderer/client/console-store.ts';
import { MasterListStore } from '../../renderer/masters/master-list-store.ts';
import type { ConsoleUpdate } from '../../shared/console-state.ts';
import type { MasterList, MasterStatus } from '../../shared/masters.ts';
import { masterStatus } from '../support/master-status.ts';

/** A service whose list of master servers the test tells. As over a wire, what it tells is new objects each time. */
class ToldLists {
  readonly #end = new AbortController();
  #tell: (list: MasterList) => void = () => undefined;
  readonly store: MasterListStore;

  constructor() {
    const { signal } = this.#end;
    const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    const lists = new ReadableStream<MasterList>({
      start: (controller) => {
        this.#tell = (list) => controller.enqueue(structuredClone(list));
        signal.addEventListener('abort', () => controller.close());
      },
    });
    const snapshot: ConsoleUpdate = { kind: 'snapshot', revision: 1, state: { frame: {}, endpoints: [] } as never };
    async function* states() {
      yield snapshot;
      await ended;
    }
    const client = { state: { watch: async () => states() }, masters: { watch: async () => lists } };
    const console = new ConsoleStore({
      connect: async () => client as unknown as ConsoleClient,
      close: () => undefined,
    });
    void console.run(signal);
    this.store = new MasterListStore(console);
  }

  /** @returns once the store has it */
  async tell(...masters: MasterStatus[]): Promise<void> {
    const { length } = masters;
    const last = JSON.stringify(masters);
    const shown = this.store.until((list) => list.length === length && JSON.stringify(list) === last);
    this.#tell({ masters });
    await shown;
  }

  end(): void {
    this.#end.abort();
  }
}

describe('issue 10: the list of master servers in the window', () => {
  let told: ToldLists;
  afterEach(() => told.end());

  it('an answer of one master server leaves the others, and what the tree is drawn from, the objects that they were', async () => {
    told = new ToldLists();
    const [one, other] = [masterStatus({ id: 'm1' }), masterStatus({ id: 'm2' })];
    let drawn = 0;
    const leave = told.store.subscribe(() => drawn++);
    await told.tell(one, other);
    const { list: before, known } = told.store;
    await told.tell({ ...one, lastAnswer: 10_000 }, other);
    const { list } = told.store;
    expect(list).not.toBe(before);
    expect(list?.[0]?.lastAnswer).toBe(10_000);
    expect(list?.[1]).toBe(before?.[1]);
    expect(told.store.known).toBe(known);
    expect(drawn).toBe(2);
    leave();
  });

  it('a state, a name or a place in the list that is another one is told', async () => {
    told = new ToldLists();
    const [one, other] = [masterStatus({ id: 'm1' }), masterStatus({ id: 'm2' })];
    const leave = told.store.subscribe(() => undefined);
    await told.tell(one, other);
    const first = told.store.known;
    await told.tell({ ...one, name: 'Renamed' }, other);
    expect(told.store.known?.map(({ name }) => name)).toEqual(['Renamed', 'Vault site']);
    expect(told.store.known?.[1]).toBe(first?.[1]);
    await told.tell({ ...one, name: 'Renamed' }, { ...other, state: 'asking' });
    expect(told.store.known?.[1]?.state).toBe('asking');
    const second = told.store.known;
    await told.tell({ ...other, state: 'asking' });
    expect(told.store.known?.map(({ id }) => id)).toEqual(['m2']);
    expect(told.store.known?.[0]).toBe(second?.[1]);
    leave();
  });
});
