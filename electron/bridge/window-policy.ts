import { randomBytes } from 'node:crypto';

/** The placeholder in the built page that each delivery replaces by a nonce of its own. */
const noncePlaceholder = '__CSP_NONCE__';

/** A page as it is delivered once: its text and the headers that bind it. */
export interface DeliveredPage {
  html: string;
  headers: Record<string, string>;
}

/**
 * The policy under which the console's page runs in both hosts: scripts from its own files only; styles from its own files
 * and from elements that carry this delivery's nonce; connections to its own host only; no frame, no form, no object.
 */
export function deliverPage(html: string): DeliveredPage {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return {
    html: html.replaceAll(noncePlaceholder, nonce),
    headers: {
      ...assetHeaders,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
    },
  };
}

/** Headers of every file of the console. */
export const assetHeaders: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=()',
};
