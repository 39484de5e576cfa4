import { describe, expect, it } from 'vitest';
import { canAccept, isAcceptedOne, type PresentedNow } from '../../renderer/certificate/use-new-certificate.ts';
import { navigationTree, placesOf } from '../../renderer/frame/navigation-tree.ts';
import { startMasters } from '../../renderer/frame/start-masters.ts';
import { advice } from '../../renderer/servers/advice.ts';
import { shareWidth } from '../../renderer/servers/column-widths.ts';
import { columnsOf, guideColumns, optionalColumns } from '../../renderer/servers/columns.ts';
import { certificateWarnings, expiryWarnings } from '../../renderer/servers/expiry-warnings.ts';
import { type Circumstances, explain, needsRenewal, needsSetting } from '../../renderer/servers/explanation.ts';
import { countChoices, filterEndpoints, noFilter, type ShowChoice } from '../../renderer/servers/filter.ts';
import { initialGridState, selectAll, selectOnly } from '../../renderer/servers/grid-keyboard.ts';
import { listExport } from '../../renderer/servers/list-export.ts';
import { naturalOrder } from '../../renderer/servers/natural-order.ts';
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
    for (let [node] = navigationTree(startMasters, false); node; [node] = node.children ?? []) path.push(node.label);
    expect(path).toEqual(['This computer', 'Media and Device Management', 'Credentials', 'WebSocket Servers']);
  });

  it('P-1 every node knows its level and place; Practice is there in practice mode only', () => {
    const place = { level: 3, position: 6, siblings: 6 };
    expect(placesOf(navigationTree(startMasters, true)).get('this-computer/practice')).toMatchObject(place);
    expect(placesOf(navigationTree(startMasters, false)).has('this-computer/practice')).toBe(false);
  });
});

