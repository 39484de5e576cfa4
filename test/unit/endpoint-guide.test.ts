import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conformanceRules } from '../../electron/conformance/rules.ts';
import { readCommandRequest } from '../../electron/service/command/command-request.ts';
import { decodeMessage } from '../../electron/service/connection/message-codec.ts';
import { readEndpointDetails } from '../../shared/endpoint-details.ts';
import {
  commandResponsePayloadSchema,
  connectRequestPayloadSchema,
  connectResponsePayloadSchema,
  type Message,
} from '../../shared/messages.ts';
import { type Notification, type NotificationElement, notificationPayload } from '../../shared/notifications.ts';
import { citedIn } from '../checks/rules.ts';

const docs = join(import.meta.dirname, '..', '..', 'docs');
const guide = readFileSync(join(docs, 'endpoint-guide.md'), 'utf8');
const blocks = [...guide.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text = '']) => text);
const [details = '', ...messages] = blocks;

/** What makes a payload right, by the kind of its message. */
const payloadChecks: Record<string, (payload: object) => unknown> = {
  'CONNECT REQUEST': (payload) => connectRequestPayloadSchema.strict().parse(payload),
  'CONNECT RESPONSE': (payload) => connectResponsePayloadSchema.strict().parse(payload),
  'COMMAND REQUEST': (payload) => {
    const { body } = readCommandRequest(payload);
    if (body !== undefined) JSON.parse(body);
  },
  'COMMAND RESPONSE': (payload) => JSON.parse(commandResponsePayloadSchema.strict().parse(payload).body),
  // Made anew of its parts it is the same: the elements in their order, and nothing else in them.
  'NOTIFICATION REQUEST': (payload) => {
    const parts = (payload as NotificationElement[]).flatMap(({ object, data }) =>
      data.map((each) => ({ object, data: each }) as Notification),
    );
    expect(notificationPayload(parts)).toEqual(payload);
  },
  'NOTIFICATION RESPONSE': (payload) => expect(payload).toEqual([]),
};

describe('docs/endpoint-guide.md', () => {
  it('E-1 to E-12: its endpoint details are valid', () => {
    expect(readEndpointDetails(Buffer.from(details), 'file').warnings).toEqual([]);
  });

  it.each(messages.map((text) => ({ text, message: JSON.parse(text) as Message })))(
    'M-1 to M-9, X-2, N-5, N-10: its $message.type $message.subType is a valid message',
    ({ text, message }) => {
      expect(decodeMessage(Buffer.from(text), false)).toEqual(message); // also without a key that is none of ours
      expect(Object.keys(message)).toEqual(['version', 'id', 'type', 'subType', 'timeStamp', 'payload']);
      expect(Number.isInteger(message.timeStamp)).toBe(true);
      const check = payloadChecks[`${message.type} ${message.subType}`];
      expect(check).toBeDefined();
      check?.(message.payload);
    },
  );

  it('M-4, M-10: it shows every kind of message, and each response has the id of a request before it', () => {
    const shown = messages.map((text) => JSON.parse(text) as Message);
    expect(new Set(shown.map(({ type, subType }) => `${type} ${subType}`))).toEqual(
      new Set(Object.keys(payloadChecks)),
    );
    const refused = shown.filter(({ payload }) => JSON.stringify(payload) === '{"valid":false}');
    for (const [index, { id, type, subType }] of shown.entries()) {
      if (subType === 'REQUEST' || refused.some((message) => message.id === id)) continue;
      const requests = shown
        .slice(0, index)
        .filter((message) => message.subType === 'REQUEST' && message.type === type);
      expect(requests.map((request) => request.id)).toContain(id);
    }
  });

  it('names every rule of the conformance check, as it is told there', () => {
    const rows = [...guide.matchAll(/^\| `([a-z-]+)` +\| (.*?) *\|$/gm)].map(([, id, text]) => ({ id, text }));
    expect(rows).toEqual(expect.arrayContaining(conformanceRules.map(({ id, text }) => ({ id, text }))));
  });

  it('cites rules that exist, and links to files that are there', () => {
    expect(citedIn(guide).unknown.filter((id) => !id.startsWith('G-'))).toEqual([]);
    const links = [...guide.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(2);
    for (const path of links) expect([path, existsSync(join(docs, path))]).toEqual([path, true]);
  });
});
