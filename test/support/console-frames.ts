import type { Page } from 'playwright-core';

/** What happens to the texts between a page and its host; each gives back what goes on, `undefined` holds it back. */
export interface Tamper {
  sent?: (text: string) => string | undefined;
  received?: (text: string) => string | undefined;
}

/** Stands between a page and the Console API, as a tampered window would. To be called before the page is loaded. */
export async function tamperWithFrames(page: Page, { sent, received }: Tamper): Promise<void> {
  await page.routeWebSocket(/\/console$/, (socket) => {
    const host = socket.connectToServer();
    socket.onMessage((message) => {
      const text = sent ? sent(String(message)) : String(message);
      if (text !== undefined) host.send(text);
    });
    host.onMessage((message) => {
      const text = received ? received(String(message)) : String(message);
      if (text !== undefined) socket.send(text);
    });
  });
}
