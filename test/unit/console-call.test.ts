import { describe, expect, it } from 'vitest';
import { isConsoleCall } from '../../electron/bridge/console-call.ts';
import { maxDetailsBytes } from '../../shared/endpoint-details-size.ts';
import { fc } from '../support/seeded-cases.ts';

const call = { i: '1', p: { u: '/endpoints/add', b: { json: { hostNames: ['a'] } } } };
const isCall = (value: unknown) => isConsoleCall(JSON.stringify(value));

describe('the one door of the console', () => {
  it.each([call, { ...call, t: 1 }, { i: '', p: { u: '/' } }, { i: '1', t: 4 }, { i: '1', t: 4, p: {} }])(
    '%j is a call',
    (value) => {
      expect(isCall(value)).toBe(true);
    },
  );

  it.each([
    ['another type of frame', { ...call, t: 2 }],
    ['an event of a stream', { i: '1', t: 3, p: { e: 'message', d: {} } }],
    ['no id', { p: call.p }],
    ['a number as id', { ...call, i: 1 }],
    ['an id that is too long', { ...call, i: 'x'.repeat(65) }],
    ['no path', { i: '1', p: {} }],
    ['no payload', { i: '1' }],
    ['headers, which the window never sends', { i: '1', p: { u: '/state/retry', h: { 'content-type': 1 } } }],
    ['a path without a slash', { i: '1', p: { u: 'endpoints' } }],
    ['a whole address', { i: '1', p: { u: 'https://other.example/' } }],
    ['a path that is too long', { i: '1', p: { u: `/${'x'.repeat(512)}` } }],
    ['a list', [call]],
    ['null', null],
    ['a text', 'call'],
  ])('%s is none', (_what, value) => {
    expect(isCall(value)).toBe(false);
  });

  it('only texts are looked at', () => {
    const buffer = Buffer.from(JSON.stringify(call));
    for (const data of [undefined, null, 1, call, [JSON.stringify(call)], buffer, new Blob([buffer])]) {
      expect(isConsoleCall(data)).toBe(false);
    }
    for (const text of ['', '{', 'null', `${JSON.stringify(call)}x`]) expect(isConsoleCall(text)).toBe(false);
  });

  it('D-7 the longest details file, in base64, comes through', () => {
    const contents = Buffer.alloc(maxDetailsBytes + 1).toString('base64');
    expect(isCall({ i: '1', p: { u: '/details/readFile', b: { json: { contents } } } })).toBe(true);
  });

  it('a call of more than 4 Mi characters is none', () => {
    const frame = JSON.stringify(call);
    expect(isConsoleCall(frame.padEnd(4 * 1024 * 1024))).toBe(true);
    expect(isConsoleCall(frame.padEnd(4 * 1024 * 1024 + 1))).toBe(false);
  });

  it('whatever arrives, there is an answer', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.json(), fc.string()), (data) => {
        expect(isConsoleCall(data)).toBeTypeOf('boolean');
      }),
    );
  });
});
