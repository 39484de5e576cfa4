import { describe, expect, it } from 'vitest';
import { closeStatusName } from '../../shared/connection-status.ts';
import { hostile, other, useHostileScenes } from '../support/hostile-scene.ts';
import { useServers } from '../support/open-servers.ts';
import { closeFrame, frame, opcodes } from '../support/web-socket-frames.ts';

const second = 1000;

describe('decision 9: a peer that closes', () => {
  const scene = useHostileScenes();
  const mayBeSent = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999];

  it.each(mayBeSent)('decision 9: %i is answered, and kept under the vendor’s name', async (code) => {
    const stage = await scene();
    const line = await stage.accept();
    line.write(closeFrame(code));
    const name = closeStatusName(code);
    await stage.ended({
      cause: 'closed-by-peer',
      reason: `closed by the cloud application: ${name} (${code})`,
      closeStatus: name,
    });
    await line.until('the answer', () => line.close !== undefined);
    expect(line.close?.code).toBe(code);
  });

  it('decision 9: without a code it is NO_STATUS_CODE', async () => {
    const stage = await scene();
    const line = await stage.accept();
    line.write(frame(opcodes.close));
    const reason = 'closed by the cloud application: NO_STATUS_CODE (1005)';
    await stage.ended({ cause: 'closed-by-peer', reason, closeStatus: 'NO_STATUS_CODE' });
  });

  it('decision 9: before CONNECT was answered it is no close status of an established connection', async () => {
    const stage = await scene();
    const line = await stage.open();
    await line.connectRequest();
    line.write(closeFrame(1008, 'who are you'));
    await stage.ended({
      cause: 'closed-before-accepted',
      reason: 'closed by the cloud application: VIOLATED_POLICY (1008), who are you, before CONNECT was answered',
    });
  });

  it.each([
    ['123 bytes of it', 'x'.repeat(123), 'x'.repeat(123)],
    ['umlauts and emoji', 'für 🚀', 'f?r ??'],
    ['invalid UTF-8', Buffer.from([0x61, 0xff, 0xc3, 0x28]), 'a??('],
    ['line breaks and escapes', 'a\r\n{"level":50}\u001b[31m\u0000\u2028b', 'a??{"level":50}?[31m??b'],
    ['a reversed order of letters', '\u202egnp.exe', '?gnp.exe'],
  ])('decision 43: a reason with %s is one printable line', async (_what, said, shown) => {
    const stage = await scene();
    const line = await stage.accept();
    line.write(closeFrame(1001, said));
    await stage.ended({
      cause: 'closed-by-peer',
      reason: `closed by the cloud application: GOING_AWAY (1001), ${shown}`,
      closeStatus: 'GOING_AWAY',
    });
  });

  const token = `TOKEN-${'0123456789abcdef'.repeat(16)}`;
  it.each([
    ['a short token', 'geheim', 'unknown token geheim!', 'unknown token ***!'],
    ['a short token, twice', 'geheim', 'geheimgeheim', '******'],
    ['the beginning of a long one', token, `unknown token ${token.slice(0, 100)}`, 'unknown token ***'],
    ['a piece of a long one', token, `unknown token ${token.slice(40, 60)}…`, /^unknown token \*\*\*\?+$/],
    ['before acceptance', token, `unknown token ${token.slice(0, 90)}`, 'unknown token ***'],
  ])('decision 43: %s in a reason reaches neither row nor log', async (when, secret, said, shown) => {
    const stage = await scene({ token: secret });
    const line = when === 'before acceptance' ? await stage.open() : await stage.accept();
    await line.connectRequest();
    line.write(closeFrame(1008, Buffer.from(said).subarray(0, 123)));
    await stage.bench.failed(hostile);
    const row = stage.bench.row(hostile);
    const [, told] = /\(1008\), (.*?)(, before CONNECT was answered)?$/.exec(row.lastError ?? '') ?? [];
    expect(told).toEqual(typeof shown === 'string' ? shown : expect.stringMatching(shown));
    for (const place of [JSON.stringify(row), JSON.stringify(stage.bench.logged)]) {
      expect(place).not.toContain(secret);
      expect(place).not.toContain(secret.slice(0, 20));
      expect(place).not.toContain(secret.slice(-20));
    }
  });

  it('decision 9: frames after its close, a second one among them, are of no account', async () => {
    const stage = await scene();
    const line = await stage.accept();
    line.write(Buffer.concat([closeFrame(1001), closeFrame(1002), frame(opcodes.text, 'no JSON'), frame(15)]));
    const reason = 'closed by the cloud application: GOING_AWAY (1001)';
    await stage.ended({ cause: 'closed-by-peer', reason, closeStatus: 'GOING_AWAY' });
    await line.until('gone', () => line.closed);
  });
});

