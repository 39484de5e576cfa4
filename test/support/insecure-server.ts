import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server without TLS that would give anything to anybody, and keeps what it was asked for. */
export interface InsecureServer {
  readonly asked: readonly string[];
  url(name: string): string;
  close(): void;
}

export async function startInsecureServer(): Promise<InsecureServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*').end('document.title = "injected"');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { asked, url: (name) => `http://127.0.0.1:${port}/${name}`, close: () => void server.close() };
}
