import type { Page } from 'playwright-core';

/** What happens to the texts between a page and its host on their way: each gives what goes on, at once or later. */
export interface Tamper {
  sent?: (text: string) => string | Promise<string>;
  received?: (text: string) => string | Promise<string>;
}

/** Stands between a page and the Console API, as a tampered window would. To be called before the page is loaded. */
export async function tamperWithFrames(page: Page, { sent, received }: Tamper): Promise<void> {
  await page.routeWebSocket(/\/console\?/, (socket) => {
    const host = socket.connectToServer();
    socket.onMessage(async (message) => host.send((await sent?.(String(message))) ?? String(message)));
    host.onMessage(async (message) => socket.send((await received?.(String(message))) ?? String(message)));
  });
}
