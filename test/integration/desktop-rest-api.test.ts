import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Metrics } from '../../electron/bridge/metrics/metrics.ts';
import { DesktopRestApi } from '../../electron/desktop/desktop-rest-api.ts';
import { curl } from '../support/curl.ts';
import { ServiceBench } from '../support/service-bench.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** The desktop app's REST API without Electron: the real service, settings and sockets. */
function scene(dataFolder?: string) {
  const bench = new ServiceBench(dataFolder === undefined ? {} : { dataFolder });
  const metrics = new Metrics('1.2.3', bench.clock);
  metrics.follow(bench.service);
  const handedOver: string[] = [];
  const states: string[] = [];
  const log = (event: string) => void states.push(event);
  const api: DesktopRestApi = new DesktopRestApi({
    version: '1.2.3',
    clock: bench.clock,
    log: { debug: log, info: log, warn: log, error: log, close: () => Promise.resolve() },
    metrics,
    settings: () => bench.service.hostSettings,
    service: () => bench.service,
    newToken: () => randomBytes(32).toString('base64url'),
    handOver: (token) => void handedOver.push(token),
    changed: () => void states.push(api.status.state.kind),
  });
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await api.stop();
    await bench.close();
  };
  onTestFinished(close);
  const origin = () => {
    const { state } = api.status;
    if (state.kind !== 'served') throw new Error(`it is ${JSON.stringify(state)}`);
    return state.origin;
  };
  const token = () => {
    api.newToken();
    return handedOver.at(-1) ?? '';
  };
  return { bench, api, origin, token, states, close };
}

const header = (token: string) => ['--header', `Authorization: ${token}`];

describe('the REST API of the desktop app', () => {
  it('is off until it is switched on; then the token lets scripts in, and /healthz and /openapi.json need none', async () => {
    const { api, origin, token } = scene();
    await api.apply();
    expect(api.status).toEqual({ isOn: false, port: 0, tokenMadeAt: null, state: { kind: 'off' } });
    await api.configure({ isOn: true, port: 0 });
    expect(origin()).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const list = `${origin()}/netbackup/config/servers/wssendpoints`;
    expect((await curl(list)).status).toBe(401);
    expect((await curl(...header('anything'), list)).status).toBe(401);
    const given = token();
    expect(await curl(...header(given), list)).toMatchObject({ status: 200, text: '[]' });
    expect(await curl(...header(given), `${origin()}/nbwss/status`)).toMatchObject({ status: 200 });
    expect((await curl(...header(given), `${origin()}/metrics`)).text).toContain('nbwss_service_up 1');
    expect(await curl(`${origin()}/healthz`)).toMatchObject({ status: 200, text: 'ok' });
    expect((await curl(`${origin()}/openapi.json`)).status).toBe(200);
  });

  it('has nothing of the console: no page, no session, no WebSocket', async () => {
    const { api, origin, token } = scene();
    await api.configure({ isOn: true, port: 0 });
    const given = header(token());
    for (const path of ['/', '/index.html', '/session', '/console', '/assets/'])
      expect((await curl(...given, `${origin()}${path}`)).status, path).toBe(404);
    const upgrade = ['--header', 'Connection: Upgrade', '--header', 'Upgrade: websocket'];
    expect((await curl(...given, ...upgrade, `${origin()}/console`)).status).toBe(404);
  });

  it.each([
    ['another Host (DNS rebinding)', 'Host: evil.example.com'],
    ['another Origin', 'Origin: https://evil.example.com'],
    ['Origin null', 'Origin: null'],
    ['a page of another port', 'Sec-Fetch-Site: same-site'],
  ])('%s is refused, even with the token', async (_what, line) => {
    const { api, origin, token } = scene();
    await api.configure({ isOn: true, port: 0 });
    expect((await curl(...header(token()), '--header', line, `${origin()}/nbwss/status`)).status).toBe(403);
  });

  it('only the digest of the token is kept: a new one voids the former, and none stands in any file', async () => {
    const dataFolder = join(tempFolder(), 'data');
    const { api, origin, token, bench } = scene(dataFolder);
    await api.configure({ isOn: true, port: 0 });
    const [first, second] = [token(), token()];
    expect((await curl(...header(first), `${origin()}/nbwss/status`)).status).toBe(401);
    expect((await curl(...header(second), `${origin()}/nbwss/status`)).status).toBe(200);
    expect(api.status.tokenMadeAt).toBe(bench.clock.now());
    for (const name of readdirSync(dataFolder, { recursive: true, withFileTypes: true })) {
      if (!name.isFile()) continue;
      const text = readFileSync(join(name.parentPath, name.name), 'latin1');
      for (const secret of [first, second]) expect(text, name.name).not.toContain(secret);
    }
    expect(JSON.stringify(api.status)).not.toContain(second);
  });

  it('settings and token hold after a restart, on the same port', async () => {
    const dataFolder = join(tempFolder(), 'data');
    const first = scene(dataFolder);
    await first.api.configure({ isOn: true, port: 0 });
    const port = Number(new URL(first.origin()).port);
    await first.api.configure({ isOn: true, port });
    const given = first.token();
    await first.close();
    const again = scene(dataFolder);
    await again.api.apply();
    expect(again.origin()).toBe(`http://127.0.0.1:${port}`);
    expect((await curl(...header(given), `${again.origin()}/nbwss/status`)).status).toBe(200);
  });

  it('a port that is taken is told as such, stays set, and can be tried again', async () => {
    const { api, origin, states } = scene();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await api.configure({ isOn: true, port });
    const reason = `The port ${port} of 127.0.0.1 is taken by another program.`;
    expect(api.status).toMatchObject({ isOn: true, port, state: { kind: 'failed', reason } });
    expect(api.warnings).toEqual([`The REST API is not served. ${reason}`]);
    expect(states).toContain('REST API not served');
    other.close();
    await once(other, 'close');
    await api.configure({ isOn: true, port });
    expect(origin()).toBe(`http://127.0.0.1:${port}`);
    expect(api.warnings).toEqual([]);
  });

  it('switched off, or moved to another port, it no longer listens where it did', async () => {
    const { api, origin } = scene();
    await api.configure({ isOn: true, port: 0 });
    const first = origin();
    await api.configure({ isOn: true, port: 0 });
    expect(origin()).toBe(first);
    await api.configure({ isOn: false, port: 0 });
    expect(api.status.state).toEqual({ kind: 'off' });
    await expect(curl(`${first}/healthz`)).rejects.toThrow();
  });

  it('what cannot be saved changes nothing', async () => {
    const { api, bench } = scene();
    mkdirSync(join(bench.dataFolder, `.${process.pid}.new`)); // where a file is written before it takes its place
    await expect(api.configure({ isOn: true, port: 0 })).rejects.toMatchObject({ code: 'storeNotWritten' });
    expect(() => api.newToken()).toThrow();
    expect(api.status).toEqual({ isOn: false, port: 0, tokenMadeAt: null, state: { kind: 'off' } });
  });
});
