import { describe, expect, it } from 'vitest';
import { answerType, isUnderstood } from '../../electron/bridge/rest/media-types.ts';

const vendor = (version: number) => `application/vnd.netbackup+json;version=${version}.0`;

describe('media types of the REST API', () => {
  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['application/*', 'application/json'],
    ['application/json', 'application/json'],
    ['APPLICATION/JSON; charset=UTF-8', 'application/json'],
    [vendor(1), vendor(1)],
    [vendor(14), vendor(14)],
    ['application/vnd.netbackup+json; Version="12.0"', vendor(12)],
    [`text/html, ${vendor(3)};q=0.9, */*;q=0.1`, vendor(3)],
    [`application/json;q=0.5, ${vendor(3)}`, vendor(3)],
    [`${vendor(3)}, application/json`, vendor(3)],
    ['application/json;q=0', undefined],
    ['application/json;q=none', undefined],
    ['application/json;charset=latin1', undefined],
    ['application/vnd.netbackup+json', undefined],
    ['application/vnd.netbackup+json;version=12', undefined],
    ['application/vnd.netbackup+json;version=0.0', undefined],
    ['application/vnd.netbackup+json;version=12.1', undefined],
    ['text/plain', undefined],
    ['nonsense', undefined],
  ])('Accept %s is answered as %s', (accept, mediaType) => {
    expect(answerType(accept)).toBe(mediaType);
  });

  it.each([
    ['application/json', true],
    ['application/json; charset=utf-8', true],
    [vendor(10), true],
    [undefined, false],
    ['', false],
    ['text/json', false],
    ['application/json;charset=utf-16', false],
    ['application/x-www-form-urlencoded', false],
    ['application/vnd.netbackup+json', false],
  ])('Content-Type %s: %s', (contentType, understood) => {
    expect(isUnderstood(contentType)).toBe(understood);
  });
});