describe('P-3 the columns', () => {
  it('P-3 stand in the order of the guide', () => {
    expect(columnsOf(guideColumns).map((column) => column.header)).toEqual([
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
    const hosts = (text: string) =>
      filterEndpoints([on, off], { ...noFilter, text }, 0).map((endpoint) => endpoint.hostName);
    expect(hosts('connected')).toEqual(['on']);
    expect(hosts('Activated')).toEqual(['on']);
    expect(hosts('disconn')).toEqual(['off']);
    expect(hosts('sg1 deactivated')).toEqual(['off']);
    expect(hosts('constructor')).toEqual([]);
  });

  it('P-3 fill the grid, none narrower than its minimum, and scroll when there is no room for that', () => {
    const total = (width: number) =>
      Object.values(shareWidth(width, guideColumns)).reduce((sum, each) => sum + each, 0);
    for (const width of [746, 1000, 1920]) {
      expect(total(width)).toBeLessThanOrEqual(width);
      expect(total(width)).toBeGreaterThan(width - 6);
    }
    expect(shareWidth(746, guideColumns)).toMatchObject({ state: 128, priority: 74 });
    expect(total(200)).toBe(66 + 28 + 30 + 36 + 128 + 150);
  });

  it('P-3 where the least widths do not fit, as at 200 % zoom, the states stay in sight and others give way', () => {
    for (const width of [440, 454, 560]) {
      const widths = shareWidth(width, guideColumns);
      expect(Object.values(widths).reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(width);
      expect(widths).toMatchObject({ state: 128, connectionState: 150 });
    }
  });

  it('P-3 optional columns stand behind those of the guide, and all fit their minimum', () => {
    const all = [...guideColumns, ...optionalColumns];
    expect(columnsOf(all).map((column) => column.header)).toEqual([
      ...columnsOf(guideColumns).map((column) => column.header),
      'Detail',
      'Since',
      'Last error',
      'Round trip',
      'Undelivered',
    ]);
    for (const [id, width] of Object.entries(shareWidth(1200, all))) expect(width, id).toBeGreaterThanOrEqual(70);
  });

  it('P-3 the filter finds what the secondary line says, but not a countdown', () => {
    const waiting = endpointStatus({ detail: { kind: 'waiting-for-run' }, nextAttemptAt: 12_000 });
    const rejected = endpointStatus({ detail: { kind: 'failed', cause: 'token-rejected', text: '' } });
    const found = (text: string) => filterEndpoints([waiting, rejected], { ...noFilter, text }, 0);
    expect(found('token REJECTED')).toEqual([rejected]);
    expect(found('12')).toEqual([]);
  });

  it('decision 35: "Needs attention" shows failures and certificates that expire soon, and counts agree with what is shown', () => {
    const certificate = { sha256Fingerprint: 'AB', validTo: 29 * 86_400, trust: 'certificate' } as const;
    const failed = endpointStatus({ hostName: 'failed', detail: { kind: 'failed', cause: 'refused', text: '' } });
    const expiring = endpointStatus({ hostName: 'expiring', connectionState: 'CONNECTED', certificate });
    const lasting = endpointStatus({ hostName: 'lasting', certificate: { ...certificate, validTo: 31 * 86_400 } });
    const resting = endpointStatus({ ...failed, hostName: 'resting', state: 'DEACTIVATED' });
    const list = [on, off, failed, expiring, lasting, resting];
    const hosts = (show: ShowChoice) =>
      filterEndpoints(list, { ...noFilter, show }, 0).map((endpoint) => endpoint.hostName);
    expect(hosts('attention')).toEqual(['failed', 'expiring']);
    expect(hosts('connected')).toEqual(['on', 'expiring']);
    expect(hosts('disconnected')).toEqual(['failed', 'lasting']);
    expect(hosts('deactivated')).toEqual(['off', 'resting']);
    expect(countChoices(list, 0)).toEqual({ all: 6, attention: 2, connected: 2, disconnected: 2, deactivated: 2 });
  });

  it('P-3 without a filter the list is the very same', () => {
    const list = [on, off];
    expect(filterEndpoints(list, { ...noFilter, text: '  ' }, 0)).toBe(list);
  });
});

describe('the export of the list', () => {
  const entry = {
    ...endpointStatus({
      hostName: '=cmd|x',
      groupId: 'a "quoted", group',
      lastError: null,
      roundTrip: 1.5,
      detail: { kind: 'waiting-for-run' },
      nextAttemptAt: 12_000,
      certificate: { sha256Fingerprint: 'AB:CD', validTo: 1_800_000_000, trust: 'issuer' },
    }),
    undelivered: 7,
  };

  it('P-3, P-6: JSON has each column by name, and nothing that the window does not know', () => {
    expect(JSON.parse(listExport([entry], 'json', 0))).toEqual([
      {
        hostName: '=cmd|x',
        url: 'wss://cloud.example/x',
        groupId: 'a "quoted", group',
        priority: 1,
        state: 'ACTIVATED',
        connectionState: 'DISCONNECTED',
        detail: 'Next attempt in 12 s',
        since: '1970-01-01T00:00:00.000Z',
        lastError: null,
        closeStatus: null,
        roundTripMilliseconds: 1.5,
        undelivered: 7,
        commands: 0,
        commandPolicy: 'allow all',
        certificateSha256: 'AB:CD',
        certificateValidTo: '2027-01-15T08:00:00.000Z',
        certificateTrust: 'issuer',
      },
    ]);
  });

  it('P-3: CSV has a line of names, and no cell that a spreadsheet would run', () => {
    const [names, row, end] = listExport([entry], 'csv', 0).split('\r\n');
    expect(names?.split(',').slice(0, 6)).toEqual(guideColumns);
    expect(row).toMatch(/^'=cmd\|x,wss:\/\/cloud\.example\/x,"a ""quoted"", group",1,ACTIVATED,DISCONNECTED,/);
    expect(end).toBe('');
    expect(row?.split(',').length).toBe((names?.split(',').length ?? 0) + 1); // the comma in the group
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
      diagnose: undefined,
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

  it('T-24 Properties are offered where a setting is what helps', () => {
    const offered = (Object.keys(connectionCauses) as FailureCause[]).filter((cause) =>
      needsSetting(endpointStatus({ detail: failed(cause) })),
    );
    expect(offered).toEqual(['proxy', 'decoder']);
    const resting = endpointStatus({ state: 'DEACTIVATED', detail: failed('proxy') });
    expect(needsSetting(resting)).toBe(false);
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
  const client = (hostName: string, days: number) =>
    endpointStatus({ hostName, clientCertificate: { subject: 'CN=me', issuer: 'CN=ca', validTo: days * day } });
  const told = (...endpoints: EndpointStatus[]) => expiryWarnings(endpoints, 0);

  it('decision 35 are warned of from 30 days before, by the name of their host', () => {
    expect(told(expiring('a', 30), client('b', 30))).toEqual([]);
    expect(told(expiring('a', 29.5), on)).toEqual([
      { text: 'The accepted certificate of a expires in 29 days.', hosts: ['a'] },
    ]);
    expect(told(expiring('a', -1))[0]?.text).toBe('The accepted certificate of a has expired.');
  });

  it('decision 35 several are one warning that names the most urgent and leads to all of them', () => {
    expect(told(expiring('a', 1), expiring('b', -1))).toEqual([
      { text: 'The accepted certificates of b and a expire within 30 days or have expired.', hosts: ['b', 'a'] },
    ]);
    const many = told(...[9, 8, 7, 6, 5].map((days) => expiring(`h${days}`, days)));
    expect(many).toEqual([
      {
        text: 'The accepted certificates of h5, h6, h7 and 2 more expire within 30 days or have expired.',
        hosts: ['h5', 'h6', 'h7', 'h8', 'h9'],
      },
    ]);
  });

  it('decision 35 a client certificate is warned of likewise, and both in the details of the row', () => {
    expect(told(client('a', 3), client('b', 2), on)).toEqual([
      { text: 'The client certificates for b and a expire within 30 days or have expired.', hosts: ['b', 'a'] },
    ]);
    const both = { ...expiring('a', 4), clientCertificate: client('a', 3).clientCertificate };
    expect(certificateWarnings(both, 0)).toEqual([
      'The accepted certificate of a expires in 4 days.',
      'The client certificate for a expires in 3 days.',
    ]);
  });

  it('decision 35 the rows of a warning are selected, and the cursor goes to the first', () => {
    const { selected, cursor, anchor } = selectAll(selectOnly(initialGridState, 'x'), ['b', 'a']);
    expect([[...selected], cursor.row, anchor]).toEqual([['b', 'a'], 'b', 'b']);
    expect(selectAll(initialGridState, [])).toBe(initialGridState);
  });
});
