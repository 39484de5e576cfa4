import { describe, expect, it } from 'vitest';
import type { FailureCause } from '../../shared/connection-causes.ts';
import { makeMessage } from '../../shared/messages.ts';
import type { Line } from '../support/byte-server.ts';
import { hostile, runsByHand, useHostileScenes } from '../support/hostile-scene.ts';
import { closeFrame, frame, opcodes } from '../support/web-socket-frames.ts';

const mebibyte = 1024 * 1024;
const ignoring = runsByHand.replace('exception.ignoreDecoder=false', 'exception.ignoreDecoder=true');
const text = (content: string | Buffer) => frame(opcodes.text, content);
const envelope = (change: object) =>
  text(JSON.stringify({ ...makeMessage('COMMAND', 'RESPONSE', 'A', 1, {}), ...change }));
const decoder = (why: string) => `a message could not be decoded: ${why}`;
const broken = (why: string) => `the WebSocket protocol was broken: ${why}`;

describe('C-14, decision 11: what is no message', () => {
  const scene = useHostileScenes();

  const undecodable = [
    { what: 'no JSON', bytes: text('{"version":'), why: 'not JSON', code: 1007 },
    { what: 'an empty text', bytes: text(''), why: 'not JSON', code: 1007 },
    { what: 'a list', bytes: text('[]'), why: 'not a message: the whole is not valid', code: 1007 },
    { what: 'invalid UTF-8', bytes: text(Buffer.from([0x22, 0xc3, 0x28, 0x22])), why: 'invalid UTF-8', code: 1007 },
    {
      what: 'a lone surrogate',
      bytes: text(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])),
      why: 'invalid UTF-8',
      code: 1007,
    },
    { what: 'a binary frame', bytes: frame(opcodes.binary, '{}'), why: 'a binary frame', code: 1003 },
    { what: 'lists in lists', bytes: text('['.repeat(mebibyte)), why: 'nested deeper than 64', code: 1007 },
    {
      what: 'objects in objects',
      bytes: text(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`),
      why: 'nested deeper than 64',
      code: 1007,
    },
    {
      what: 'another version',
      bytes: envelope({ version: '2.0' }),
      why: 'not a message: version is not valid',
      code: 1007,
    },
    {
      what: 'an unknown type',
      bytes: envelope({ type: 'EVENT' }),
      why: 'not a message: type is not valid',
      code: 1007,
    },
    {
      what: '__proto__ as type',
      bytes: envelope({ type: '__proto__' }),
      why: 'not a message: type is not valid',
      code: 1007,
    },
    {
      what: 'constructor as subType',
      bytes: envelope({ subType: 'constructor' }),
      why: 'not a message: subType is not valid',
      code: 1007,
    },
    { what: 'an empty id', bytes: envelope({ id: '' }), why: 'not a message: id is not valid', code: 1007 },
    {
      what: 'an envelope inside __proto__',
      bytes: text('{"__proto__":{"version":"1.0","id":"A","type":"CONNECT","subType":"RESPONSE"}}'),
      why: 'not a message: version is missing',
      code: 1007,
    },
  ];

  it.each(undecodable)('C-14: $what closes an accepted connection with $code', async ({ bytes, why, code }) => {
    const stage = await scene();
    const line = await stage.accept();
    line.write(bytes);
    await stage.ended({
      cause: 'decoder',
      reason: decoder(why),
      closeStatus: code === 1003 ? 'CANNOT_ACCEPT' : 'NOT_CONSISTENT',
    });
    await line.until('a close frame', () => line.close !== undefined);
    expect(line.close).toEqual({ code, reason: decoder(why) });
  });

  it('C-14: exception.ignoreDecoder=true ignores each of them, on a connection that goes on', async () => {
    // In two parts: of more than ten the log tells not each one.
    for (const part of [undecodable.slice(0, 7), undecodable.slice(7)]) {
      const stage = await scene({ properties: ignoring });
      const line = await stage.accept();
      for (const { bytes } of part) line.write(bytes);
      const ignored = () => stage.bench.logged.filter(({ event }) => event === 'decoder exception ignored');
      await stage.bench.until('all are ignored', () => ignored().length === part.length);
      expect(ignored().map(({ fields }) => fields.detail)).toEqual(part.map(({ why }) => why));
      line.write(envelope({}));
      await stage.bench.until('the message after them', () =>
        stage.bench.logged.some(({ event }) => event === 'message ignored'),
      );
      expect(stage.bench.row(hostile).connectionState).toBe('CONNECTED');
      await stage.othersGoOn();
    }
  });

  it.each([true, false])('C-14: before acceptance the same holds (exception.ignoreDecoder=%s)', async (ignores) => {
    const stage = await scene(ignores ? { properties: ignoring } : {});
    const line = await stage.open();
    await line.connectRequest();
    line.write(text('no JSON'));
    if (!ignores) return stage.ended({ cause: 'decoder', reason: decoder('not JSON') });
    await line.accept();
    await stage.bench.connected(hostile);
  });

  it('decision 11: unknown keys, __proto__ and constructor among them, change nothing', async () => {
    const stage = await scene();
    const line = await stage.open();
    const { id } = await line.connectRequest();
    const keys = '"__proto__":{"valid":false},"constructor":{"prototype":{"valid":false}},"toString":1';
    line.write(
      text(
        `{"version":"1.0","id":"${id}","type":"CONNECT","subType":"RESPONSE",${keys},"timeStamp":"odd","payload":{${keys},"valid":true}}`,
      ),
    );
    await stage.bench.connected(hostile);
    expect(({} as { valid?: boolean }).valid).toBeUndefined();
    await stage.othersGoOn();
  });
});

describe('decision 9: frames that break the WebSocket protocol', () => {
  const scene = useHostileScenes();
  const close = (payload: Buffer) => frame(opcodes.close, payload);
  const unknownKind = broken('a frame of an unknown kind, or of one that may not come here');
  const wrongLength = broken('a control frame had a length that is not allowed');
  const invalidCode = broken('a close code that may not be sent');
  const tooBig: Breach = { cause: 'too-big', reason: 'a message over 16 MiB', code: 1009, closeStatus: 'TOO_BIG' };
  interface Breach {
    reason: string;
    cause?: FailureCause;
    code?: number;
    closeStatus?: string;
  }

  const breaches: (Breach & { what: string; bytes: Buffer })[] = [
    {
      what: 'masked',
      bytes: frame(opcodes.text, '{}', { masked: true }),
      reason: broken('a frame was masked, which only clients do'),
    },
    {
      what: 'RSV1',
      bytes: frame(opcodes.text, '{}', { reserved: 4 }),
      reason: broken('a reserved bit was set (RSV1)'),
    },
    {
      what: 'RSV2',
      bytes: frame(opcodes.text, '{}', { reserved: 2 }),
      reason: broken('a reserved bit was set (RSV2 or RSV3)'),
    },
    {
      what: 'RSV3 of a ping',
      bytes: frame(opcodes.ping, '', { reserved: 1 }),
      reason: broken('a reserved bit was set (RSV2 or RSV3)'),
    },
    { what: 'opcode 3', bytes: frame(3), reason: unknownKind },
    { what: 'opcode 15', bytes: frame(15), reason: unknownKind },
    { what: 'a continuation of nothing', bytes: frame(opcodes.continuation, 'x'), reason: unknownKind },
    {
      what: 'a text within a fragmented text',
      bytes: Buffer.concat([frame(1, '{', { fin: false }), frame(1, '}')]),
      reason: unknownKind,
    },
    {
      what: 'a ping in fragments',
      bytes: frame(opcodes.ping, '', { fin: false }),
      reason: broken('a control frame was sent in fragments'),
    },
    { what: 'a ping of 126 bytes', bytes: frame(opcodes.ping, 'x'.repeat(126)), reason: wrongLength },
    { what: 'a close of 126 bytes', bytes: closeFrame(1000, 'x'.repeat(124)), reason: wrongLength },
    { what: 'a close of one byte', bytes: close(Buffer.from([3])), reason: wrongLength },
    ...[0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535].map((code) => ({
      what: `close code ${code}`,
      bytes: closeFrame(code),
      reason: invalidCode,
    })),
    { what: 'a message of 17 MiB', bytes: frame(opcodes.text, '', { claimedLength: 17 * mebibyte }), ...tooBig },
    { what: 'a message of 2^62 bytes', bytes: frame(opcodes.text, '', { claimedLength: 2n ** 62n }), ...tooBig },
    {
      what: 'a message of 17 MiB in fragments',
      bytes: Buffer.concat([
        frame(1, ' '.repeat(mebibyte), { fin: false }),
        ...Array.from({ length: 16 }, () => frame(0, Buffer.alloc(mebibyte, ' '), { fin: false })),
      ]),
      ...tooBig,
    },
    {
      what: 'a million fragments',
      bytes: Buffer.concat([frame(1, ' ', { fin: false }), Buffer.alloc(3_000_000, frame(0, ' ', { fin: false }))]),
      reason: broken('a message was sent in too many pieces'),
      code: 1008,
      closeStatus: 'VIOLATED_POLICY',
    },
    {
      what: 'a million empty fragments',
      bytes: Buffer.concat([frame(1, '', { fin: false }), Buffer.alloc(2_000_000, frame(0, '', { fin: false }))]),
      reason: broken('a message was sent in too many pieces'),
      code: 1008,
      closeStatus: 'VIOLATED_POLICY',
    },
  ];

  it.each(breaches)('decision 9: $what', async ({ bytes, reason, ...breach }) => {
    const { cause = 'protocol-error', code = 1002, closeStatus = 'PROTOCOL_ERROR' } = breach;
    // What cannot be read cannot be ignored either.
    const stage = await scene({ properties: ignoring });
    const line = await stage.accept();
    line.write(bytes);
    await stage.ended({ cause, reason, closeStatus });
    await line.until('a close frame', () => line.close !== undefined);
    expect(line.close?.code).toBe(code);
    await line.until('gone', () => line.closed);
  });

  it('decision 9: the same before CONNECT was answered is told without a close status', async () => {
    const stage = await scene();
    const line = await stage.open();
    line.write(frame(opcodes.text, '{}', { masked: true }));
    await stage.ended({ cause: 'protocol-error', reason: broken('a frame was masked, which only clients do') });
  });

  it('C-13: half a frame and then nothing: no pong can come, so the connection is closed as a dead one', async () => {
    const stage = await scene();
    const line = await stage.accept();
    line.write(frame(opcodes.text, 'x', { claimedLength: 1000 }));
    for (let ping = 1; ping <= 10; ping++) {
      await stage.bench.clock.advance(30_000);
      await line.until('a ping', () => line.frames.filter(({ opcode }) => opcode === opcodes.ping).length === ping);
    }
    expect(stage.bench.row(hostile)).toMatchObject({ connectionState: 'CONNECTED', missedPongs: 9 });
    await stage.bench.clock.advance(30_000);
    await stage.ended({ cause: 'no-pong', reason: 'No answer to pings', closeStatus: 'GOING_AWAY' });
    await line.until('gone', () => line.closed);
  });
});

describe('C-11, decision 3: answers to CONNECT that are not as they ought to be', () => {
  const scene = useHostileScenes();
  const rejected = { cause: 'token-rejected', reason: 'Token rejected by the cloud application' } as const;
  const pass = async (line: Line) => {
    line.write(frame(opcodes.ping, 'after it'));
    await line.until('a pong', () => line.frames.some(({ opcode }) => opcode === opcodes.pong));
  };

  it('C-11: a second CONNECT RESPONSE, even a refusal, changes nothing', async () => {
    const stage = await scene();
    const line = await stage.accept();
    await line.accept(undefined, { valid: false });
    await pass(line);
    expect(stage.bench.row(hostile)).toMatchObject({ connectionState: 'CONNECTED', tokenRejections: 0 });
    await stage.othersGoOn();
  });

  it.each([
    ['with another id', 'ANOTHER-ID'],
    ['with the id and a blank', 'blank'],
  ])('C-11, decision 3: one %s is ignored, and the wait for the true one ends after 30 s', async (_what, id) => {
    const stage = await scene();
    const line = await stage.open();
    const request = await line.connectRequest();
    await line.accept(id === 'blank' ? `${request.id} ` : id);
    await pass(line);
    expect(stage.bench.row(hostile).detail).toEqual({ kind: 'waiting-for-connect-response' });
    await stage.bench.clock.advance(30_000);
    await stage.ended({ cause: 'no-connect-response', reason: 'no CONNECT RESPONSE within 30 s' });
    await line.until('a close frame', () => line.close !== undefined);
    expect(line.close).toEqual({ code: 1000, reason: 'no CONNECT RESPONSE within 30 s' });
  });

  it.each([{ valid: 'true' }, { valid: 1 }, { valid: null }, [], 'true', null])(
    'C-11, decision 3: payload %j counts as a refusal',
    async (payload) => {
      const stage = await scene();
      const line = await stage.open();
      await line.accept(undefined, payload);
      await stage.ended(rejected);
      await line.until('a close frame', () => line.close !== undefined);
      expect(line.close?.code).toBe(1000);
      expect(stage.bench.row(hostile).tokenRejections).toBe(1);
    },
  );

  it('C-11: one that comes with the 101, before the request was sent, is not taken for the answer', async () => {
    const stage = await scene();
    stage.attempt();
    const line = await stage.peer.request();
    const early = text(JSON.stringify(makeMessage('CONNECT', 'RESPONSE', 'GUESSED', 1, { valid: true })));
    line.write(Buffer.concat([Buffer.from(line.switchingProtocols), early]));
    await line.connectRequest();
    await pass(line);
    expect(stage.bench.row(hostile).detail).toEqual({ kind: 'waiting-for-connect-response' });
    await line.accept();
    await stage.bench.connected(hostile);
  });
});
