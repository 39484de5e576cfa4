import { describe, expect, it } from 'vitest';
import { canonicalHostName, isHostName } from '../../shared/host-name.ts';

const label = (length: number) => 'a'.repeat(length);

describe('E-5, decision 29 a host name is a DNS name or an IP address', () => {
  it.each([
    'cloudhost7.nebula.com',
    'vrhel6u5-vm4.acme.com',
    'localhost',
    'UPPER.Case',
    'under_score.example',
    'a.b.c.',
    '4com',
    '1.2.3.example',
    'xn--bcher-kva.example',
    label(63),
    [label(63), label(63), label(63), label(61)].join('.'),
    '127.0.0.1',
    '255.255.255.255',
    '::1',
    '2001:db8::8:800:200c:417a',
    '::ffff:192.0.2.1',
  ])('E-5 %s is one', (name) => {
    expect(isHostName(name)).toBe(true);
  });

  it.each([
    '',
    '.',
    '..',
    'a..b',
    '.a',
    'a..',
    '-a.example',
    'a-.example',
    'a b',
    'a/b',
    'a:80',
    'user@host',
    'bücher.example',
    'host\n',
    label(64),
    [label(63), label(63), label(63), label(62)].join('.'),
    '256.0.0.1',
    '1.2.3',
    '1.2.3.4.5',
    '12345',
    '[::1]',
    ':::1',
    'wss://host',
    '*.example',
  ])('E-5 %j is none', (name) => {
    expect(isHostName(name)).toBe(false);
  });
});

describe('D-11, decision 36 host names are compared', () => {
  it.each([
    ['Host.Example', 'host.example'],
    ['host.example.', 'host.example'],
    ['HOST', 'host'],
    ['2001:DB8::1', '2001:db8::1'],
  ])('decision 36 %s as %s', (given, form) => {
    expect(canonicalHostName(given)).toBe(form);
  });
});
