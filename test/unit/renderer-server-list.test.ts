import { describe, expect, it } from 'vitest';
import { navigationTree, placesOf } from '../../renderer/frame/navigation-tree.ts';
import { canAccept, isAcceptedOne, type PresentedNow } from '../../renderer/server-dialog/use-new-certificate.ts';
import { advice } from '../../renderer/servers/advice.ts';
import { shareWidth } from '../../renderer/servers/column-widths.ts';
import { columns, filterEndpoints } from '../../renderer/servers/columns.ts';
import { type Circumstances, explain, needsRenewal } from '../../renderer/servers/explanation.ts';
import { naturalOrder } from '../../renderer/servers/natural-order.ts';
import { expiryWarning } from '../../renderer/servers/pane-warnings.tsx';
import { isSamePossible, possibleActions } from '../../renderer/servers/possible-actions.ts';
import { texts } from '../../renderer/texts.ts';
import type { CertificateFacts, PresentedCertificate } from '../../shared/certificate.ts';
import { connectionCauses, type FailureCause } from '../../shared/connection-causes.ts';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { symptoms } from '../../shared/error-catalogue.ts';
import { endpointStatus } from '../support/endpoint-status.ts';

const on = endpointStatus({ hostName: 'on', connectionState: 'CONNECTED' });
const off = endpointStatus({ hostName: 'off', state: 'DEACTIVATED' });

describe('P-1 the navigation', () => {
  it('P-1 leads from this computer to WebSocket Servers', () => {
    const path = [];
    for (let [node] = navigationTree(false); node; [node] = node.children ?? []) path.push(node.label);
    expect(path).toEqual(['This computer', 'Media and Device Management', 'Credentials', 'WebSocket Servers']);
  });

  it('P-1 every node knows its level and place; Practice is there in practice mode only', () => {
    expect(placesOf(navigationTree(true)).get('practice')).toMatchObject({ level: 3, position: 5, siblings: 5 });
    expect(placesOf(navigationTree(false)).has('practice')).toBe(false);
  });
});

describe('P-3 the columns', () => {
  it('P-3 stand in the order of the guide', () => {
    expect(columns.map((column) => column.header)).toEqual([
      'Host Name',
      'URL',
      'Group ID',
      'Priority',
      'State',
      'Connection State',
    ]);
  });

  it('P-3 sort numbers in names as numbers, and without regard to case', () => {
    expect(['host10', 'Host2', 'host1', 'a007', 'A7b'].sort(naturalOrder)).toEqual([
      'a007',
      'A7b',
      'host1',
      'Host2',
      'host10',
    ]);
  });

  it('P-5 the filter finds CONNECTED without DISCONNECTED, and ACTIVATED without DEACTIVATED', () => {
    const hosts = (filter: string) => filterEndpoints([on, off], filter).map((endpoint) => endpoint.hostName);
    expect(hosts('connected')).toEqual(['on']);
    expect(hosts('Activated')).toEqual(['on']);
    expect(hosts('disconn')).toEqual(['off']);
    expect(hosts('sg1 deactivated')).toEqual(['off']);
    expect(hosts('constructor')).toEqual([]);
  });

  it('P-3 fill the grid, none narrower than its minimum, and scroll when there is no room for that', () => {
    const total = (width: number) => Object.values(shareWidth(width)).reduce((sum, each) => sum + each, 0);
    for (const width of [746, 1000, 1920]) {
      expect(total(width)).toBeLessThanOrEqual(width);
      expect(total(width)).toBeGreaterThan(width - 6);
    }
    expect(shareWidth(746)).toMatchObject({ state: 128, priority: 74 });
    expect(total(200)).toBe(80 + 80 + 70 + 74 + 128 + 136);
  });

  it('P-3 without a filter the list is the very same', () => {
    const list = [on, off];
    expect(filterEndpoints(list, '  ')).toBe(list);
  });
});

