import { z } from 'zod';

/**
 * Decision 14: the HTTP proxy of outbound connections, as it is set here. What the strings may hold is checked where they are
 * saved (`proxyNotValid`), so that each refusal names its field.
 */
export const proxySettingsSchema = z.object({
  /** `environment`: HTTPS_PROXY and NO_PROXY. `none`: never one. `manual`: the fields below. */
  mode: z.enum(['environment', 'none', 'manual']),
  /** Such as `http://proxy.example.com:3128`; http: or https:, without user information or path. Empty: none. */
  url: z.string().max(2048),
  /** User name for the proxy; empty: it wants none. */
  user: z.string().max(256),
  /**
   * Hosts without proxy, as in NO_PROXY, separated by commas or blanks: `host` (and all below it), `.domain` or `*.domain`
   * (only what is below it), IP addresses, CIDR blocks, any of them but a block with `:port`, or `*` for all.
   */
  bypass: z.string().max(16_384),
});
export type ProxySettings = z.infer<typeof proxySettingsSchema>;

/** Until somebody sets one. */
export const defaultProxySettings: ProxySettings = { mode: 'environment', url: '', user: '', bypass: '' };

/** What the console shows of the proxy: never a password. */
export const proxyStatusSchema = proxySettingsSchema.extend({
  /** Whether a password is saved. */
  hasPassword: z.boolean(),
  /** A sentence: which proxy is in force, and where it comes from. */
  inForce: z.string(),
});

/** Settings with the password: `undefined` keeps the saved one for the same URL and user, an empty one removes it. */
export const proxyInputSchema = proxySettingsSchema.extend({ password: z.string().max(1024).optional() });
export type ProxyInput = z.infer<typeof proxyInputSchema>;