describe('C-4, decision 9: a peer that does not answer our close', () => {
  const scene = useHostileScenes();
  const { byteServer } = useServers();

  it('C-4: is dropped after 5 s, and the next connection of its group begins only then', async () => {
    const stage = await scene();
    const { bench } = stage;
    const line = await stage.accept();
    // The other host name of its group is a second name for this computer.
    bench.service.endpoints.delete([other]);
    const next = await byteServer({ hostName: other, groupId: stage.peer.details.groupId, priority: 2 });
    await bench.add(next);
    bench.service.endpoints.deactivate([hostile]);
    await bench.until('closed', () => bench.row(hostile).closeStatus === 'NORMAL_CLOSURE');
    await line.until('our close', () => line.close !== undefined);
    expect(line.close).toEqual({ code: 1000, reason: 'the endpoint was deactivated' });
    const before = next.connections;
    bench.service.runNow();
    await bench.clock.advance(5 * second - 1);
    expect(line.closed).toBe(false);
    expect(next.connections).toBe(before);
    await bench.clock.advance(1);
    await line.until('dropped', () => line.closed);
    await next.accept();
    await bench.connected(other);
  });

  it('C-3: nor is the same endpoint connected a second time before', async () => {
    const stage = await scene();
    const line = await stage.accept();
    stage.bench.service.endpoints.reconnect([hostile]);
    await line.until('our close', () => line.close !== undefined);
    expect(line.close).toEqual({ code: 1000, reason: 'reconnect by priority' });
    const before = stage.peer.connections;
    await stage.bench.clock.advance(5 * second - 1);
    expect(stage.peer.connections).toBe(before);
    await stage.bench.clock.advance(1);
    await stage.peer.accept();
    await stage.bench.connected(hostile);
    expect(line.closed).toBe(true);
    await stage.othersGoOn();
  });

  it('decision 9: what it sends instead of an answer is not read as messages any more', async () => {
    const stage = await scene();
    const line = await stage.accept();
    stage.bench.service.endpoints.deactivate([hostile]);
    await line.until('our close', () => line.close !== undefined);
    const logged = stage.bench.logged.length;
    line.write(frame(opcodes.text, 'no JSON'));
    await line.accept();
    line.write(closeFrame(1001));
    await line.until('gone', () => line.closed);
    expect(stage.bench.row(hostile)).toMatchObject({
      state: 'DEACTIVATED',
      closeStatus: 'NORMAL_CLOSURE',
      lastError: null,
    });
    expect(stage.bench.logged.slice(logged)).toEqual([]);
    await stage.othersGoOn();
  });

  it('decision 9: the service stops all the same', async () => {
    const stage = await scene();
    const line = await stage.accept();
    await stage.bench.service.stop();
    await line.until('our close', () => line.close !== undefined);
    expect(line.close).toEqual({ code: 1001, reason: 'the service is stopping' });
    await stage.bench.clock.advance(5 * second);
    await line.until('dropped', () => line.closed);
  });
});