describe('P-7, decision 39 the actions', () => {
  const changed = endpointStatus({ hostName: 'changed', changedCertificate: 'AB' });

  it('P-7 what would do nothing has no hosts', () => {
    expect(possibleActions([on, off])).toMatchObject({ delete: ['on', 'off'], activate: ['off'], deactivate: ['on'] });
    expect(possibleActions([])).toEqual({
      delete: [],
      activate: [],
      deactivate: [],
      reconnect: [],
      renew: undefined,
      acceptCertificate: undefined,
      someCertificateChanged: false,
    });
  });

  it('decision 38 credentials are renewed of one endpoint at a time, whatever its state', () => {
    expect([[on], [off], [on, off], []].map((rows) => possibleActions(rows).renew)).toEqual([
      'on',
      'off',
      undefined,
      undefined,
    ]);
  });

  it('decision 35 a new certificate is offered where one was presented, and accepted of one endpoint at a time', () => {
    const offered = (...rows: (typeof on)[]) => {
      const { someCertificateChanged, acceptCertificate } = possibleActions(rows);
      return [someCertificateChanged, acceptCertificate];
    };
    expect(offered(on)).toEqual([false, undefined]);
    expect(offered(changed)).toEqual([true, 'changed']);
    expect(offered(changed, on)).toEqual([true, undefined]);
  });

  it('decision 8 only endpoints that are ACTIVATED can be reconnected', () => {
    expect(possibleActions([on, off, changed]).reconnect).toEqual(['on', 'changed']);
    expect(possibleActions([off]).reconnect).toEqual([]);
  });
});

describe('P-7 what is drawn anew with the actions', () => {
  it('P-7 a change of a selected row that allows the same is none; another host, or another action, is one', () => {
    const row = endpointStatus({ hostName: 'a' });
    const possible = possibleActions([row]);
    expect(isSamePossible(possible, possibleActions([{ ...row, commands: 7 }]))).toBe(true);
    expect(isSamePossible(possible, possibleActions([{ ...row, hostName: 'b' }]))).toBe(false);
    expect(isSamePossible(possible, possibleActions([{ ...row, state: 'DEACTIVATED' }]))).toBe(false);
    expect(isSamePossible(possible, possibleActions([{ ...row, changedCertificate: 'AB' }]))).toBe(false);
    expect(isSamePossible(possible, possibleActions([row, { ...row, hostName: 'b' }]))).toBe(false);
  });
});

describe('T-24 what to do about a disconnected endpoint', () => {
  it('T-24 nothing while it is connected, deactivated or a standby', () => {
    expect([on, off, endpointStatus({ detail: { kind: 'standby', servedBy: 'on' } })].flatMap(advice)).toEqual([]);
  });

  it('T-24 the actions of the cause that was found, else those of the guide', () => {
    const failed = (cause: 'unreachable' | 'no-pong') =>
      endpointStatus({ detail: { kind: 'failed', cause, text: '' } });
    expect(advice(failed('unreachable'))).toBe(connectionCauses.unreachable.actions);
    expect(advice(failed('no-pong'))).toBe(connectionCauses['no-pong'].actions);
    expect(advice(endpointStatus({ detail: { kind: 'waiting-for-run' }, lastError: 'x' }))).toBe(
      symptoms.disconnected.actions,
    );
  });
});

