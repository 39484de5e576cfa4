import { app, protocol, session } from 'electron';
import type { ConsoleFiles } from '../bridge/console-files.ts';

/** The console's page has an origin of its own, `app://console`: no file, no server, no other page. */
const scheme = 'app';
export const consoleOrigin = `${scheme}://console`;

/** Before the app is ready: makes `app:` a standard, secure scheme, whose scripts are compiled once for many starts. */
export function registerConsoleScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, codeCache: true } }]);
}

/** Serves the built console under `app://console`, and nothing else. */
export function serveConsoleFiles(files: ConsoleFiles): void {
  protocol.handle(scheme, async (request) => {
    const url = new URL(request.url);
    const file = url.host === 'console' ? await files.file(url.pathname) : undefined;
    if (!file || request.method !== 'GET')
      return new Response('Not Found', { status: 404, headers: { 'content-type': 'text/plain' } });
    return new Response(file.body as string, { headers: file.headers });
  });
}

/** What a window may load: the console, what a page makes itself, and Chromium's own tools. */
const loadable = new Set([`${scheme}:`, 'data:', 'blob:', 'devtools:']);

/**
 * For every window there ever is: nothing from a network or a disk, no permission, no other page, no new window, no webview, and
 * nothing is handed to another program. The console has no link that leads outside, so there is no list of exceptions.
 */
export function lockDownWindows(): void {
  session.defaultSession.webRequest.onBeforeRequest(({ url }, decide) =>
    decide({ cancel: !loadable.has(new URL(url).protocol) }),
  );
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(permission === 'clipboard-sanitized-write'),
  );
  session.defaultSession.setPermissionCheckHandler(
    (_contents, permission) => permission === 'clipboard-sanitized-write',
  );
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}
