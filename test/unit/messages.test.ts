import { describe, expect, it } from 'vitest';
import {
  commandRequestPayloadSchema,
  commandResponsePayloadSchema,
  connectRequestPayloadSchema,
  connectResponsePayloadSchema,
  makeMessage,
  sameMessageId,
} from '../../shared/messages.ts';
import { guideMessage, guideMessages } from '../support/guide-messages.ts';

const id = '0CEAB6C2-0BBF-4F60-974D-C1F3EF39B872';
const payloadOf = (name: string) => guideMessage(name).payload;

describe('M-1 the envelope', () => {
  it("M-1, M-2, M-8 a CONNECT REQUEST is made as the guide's, member for member", () => {
    const made = makeMessage('CONNECT', 'REQUEST', id, 1444944181, { token: 'qwerrtrtrtrt2234344===' });
    expect(JSON.stringify(made)).toBe(JSON.stringify(guideMessage('CONNECT REQUEST')));
  });

  it('M-1 every message of the guide is made as it stands from its parts', () => {
    for (const message of Object.values(guideMessages)) {
      const { type, subType, id: given, timeStamp, payload } = message;
      expect(makeMessage(type, subType, given, timeStamp, payload)).toEqual(message);
    }
  });

  it.each([
    [1444944181, 1444944181],
    [1444944181.001, 1444944181],
    [1444944181.999, 1444944181],
    [0, 0],
  ])('M-6 timeStamp is in whole seconds: %d becomes %d', (seconds, timeStamp) => {
    expect(makeMessage('CONNECT', 'REQUEST', id, seconds, {}).timeStamp).toBe(timeStamp);
  });
});

describe('M-4 a response has the id of its request', () => {
  it('M-4, decision 13 ids are compared without regard to case', () => {
    expect(sameMessageId(id, id.toLowerCase())).toBe(true);
    expect(sameMessageId(id, id)).toBe(true);
  });

  it('M-4 another id is another message', () => {
    for (const other of ['', `${id} `, id.replaceAll('-', ''), id.replace('0', '1')]) {
      expect(sameMessageId(id, other)).toBe(false);
    }
  });

  it("M-4 the guide's CONNECT and COMMAND pairs have the same id", () => {
    for (const response of ['CONNECT RESPONSE, accepted', 'CONNECT RESPONSE, refused']) {
      expect(sameMessageId(guideMessage('CONNECT REQUEST').id, guideMessage(response).id)).toBe(true);
    }
    expect(sameMessageId(guideMessage('COMMAND REQUEST, GET').id, guideMessage('COMMAND RESPONSE').id)).toBe(true);
  });
});

describe('M-8, M-9 the CONNECT payloads', () => {
  it('M-8 the request holds the token', () => {
    expect(connectRequestPayloadSchema.parse(payloadOf('CONNECT REQUEST'))).toEqual({
      token: 'qwerrtrtrtrt2234344===',
    });
  });

  it('M-9 the answer is true or false', () => {
    expect(connectResponsePayloadSchema.parse(payloadOf('CONNECT RESPONSE, accepted'))).toEqual({ valid: true });
    expect(connectResponsePayloadSchema.parse(payloadOf('CONNECT RESPONSE, refused'))).toEqual({ valid: false });
  });

  it.each([{}, { valid: 'true' }, { valid: 1 }, { valid: null }, { Valid: true }, [], [true], 'true', null, undefined])(
    'M-9, decision 3 %j is no answer',
    (payload) => {
      expect(connectResponsePayloadSchema.safeParse(payload).success).toBe(false);
    },
  );

  it('M-9, decision 3 an inherited "valid" does not count', () => {
    const payload: unknown = JSON.parse('{"__proto__":{"valid":true}}');
    expect(connectResponsePayloadSchema.safeParse(payload).success).toBe(false);
  });
});

describe('X-2, X-7 the COMMAND payloads', () => {
  it.each(Object.keys(guideMessages).filter((name) => name.startsWith('COMMAND REQUEST')))(
    "X-2, X-9 the guide's %s is read as it stands",
    (name) => {
      expect({ ...commandRequestPayloadSchema.parse(payloadOf(name)) }).toEqual(payloadOf(name));
    },
  );

  it("X-7, X-9 so is the guide's COMMAND RESPONSE", () => {
    const payload = payloadOf('COMMAND RESPONSE');
    expect(commandResponsePayloadSchema.parse(payload)).toEqual(payload);
  });

  it('X-6 the parameters of the example are JSON in a string', () => {
    const { parameters } = commandRequestPayloadSchema.parse(payloadOf('COMMAND REQUEST, POST'));
    expect(JSON.parse(parameters ?? '')).toEqual({
      serverName: 'vcenterServer1',
      proxyServerName: '',
      vmType: 'VMWARE_VIRTUAL_CENTER_SERVER',
      userId: 'administrator',
      password: 'password@123',
      port: 0,
    });
  });
});
