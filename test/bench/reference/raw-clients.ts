import { readFileSync } from 'node:fs';
import type WebSocket from 'ws';
import { connectTo } from './connect.ts';

/** The least that holds many connections: ws clients in one process, with the TLS options that ours have. */

interface Settings {
  readonly urls: readonly string[];
  readonly certificate: string;
  /** Attempts that are under way at the same time. */
  readonly atOnce: number;
}

const { urls, certificate, atOnce } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Settings;
const open: WebSocket[] = [];
const left = urls.values();
const connectNext = async () => {
  for (const url of left) open.push(await connectTo({ url, certificate }));
};
await Promise.all(Array.from({ length: atOnce }, connectNext));
process.on('SIGTERM', () => process.exit(0));
