import { describe, expect, it } from 'vitest';
import {
  canonicalUrl,
  checkWebSocketUrl,
  detailsWarnings,
  readEndpointDetails,
  webSocketAddress,
} from '../../shared/endpoint-details.ts';
import { bytesOf, guideDetails } from '../support/endpoint-samples.ts';
import { refusalOf } from '../support/refusal.ts';

describe('E-6, decision 30 the url of an endpoint', () => {
  it.each([
    'wss://cloudhost7.nebula.com:8080/netbackup/face1',
    'wss://vrhel6u5-vm4.acme.com:14146/cfs/nbufacade',
    'wss://host',
    'wss://host/',
    'WSS://Host/x',
    'wss://host:443/x?a=b&c=d',
    'wss://127.0.0.1:9443/x',
    'wss://[::1]:9443/x',
    'wss://host/x@y:z',
  ])('E-6 %s is taken as it stands', (url) => {
    checkWebSocketUrl(url);
    expect(readEndpointDetails(bytesOf({ ...guideDetails, url }), 'file').details.url).toBe(url);
  });

  it.each([
    'ws://host/x',
    'WS://host',
    'http://host',
    'https://host/x',
    'ftp://host',
    'file:///etc',
    'javascript:1',
    'wsss://host',
  ])('E-6, T-2 %s: only wss is supported', (url) => {
    expect(refusalOf(() => checkWebSocketUrl(url))).toMatchObject({
      code: 'onlyWss',
      lines: ['Invalid websocket protocol. Only wss protocol supported'],
    });
  });

  it.each([
    'host',
    'host.example/x',
    'wss://',
    'wss:///x',
    'wss:host',
    'wss:/host',
    'wss:\\\\host',
    'wss://\\host',
    'wss://?a',
    'wss://#a',
    'wss://host:port/uri',
    'wss://host:65536/',
    'wss://host:-1/',
    'wss://ho st/',
    'wss://1.2.3.999/',
    'wss://[::1/',
    'wss://user@host/x',
    'wss://user:secret@host/x',
    'wss://:secret@host/x',
    'wss://@host/x',
    'wss://host/x#fragment',
    'wss://host/x#',
  ])('decision 30, T-2 %s is malformed, and the message names it', (url) => {
    expect(refusalOf(() => checkWebSocketUrl(url))).toMatchObject({
      code: 'malformedUrl',
      lines: [`Malformed URL: ${url}`],
    });
  });

  it('T-2 a document says the same about its url, whether from a file or from a URL', () => {
    for (const source of ['file', 'url'] as const) {
      const codeFor = (url: string) =>
        refusalOf(() => readEndpointDetails(bytesOf({ ...guideDetails, url }), source)).code;
      expect([codeFor('ws://host'), codeFor('host')]).toEqual(['onlyWss', 'malformedUrl']);
    }
  });
});

describe('decision 30, decision 36 where a url leads', () => {
  it.each([
    ['wss://host.example/x', 'host.example', 443],
    ['wss://host.example:443', 'host.example', 443],
    ['wss://HOST.example:8080/x?y', 'host.example', 8080],
    ['wss://[2001:DB8::1]:9/x', '2001:db8::1', 9],
    ['wss://127.1/x', '127.0.0.1', 443],
  ])('decision 30 %s leads to %s, port %d', (url, host, port) => {
    expect(webSocketAddress(url)).toEqual({ host, port });
  });

  it.each([
    ['wss://host.example/x', 'wss://HOST.example:443/x'],
    ['wss://host.example', 'WSS://host.example/'],
    ['wss://host.example/x', 'wss://host.example./x'],
    ['wss://127.0.0.1/x', 'wss://127.1/x'],
    ['wss://host.example/a/../x', 'wss://host.example/x'],
    ['wss://[::1]/', 'wss://[0:0:0:0:0:0:0:1]:443'],
  ])('decision 36 %s and %s are the same', (one, other) => {
    expect(canonicalUrl(one)).toBe(canonicalUrl(other));
  });

  it.each([
    ['wss://host.example/x', 'wss://host.example/X'],
    ['wss://host.example/x', 'wss://host.example:444/x'],
    ['wss://host.example/x', 'wss://host.example/x/'],
    ['wss://host.example/x', 'wss://host.example/x?a'],
    ['wss://host.example/x', 'wss://other.example/x'],
  ])('decision 36 %s and %s differ', (one, other) => {
    expect(canonicalUrl(one)).not.toBe(canonicalUrl(other));
  });

  it('decision 36 a hostName that differs from the host of the url is a warning', () => {
    expect(detailsWarnings({ ...guideDetails, hostName: 'other.example' })).toEqual([
      'The host name other.example differs from the host of the URL (vrhel6u5-vm4.acme.com). The connection goes to vrhel6u5-vm4.acme.com.',
    ]);
  });

  it.each([
    ['vrhel6u5-vm4.acme.com', 'wss://vrhel6u5-vm4.acme.com:1/'],
    ['VRHEL6U5-VM4.acme.com', 'wss://vrhel6u5-vm4.ACME.com/'],
    ['host.example.', 'wss://host.example/'],
    ['host.example', 'wss://host.example./'],
    ['host.example.', 'wss://host.example./'],
    ['::1', 'wss://[::1]/'],
  ])('decision 36 %s and %s are the same host', (hostName, url) => {
    expect(detailsWarnings({ ...guideDetails, hostName, url })).toEqual([]);
  });
});
