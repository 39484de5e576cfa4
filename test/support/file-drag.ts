import type { CDPSession, Locator, Page } from 'playwright-core';

/** What is dragged: files and folders of the disk by their paths, or a text. */
export type Dragged = { readonly files: readonly string[] } | { readonly text: string };

/** A drag from outside of the browser, by its debugger: the page gets the very events and files that a person's drag gives it. */
export class FileDrag {
  readonly #page: Page;
  readonly #session: CDPSession;
  readonly #at: { x: number; y: number };
  readonly #data: object;

  private constructor(page: Page, session: CDPSession, at: { x: number; y: number }, data: object) {
    this.#page = page;
    this.#session = session;
    this.#at = at;
    this.#data = data;
  }

  /** Drags over the middle of an element, and stays there. */
  static async over(page: Page, target: Locator, dragged: Dragged): Promise<FileDrag> {
    const box = await target.boundingBox();
    if (!box) throw new Error('There is nothing to drag over');
    const data =
      'files' in dragged
        ? { items: [], files: [...dragged.files], dragOperationsMask: 1 }
        : { items: [{ mimeType: 'text/plain', data: dragged.text }], dragOperationsMask: 1 };
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const drag = new FileDrag(page, await page.context().newCDPSession(page), at, data);
    await drag.#send('dragEnter');
    await drag.#send('dragOver');
    return drag;
  }

  async drop(): Promise<void> {
    await this.#send('drop');
    await this.#session.detach();
  }

  /** Leaves the window without dropping. The debugger ends the drag without a word to the page, so the page's event is made here. */
  async leave(): Promise<void> {
    await this.#send('dragCancel');
    await this.#page.evaluate(() => document.body.dispatchEvent(new DragEvent('dragleave', { bubbles: true })));
    await this.#session.detach();
  }

  async #send(type: 'dragEnter' | 'dragOver' | 'drop' | 'dragCancel'): Promise<void> {
    await this.#session.send('Input.dispatchDragEvent', { type, ...this.#at, data: this.#data } as never);
  }
}
