import { describe, expect, it } from 'vitest';
import { navigationTree, placesOf } from '../../renderer/frame/navigation-tree.ts';
import { advice } from '../../renderer/servers/advice.ts';
import { shareWidth } from '../../renderer/servers/column-widths.ts';
import { columns, filterEndpoints } from '../../renderer/servers/columns.ts';
import { naturalOrder } from '../../renderer/servers/natural-order.ts';
import { expiryWarning } from '../../renderer/servers/pane-warnings.tsx';
import { possibleActions } from '../../renderer/servers/possible-actions.ts';
import { texts } from '../../renderer/texts.ts';
import { connectionCauses } from '../../shared/connection-causes.ts';
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
    expect(placesOf(navigationTree(true)).get('practice')).toMatchObject({ level: 3, position: 2, siblings: 2 });
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
  it('P-7 what would do nothing has no hosts', () => {
    expect(possibleActions([on, off])).toEqual({ delete: ['on', 'off'], activate: ['off'], deactivate: ['on'] });
    expect(possibleActions([])).toEqual({ delete: [], activate: [], deactivate: [] });
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
