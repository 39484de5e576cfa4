import { describe, expect, it } from 'vitest';
import { DecoderException, decodeMessage, encodeMessage } from '../../electron/service/connection/message-codec.ts';
import { bytesOf } from '../support/endpoint-samples.ts';
import { guideMessage, guideMessages } from '../support/guide-messages.ts';
import { thrownBy } from '../support/refusal.ts';
import { fc } from '../support/seeded-cases.ts';

const connect = guideMessage('CONNECT RESPONSE, accepted');
const decode = (document: string | object) => decodeMessage(bytesOf(document), false);

/** The exception that decoding ends in; any other error fails the test. */
function exceptionOf(data: Uint8Array, isBinary = false): DecoderException {
  const error = thrownBy(() => decodeMessage(data, isBinary));
  if (!(error instanceof DecoderException)) throw error;
  return error;
}

/** A message whose nesting is `depth` in all, the message itself included. */
function nested(depth: number, open = '[', close = ']'): string {
  const inner = open.repeat(depth - 1) + close.repeat(depth - 1);
  return JSON.stringify({ ...connect, payload: 0 }).replace('"payload":0', `"payload":${inner}`);
}

describe("M-1 to M-10 the guide's messages", () => {
  it.each(Object.keys(guideMessages))('M-1 %s is decoded as it stands, and encoded again', (name) => {
    const message = guideMessage(name);
    expect(decode(message)).toEqual(message);
    expect(decode(encodeMessage(message))).toEqual(message);
  });

  it('M-5, M-7, M-10 they are of three types and two directions, with the payload of their type', () => {
    const kinds = new Set(Object.values(guideMessages).map(({ type, subType }) => `${type} ${subType}`));
    expect([...kinds].sort()).toEqual(
      ['CONNECT', 'COMMAND', 'NOTIFICATION'].flatMap((type) => [`${type} REQUEST`, `${type} RESPONSE`]).sort(),
    );
    for (const { type, payload } of Object.values(guideMessages)) {
      expect(Array.isArray(payload)).toBe(type === 'NOTIFICATION');
    }
  });

  it('M-1 a message is one line of JSON text', () => {
    expect(encodeMessage(guideMessage('NOTIFICATION RESPONSE'))).toBe(
      '{"version":"1.0","id":"EDD85CD7-8553-47E4-8A19-01C65092F220","type":"NOTIFICATION","subType":"RESPONSE","timeStamp":1445036999,"payload":[]}',
    );
  });
});

