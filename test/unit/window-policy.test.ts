import { describe, expect, it } from 'vitest';
import { assetHeaders, deliverPage } from '../../electron/bridge/window-policy.ts';

const page = '<head><meta property="csp-nonce" nonce="__CSP_NONCE__"><style nonce="__CSP_NONCE__"></style></head>';
const policyOf = (headers: Record<string, string>) =>
  new Map(
    (headers['content-security-policy'] ?? '').split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );
const nonceOf = (html: string) => /nonce="([^"]*)"/.exec(html)?.[1];

describe('the policy under which the page runs', () => {
  it('nothing but what is named may be loaded', () => {
    const { html, headers } = deliverPage(page);
    expect(Object.fromEntries(policyOf(headers))).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': `'self' 'nonce-${nonceOf(html)}'`,
      'img-src': "'self' data:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    });
  });

  it('each delivery has a nonce of its own, of 128 bits, in every place', () => {
    const pages = Array.from({ length: 20 }, () => deliverPage(page).html);
    const nonces = pages.map((html) => nonceOf(html) ?? '');
    expect(new Set(nonces).size).toBe(20);
    for (const nonce of nonces) expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
    for (const [n, html] of pages.entries()) expect(html).toBe(page.replaceAll('__CSP_NONCE__', nonces[n] ?? 'none'));
  });

  it('the page is never kept, and has the headers of every file', () => {
    const { headers } = deliverPage(page);
    expect(headers).toMatchObject({
      ...assetHeaders,
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
    });
    expect(assetHeaders).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });
});
