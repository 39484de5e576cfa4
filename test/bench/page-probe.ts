import type { Page } from 'playwright-core';

/** What {@link probeArrival} leaves in the page. */
interface Probed {
  nbwssBench?: { arrived?: number; usable?: number };
}

/**
 * Has the page note when the data arrives and when the pane is usable with it. To be called before the page is loaded.
 *
 * Arrival is the event of the first message that holds the snapshot, before anybody has read it. Usable is: the grid counts
 * all rows and shows the first ones, that has been painted, and the main thread is free for a key or a click.
 */
export async function probeArrival(page: Page, rows: number): Promise<void> {
  await page.addInitScript((wanted) => {
    const notes: NonNullable<Probed['nbwssBench']> = {};
    (window as Probed).nbwssBench = notes;
    window.WebSocket = class extends WebSocket {
      constructor(...given: ConstructorParameters<typeof WebSocket>) {
        super(...given);
        this.addEventListener('message', ({ data }) => {
          if (notes.arrived === undefined && String(data).slice(0, 400).includes('"snapshot"'))
            notes.arrived = performance.now();
        });
      }
    };
    const observer = new MutationObserver(() => {
      const grid = document.querySelector('[role="grid"]');
      if (grid?.getAttribute('aria-rowcount') !== String(wanted + 1) || !grid.querySelector('[role="gridcell"]'))
        return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          notes.usable = performance.now();
        };
        port2.postMessage(undefined);
      });
    });
    observer.observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['aria-rowcount'],
    });
  }, rows);
}

/** Waits for it. @returns milliseconds from the arrival, and from the beginning of the navigation, to the usable pane */
export async function usableAfter(page: Page): Promise<{ arrival: number; navigation: number }> {
  await page.waitForFunction(() => (window as Probed).nbwssBench?.usable !== undefined);
  const { arrived, usable } = await page.evaluate(() => ({ ...(window as Probed).nbwssBench }));
  if (arrived === undefined || usable === undefined) throw new Error('no message with a snapshot was seen');
  return { arrival: usable - arrived, navigation: usable };
}

/** What a user does to the list. */
export type ListAction = 'sort' | 'filter' | 'clear filter' | 'select all' | 'last row';

/** Does it in the page, and waits until its effect has been painted. @returns milliseconds */
export async function timeOf(page: Page, action: ListAction): Promise<number> {
  return page.evaluate(async (wanted) => {
    const grid = document.querySelector('[role="grid"]');
    const header = grid?.querySelector<HTMLElement>('[role="columnheader"]');
    const field = document.querySelector<HTMLInputElement>('input[aria-label="Filter"]');
    if (!grid || !header || !field) throw new Error('the page shows no list');
    const press = (key: string, ctrlKey: boolean) => {
      const cell = grid.querySelector<HTMLElement>('[role="gridcell"]');
      cell?.focus();
      cell?.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }));
    };
    const type = (text: string) => {
      // As typing does: past React's own notes of the value.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    };
    const rowcount = grid.getAttribute('aria-rowcount');
    const sorted = header.getAttribute('aria-sort');
    const steps: Record<typeof wanted, [() => void, () => boolean]> = {
      sort: [() => header.click(), () => header.getAttribute('aria-sort') !== sorted],
      filter: [() => type('group12'), () => grid.getAttribute('aria-rowcount') !== rowcount],
      'clear filter': [() => type(''), () => grid.getAttribute('aria-rowcount') !== rowcount],
      'select all': [
        () => press('a', true),
        () =>
          grid.querySelector('[aria-selected="false"]') === null &&
          grid.querySelector('[aria-selected="true"]') !== null,
      ],
      'last row': [() => press('End', true), () => grid.querySelector(`[aria-rowindex="${rowcount}"]`) !== null],
    };
    const [begin, isDone] = steps[wanted];
    const started = performance.now();
    begin();
    for (;;) {
      await new Promise((frame) => requestAnimationFrame(frame));
      await new Promise<void>((free) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => free();
        port2.postMessage(undefined);
      });
      if (isDone()) return performance.now() - started;
    }
  }, action);
}

/** Bytes of JavaScript's heap in the page, once what can go has gone. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}