describe('C-14, decision 11 what cannot be decoded', () => {
  const { version: _version, ...withoutVersion } = connect;
  const { id: _id, ...withoutId } = connect;
  const { type: _type, ...withoutType } = connect;
  const { subType: _subType, ...withoutSubType } = connect;

  it.each([
    ['nothing', ''],
    ['a blank', ' '],
    ['a text', 'hello'],
    ['half a message', JSON.stringify(connect).slice(0, -1)],
    ['two messages', `${JSON.stringify(connect)}${JSON.stringify(connect)}`],
    ['a byte order mark', `\ufeff${JSON.stringify(connect)}`],
    ['single quotes', JSON.stringify(connect).replaceAll('"', "'")],
    ['NaN', JSON.stringify(connect).replace('1444944191', 'NaN')],
    ['an array', JSON.stringify([connect])],
    ['a string', '"CONNECT"'],
    ['a number', '1'],
    ['true', 'true'],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['no version', JSON.stringify(withoutVersion)],
    ['version 2.0', JSON.stringify({ ...connect, version: '2.0' })],
    ['version 1', JSON.stringify({ ...connect, version: '1' })],
    ['version 1.0 as a number', JSON.stringify({ ...connect, version: 1.0 })],
    ['no id', JSON.stringify(withoutId)],
    ['an empty id', JSON.stringify({ ...connect, id: '' })],
    ['a number as id', JSON.stringify({ ...connect, id: 1 })],
    ['null as id', JSON.stringify({ ...connect, id: null })],
    ['no type', JSON.stringify(withoutType)],
    ['an unknown type', JSON.stringify({ ...connect, type: 'PING' })],
    ['a type in lower case', JSON.stringify({ ...connect, type: 'connect' })],
    ['a type that objects inherit', JSON.stringify({ ...connect, type: 'constructor' })],
    ['no subType', JSON.stringify(withoutSubType)],
    ['an unknown subType', JSON.stringify({ ...connect, subType: 'EVENT' })],
    ['a message that is inherited', `{"__proto__":${JSON.stringify(connect)}}`],
  ])('C-14 %s: a decoder exception, close code 1007', (_what, document) => {
    expect(exceptionOf(bytesOf(document)).closeCode).toBe(1007);
  });

  it('C-14 invalid UTF-8: close code 1007, also inside a message that is otherwise valid', () => {
    const message = bytesOf({ ...connect, payload: { note: '?' } });
    message[message.indexOf(0x3f)] = 0xff;
    for (const data of [Uint8Array.of(0xc3, 0x28), Uint8Array.of(0xed, 0xa0, 0x80), message]) {
      expect(exceptionOf(data)).toMatchObject({ message: 'invalid UTF-8', closeCode: 1007 });
    }
  });

  it('C-14, decision 9 a binary frame: close code 1003, even if it holds a message', () => {
    expect(exceptionOf(bytesOf(connect), true)).toMatchObject({ message: 'a binary frame', closeCode: 1003 });
  });

  it.each([
    ['arrays', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('C-14 nesting of %s: 64 levels are decoded, 65 are not', (_what, open, close) => {
    const fill = (depth: number) => nested(depth, open, close).replace('"a":}', '"a":0}');
    expect(() => decode(fill(64))).not.toThrow();
    expect(exceptionOf(bytesOf(fill(65)))).toMatchObject({ message: 'nested deeper than 64', closeCode: 1007 });
  });

  it('C-14 brackets inside texts are not nesting, also after escaped quotes and backslashes', () => {
    const payload = { a: '['.repeat(1000), b: `\\"${'{'.repeat(1000)}`, c: `\\${'['.repeat(1000)}`, '[[[[{': '\\' };
    expect(decode({ ...connect, payload }).payload).toEqual(payload);
  });

  it('C-14 a megabyte of brackets is refused without exhausting the stack', () => {
    expect(exceptionOf(bytesOf('['.repeat(1_000_000))).message).toBe('nested deeper than 64');
    expect(exceptionOf(bytesOf(']'.repeat(1_000_000) + '['.repeat(1_000_000))).closeCode).toBe(1007);
  });

  it('C-14, decision 43 the exception says which member is odd, and quotes nothing of the message', () => {
    const secret = 'SENTINEL-TOKEN';
    const odd = [
      { ...connect, version: secret },
      { ...connect, type: secret },
      { ...connect, id: 1, payload: { token: secret } },
      { ...connect, version: undefined, Version: secret },
      { ...connect, subType: undefined, [secret]: '' },
    ];
    expect(odd.map((message) => exceptionOf(bytesOf(message)).message)).toEqual([
      'not a message: version is not valid',
      'not a message: type is not valid',
      'not a message: id is not valid',
      'not a message: version is missing, but there is Version',
      'not a message: subType is missing',
    ]);
    expect(exceptionOf(bytesOf(`{"token":"${secret}"`)).message).toBe('not JSON');
  });
});

describe('decision 11 everything else is lenient', () => {
  it('M-1 unknown members are dropped', () => {
    expect(decode({ ...connect, traceId: 'x', nested: { deep: [] } })).toEqual(connect);
  });

  it.each([undefined, null, '1444944191', -1, 1.5, 1e300, {}, []])('M-6 timeStamp %j is tolerated', (timeStamp) => {
    expect(decode({ ...connect, timeStamp })).toMatchObject({ id: connect.id, type: 'CONNECT' });
  });

  it.each([undefined, null, 0, 'text', [], {}, [{}]])('M-7 payload %j is let through', (payload) => {
    expect(decode({ ...connect, payload }).payload).toEqual(payload);
  });

  it('M-3 an id need not be a UUID, and comes through as it was sent', () => {
    for (const id of ['1', ' ', 'ä\u0000"', 'x'.repeat(10_000)]) expect(decode({ ...connect, id }).id).toBe(id);
  });

  it('C-14 a member named __proto__ reaches no prototype', () => {
    const message = decode(JSON.stringify(connect).replace('{', '{"__proto__":{"polluted":true},'));
    expect(message).toEqual(connect);
    expect('polluted' in message).toBe(false);
    expect('polluted' in {}).toBe(false);
  });
});

describe('C-14 whatever arrives', () => {
  const nearlyMessage = fc.record(
    {
      version: fc.constantFrom('1.0', '1.1', 1),
      id: fc.oneof(fc.uuid(), fc.jsonValue()),
      type: fc.constantFrom('CONNECT', 'COMMAND', 'NOTIFICATION', 'toString'),
      subType: fc.constantFrom('REQUEST', 'RESPONSE', ''),
      timeStamp: fc.jsonValue(),
      payload: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const anyFrame = fc.oneof(
    fc.uint8Array(),
    fc.string({ unit: 'binary' }).map(bytesOf),
    fc.json().map(bytesOf),
    nearlyMessage.map(bytesOf),
  );

  it('C-14 the decoder throws nothing but a DecoderException', () => {
    fc.assert(
      fc.property(anyFrame, fc.boolean(), (data, isBinary) => {
        try {
          const message = decodeMessage(data, isBinary);
          expect(isBinary).toBe(false);
          expect(message.version).toBe('1.0');
          expect(message.id).not.toBe('');
        } catch (error) {
          if (!(error instanceof DecoderException)) throw error;
          expect(error.closeCode).toBe(isBinary ? 1003 : 1007);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('M-1 whatever is encoded is decoded to the same message', () => {
    const payload = fc.oneof(
      fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })),
      fc.array(fc.jsonValue({ maxDepth: 4 })),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), payload, (id, given) => {
        const message = { ...connect, id, payload: given };
        expect(decode(encodeMessage(message))).toEqual(JSON.parse(JSON.stringify(message)));
      }),
    );
  });
});
