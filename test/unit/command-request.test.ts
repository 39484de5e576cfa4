import { describe, expect, it } from 'vitest';
import { CommandRefusal, readCommandRequest } from '../../electron/service/command/command-request.ts';
import { guideMessage } from '../support/guide-messages.ts';
import { thrownBy } from '../support/refusal.ts';

const get = { uri: '/netbackup/ping', method: 'GET' };
const headersOf = (headers: unknown) => readCommandRequest({ ...get, headers }).headers;

function refusalOf(payload: unknown): CommandRefusal {
  const error = thrownBy(() => readCommandRequest(payload));
  if (!(error instanceof CommandRefusal)) throw error;
  return error;
}

describe("X-2, X-9 the guide's examples", () => {
  it('X-9, K-24 GET without Authorization', () => {
    expect(readCommandRequest(guideMessage('COMMAND REQUEST, GET without Authorization').payload)).toEqual({
      uri: '/netbackup/config/servers/vmservers/vCenter1.domain.com',
      method: 'GET',
      headers: { 'Content-Type': 'application/json' },
      body: undefined,
    });
  });

  it('X-5, X-6, X-9 POST: the headers pass, and the parameters are the body as they stand', () => {
    const payload = guideMessage('COMMAND REQUEST, POST').payload as { parameters: string };
    expect(readCommandRequest(payload)).toEqual({
      uri: '/netbackup/config/servers/vmservers',
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: 'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiI' },
      body: payload.parameters,
    });
  });

  it('X-9 GET with Authorization', () => {
    expect(readCommandRequest(guideMessage('COMMAND REQUEST, GET').payload).uri).toBe(
      '/netbackup/config/servers/vmservers/vCenter2.domain.com',
    );
  });
});

describe('X-4, decision 16 methods', () => {
  it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])('X-4 %s is called', (method) => {
    expect(readCommandRequest({ ...get, method }).method).toBe(method);
  });

  it.each(['get', 'OPTIONS', 'TRACE', 'CONNECT', '', ' GET', 'GET\r\nX: y', 'toString'])(
    'X-4 %j is refused with 400',
    (method) => {
      expect(refusalOf({ ...get, method })).toMatchObject({
        responseCode: 400,
        message: 'method must be one of GET, HEAD, POST, PUT, PATCH, DELETE',
      });
    },
  );
});

describe('X-2, decision 17 malformed requests are answered 400, and say why', () => {
  it.each([
    [{ method: 'GET' }, 'uri must be a string'],
    [{ ...get, uri: 1 }, 'uri must be a string'],
    [{ uri: get.uri }, 'method must be a string'],
    [{ ...get, method: null }, 'method must be a string'],
    [{ ...get, headers: 'a: b' }, 'headers must be an object'],
    [{ ...get, headers: ['a: b'] }, 'headers must be an object'],
    [{ ...get, headers: { a: 1 } }, 'headers must have string values'],
    [{ ...get, headers: { a: ['b'] } }, 'headers must have string values'],
    [{ ...get, parameters: 1 }, 'parameters must be a string or an object'],
    [{ ...get, parameters: true }, 'parameters must be a string or an object'],
    [{ ...get, uri: '//x' }, 'uri must begin with one /'],
    [{ ...get, uri: '/netbackup/../x' }, 'uri must not contain a . or .. segment'],
    [{ ...get, method: 'HEAD', parameters: '{}' }, 'a HEAD call has no parameters'],
  ])('X-2 %j: %s', (payload, message) => {
    expect(refusalOf(payload)).toMatchObject({ responseCode: 400, message });
  });

  it.each([undefined, null, 'text', 1, [], [get], {}])('X-2 the payload %j', (payload) => {
    expect(refusalOf(payload).responseCode).toBe(400);
  });

  it('X-2 what is inherited does not count', () => {
    expect(refusalOf(JSON.parse(`{"__proto__":${JSON.stringify(get)}}`)).responseCode).toBe(400);
  });

  it('decision 43 no refusal quotes a header or the parameters', () => {
    const secret = 'SENTINEL-TOKEN';
    for (const payload of [
      { ...get, headers: { Authorization: `${secret}\n` } },
      { ...get, headers: { Authorization: `${secret}ł` } },
      { ...get, headers: { Authorization: [secret] } },
      { ...get, headers: { [`${secret} `]: '' } },
      { ...get, method: 'HEAD', parameters: secret },
      { ...get, method: secret },
    ]) {
      expect(refusalOf(payload).message).not.toContain(secret);
    }
  });
});