describe('T-24 why an endpoint is in its state, and when it is tried next', () => {
  const now = 1_000_000;
  const alone: Circumstances = { servedBy: null, earlyRun: true };
  const explained = (change: Partial<EndpointStatus>, circumstances = alone) =>
    explain(endpointStatus({ nextAttemptAt: now + 12_000, ...change }), circumstances, now);
  const failed = (cause: FailureCause): EndpointStatus['detail'] => ({ kind: 'failed', cause, text: 'what was found' });

  it.each(Object.keys(connectionCauses) as FailureCause[])(
    'T-24 %s: the meaning of the cause, what was found, and the seconds until the next attempt',
    (cause) => {
      const { meaning, found, next } = explained({ detail: failed(cause) });
      expect([meaning, found]).toEqual([connectionCauses[cause].meaning, 'what was found']);
      expect(next).toMatch(/^in 12 s, at /);
    },
  );

  it('T-24 where there is no next attempt it says why', () => {
    const next = (change: Partial<EndpointStatus>, servedBy: string | null = null) =>
      explained({ nextAttemptAt: null, ...change }, { servedBy, earlyRun: true }).next;
    expect(next({ state: 'DEACTIVATED' })).toBe(texts.details.next.deactivated);
    expect(next({ connectionState: 'CONNECTED' })).toBe(texts.details.next.connected);
    expect(next({ detail: { kind: 'connecting' } })).toBe(texts.details.next.underWay);
    expect(next({ detail: { kind: 'waiting-for-connect-response' } })).toBe(texts.details.next.underWay);
    expect(next({ detail: { kind: 'standby', servedBy: 'on' } }, 'on')).toBe(texts.details.next.served('on'));
    // What needs the administrator is told even while another endpoint serves the group.
    expect(next({ detail: failed('token-rejected') }, 'on')).toBe(texts.details.next.served('on'));
    expect(next({ detail: { kind: 'waiting-for-run' } })).toBe(texts.details.next.notPlanned);
  });

  it('T-24 the states without a failure have a meaning of their own', () => {
    const meaning = (change: Partial<EndpointStatus>) => explained(change).meaning;
    const told = [
      meaning({ state: 'DEACTIVATED' }),
      meaning({ connectionState: 'CONNECTED' }),
      meaning({ detail: { kind: 'connecting' } }),
      meaning({ detail: { kind: 'waiting-for-connect-response' } }),
      meaning({ detail: { kind: 'standby', servedBy: 'on' } }),
      meaning({ detail: { kind: 'waiting-for-run' } }),
    ];
    expect(new Set(told).size).toBe(told.length);
    expect(told[4]).toContain('sg1 is served by on');
  });

  it('C-6, decision 7 while it waits for a run and early runs are off, it says so', () => {
    const waiting = { detail: { kind: 'waiting-for-run' } } as const;
    expect(explained(waiting).meaning).toBe(texts.details.meanings.waitingForRun);
    const { meaning } = explained(waiting, { servedBy: null, earlyRun: false });
    expect(meaning).toBe(texts.details.meanings.waitingForRegularRun);
  });

  it('decisions 3 and 42 new credentials are offered where only they help', () => {
    const offered = (Object.keys(connectionCauses) as FailureCause[]).filter((cause) =>
      needsRenewal(endpointStatus({ detail: failed(cause) })),
    );
    expect(offered).toEqual(['client-certificate', 'token-rejected', 'credentials-unreadable', 'trust-store']);
  });
});

describe('decision 35 the certificate that the server presents', () => {
  const certificate = (sha256Fingerprint: string) => ({ sha256Fingerprint }) as CertificateFacts;
  const presented = (change: Partial<PresentedCertificate>) =>
    ({
      sha256Fingerprint: 'AA',
      chain: [],
      warnings: [],
      issuerTrustPossible: false,
      ...change,
    }) as PresentedCertificate;
  const issuer = { sha256Fingerprint: 'CA' } as PresentedCertificate['chain'][number];

  it('decision 35 the accepted one again: there is nothing to accept, unless it has expired meanwhile', () => {
    const accepted = { trust: 'certificate', certificate: certificate('AA') } as const;
    const verdict = (now: PresentedNow) => [isAcceptedOne(now), canAccept(now)];
    expect(verdict({ accepted, presented: presented({ warnings: ['self-signed'] }) })).toEqual([true, false]);
    expect(verdict({ accepted, presented: presented({ warnings: ['expired'] }) })).toEqual([true, true]);
    expect(verdict({ accepted, presented: presented({ sha256Fingerprint: 'BB' }) })).toEqual([false, true]);
    expect(verdict({ accepted: null, presented: presented({}) })).toEqual([false, true]);
  });

  it('decision 35 with trust in the issuer it is the accepted issuer that counts, and the host name', () => {
    const accepted = { trust: 'issuer', certificate: certificate('CA') } as const;
    const counts = (change: Partial<PresentedCertificate>) => isAcceptedOne({ accepted, presented: presented(change) });
    expect(counts({ chain: [issuer], issuerTrustPossible: true })).toBe(true);
    expect(counts({ chain: [issuer] })).toBe(false);
    expect(counts({ sha256Fingerprint: 'CA' })).toBe(false);
  });
});

describe('decision 35 certificates that expire', () => {
  const day = 86_400;
  const expiring = (hostName: string, days: number) =>
    endpointStatus({ hostName, certificate: { sha256Fingerprint: 'AA', validTo: days * day, trust: 'certificate' } });

  it('decision 35 are warned of from 30 days before', () => {
    expect(expiryWarning([expiring('a', 30)], 0)).toBeUndefined();
    expect(expiryWarning([expiring('a', 29.5), on], 0)).toBe(texts.servers.certificateExpires('a', 29));
    expect(expiryWarning([expiring('a', 1), expiring('b', -1)], 0)).toBe(texts.servers.certificatesExpire(2));
  });
});
