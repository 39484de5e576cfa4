import { expect, it } from 'vitest';
import { RequestGuard } from '../../electron/bridge/request-guard.ts';

const source = { site: undefined, mode: undefined };

it.each([
  ['http://127.0.0.1:8485', '127.0.0.1:8485', 'http://127.0.0.1:8485'],
  ['http://127.0.0.1:8485', 'localhost:8485', 'http://localhost:8485'],
  ['http://127.0.0.1:80', '127.0.0.1', 'http://127.0.0.1'],
  ['http://127.0.0.1:80', 'localhost', 'http://localhost'],
  ['http://[::1]:80', '[::1]', 'http://[::1]'],
])('a console at %s: Host %s and Origin %s are its own', (at, host, origin) => {
  const guard = new RequestGuard(at, undefined);
  expect(guard.allows({ ...source, host, origin })).toBe(true);
  expect(guard.allows({ ...source, host, origin: `${origin}1` })).toBe(false);
  expect(guard.allows({ ...source, host: `other.${host}`, origin })).toBe(false);
});