describe('X-5, decision 16, K-24 headers', () => {
  it('K-24, X-5 none is required, and none is added', () => {
    for (const headers of [undefined, null, {}]) expect(headersOf(headers)).toEqual({});
  });

  it('X-5 headers pass as they are: case, order, tabs, Latin-1 and empty values', () => {
    const headers = {
      authorization: 'eyJ0',
      'X-NetBackup-Audit-Reason': 'süß\tx',
      Accept: 'application/vnd.netbackup+json;version=1.0',
      Cookie: 'a=b; c=d',
      'x-empty': '',
    };
    expect(Object.entries(headersOf(headers))).toEqual(Object.entries(headers));
  });

  it.each([
    'Connection',
    'connection',
    'Content-Length',
    'Expect',
    'Host',
    'HOST',
    'Keep-Alive',
    'Proxy-Authenticate',
    'Proxy-Authorization',
    'Proxy-Connection',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
  ])('decision 16 %s is dropped', (name) => {
    expect(headersOf({ [name]: 'x', Accept: 'y' })).toEqual({ Accept: 'y' });
  });

  it('decision 16 so is what Connection names', () => {
    expect(headersOf({ Connection: 'close, X-Hop ,x-other', 'x-hop': '1', 'X-Other': '2', 'X-Stays': '3' })).toEqual({
      'X-Stays': '3',
    });
  });

  it.each(['a\rb', 'a\nb', 'a\r\nHost: x', 'a\0', 'a\r'])('decision 16 the value %j is a 400', (value) => {
    expect(refusalOf({ ...get, headers: { 'X-A': value } })).toMatchObject({
      responseCode: 400,
      message: 'the header X-A contains a line break or NUL',
    });
  });

  it.each(['a\u0001', 'a\x7f', 'łódź', '\u{1f511}'])(
    'decision 16 the value %j cannot be sent as one byte a character',
    (value) => {
      expect(refusalOf({ ...get, headers: { 'X-A': value } }).message).toBe(
        'the header X-A contains a character that HTTP does not allow',
      );
    },
  );

  it.each(['', ' ', 'a b', 'a:', 'a\r\nb', 'ä', 'a(b)', 'a/b', '"a"'])('decision 16 the name %j is a 400', (name) => {
    expect(refusalOf({ ...get, headers: { [name]: 'x' } })).toMatchObject({
      responseCode: 400,
      message: 'a header name is not valid',
    });
  });

  it('decision 16 a dropped header is judged too', () => {
    expect(refusalOf({ ...get, headers: { Host: 'a\r\nb' } }).responseCode).toBe(400);
  });

  it('X-5 a header named __proto__ reaches no prototype', () => {
    const { headers } = readCommandRequest(
      JSON.parse(`{"uri":"/netbackup","method":"GET","headers":{"__proto__":"x","a":"b"}}`),
    );
    expect(headers['a']).toBe('b');
    expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
  });
});

describe('X-6, decision 16 parameters', () => {
  it.each([
    ['', ''],
    ['{"a": 1}', '{"a": 1}'],
    ['not JSON ü \u0000', 'not JSON ü \u0000'],
    [{ a: 1, b: ['x'] }, '{"a":1,"b":["x"]}'],
    [[1, 2], '[1,2]'],
    [{}, '{}'],
    [undefined, undefined],
    [null, undefined],
  ])('X-6 %j makes the body %j', (parameters, body) => {
    expect(readCommandRequest({ ...get, method: 'POST', parameters }).body).toBe(body);
  });

  it('X-2 unknown members of the payload are ignored', () => {
    expect(readCommandRequest({ ...get, timeout: 5, body: 'x' }).body).toBeUndefined();
  });
});
