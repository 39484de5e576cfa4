import { BlockList, isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { canonicalHostName, isHostName } from '../../../shared/host-name.ts';
import type { TlsTarget } from './tls-target.ts';

/** Which hosts are reached without the proxy. */
export interface ProxyBypass {
  covers(target: TlsTarget): boolean;
  /** What could not be understood, and why: those entries cover nothing. */
  readonly problems: readonly string[];
}

type Rule = (target: TlsTarget) => boolean;

/** The longest entry that is quoted in a problem. */
const maxQuoted = 80;

/**
 * Decision 14: reads a list as NO_PROXY has it, separated by commas or blanks: a host name covers itself and all names below
 * it, `.domain` and `*.domain` what is below it, an IP address or CIDR block hosts that are given as IP address (no name is
 * resolved for it), `*` everything. All but a block may end with `:port`.
 */
export function readBypass(text: string): ProxyBypass {
  const rules: Rule[] = [];
  const problems: string[] = [];
  for (const [index, entry] of text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .entries()) {
    const rule = readRule(entry);
    if (typeof rule === 'string') problems.push(`${named(entry, index, text)} ${rule}`);
    else rules.push(rule);
  }
  return { covers: (target) => rules.some((rule) => rule(target)), problems };
}

/**
 * How a problem names its entry. A proxy's URL that was put here by mistake may hold a password: it is not quoted, and neither
 * is what a comma in that password cut off.
 */
const named = (entry: string, index: number, text: string) =>
  entry.includes('://') || text.includes('@')
    ? `entry ${index + 1}, which is not quoted here,`
    : `"${printable(entry)}"`;

const printable = (entry: string) =>
  entry.length > maxQuoted ? `${entry.slice(0, maxQuoted)}…` : entry.replace(/[^\x20-\x7e]/g, '?');

/** @returns the rule, or what is wrong with the entry */
function readRule(entry: string): Rule | string {
  if (entry === '*') return () => true;
  if (entry.includes('/')) return readBlock(entry);
  if (isIP(entry) !== 0) return addressRule(entry);
  const [, host = '', portText] = /^(.*?)(?::(\d{1,5}))?$/.exec(entry) ?? [];
  const port = portText === undefined ? undefined : Number(portText);
  if (port === 0 || (port ?? 1) > 65_535) return 'has no valid port';
  const rule = readHost(host);
  if (typeof rule === 'string' || port === undefined) return rule;
  return (target) => target.port === port && rule(target);
}

function readHost(text: string): Rule | string {
  if (text === '*') return () => true;
  const address = text.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0) return addressRule(address);
  const below = /^\*?\.(.+)$/.exec(text)?.[1];
  const name = canonicalHostName(asciiName(below ?? text));
  if (!isHostName(name)) return 'is no host name, IP address or CIDR block';
  return ({ host }) => {
    const asked = canonicalHostName(host);
    return asked.endsWith(`.${name}`) || (below === undefined && asked === name);
  };
}

/** What is ASCII stays as it is: `domainToASCII` would make the IP address 10.0.0.0 of 10.0.0. */
const asciiName = (name: string) => (/^[\x21-\x7e]*$/.test(name) ? name : domainToASCII(name));

function addressRule(address: string): Rule {
  const list = new BlockList();
  list.addAddress(address, familyOf(address));
  return listRule(list);
}

function readBlock(entry: string): Rule | string {
  const [, address = '', prefixText = ''] = /^(.*)\/(\d{1,3})$/.exec(entry) ?? [];
  const prefix = Number(prefixText);
  if (isIP(address) === 0 || prefix > (isIP(address) === 4 ? 32 : 128)) return 'is no CIDR block such as 10.0.0.0/8';
  const list = new BlockList();
  list.addSubnet(address, prefix, familyOf(address));
  return listRule(list);
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

const listRule =
  (list: BlockList): Rule =>
  ({ host }) =>
    isIP(host) !== 0 && list.check(host, familyOf(host));
