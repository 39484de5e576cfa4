import { describe, expect, it } from 'vitest';
import { ConsoleChannels, mostOpen } from '../../renderer/client/console-channels.ts';
import { navigationTree, placesOf } from '../../renderer/frame/navigation-tree.ts';
import { startMasters } from '../../renderer/frame/start-masters.ts';
import {
  givenMaster,
  keepsSecret,
  type MasterDraft,
  needsTrust,
  openedDraft,
  trustInForce,
} from '../../renderer/masters/master-draft.ts';
import { problemsFirst, turnsOf } from '../../renderer/masters/master-order.ts';
import { askedText } from '../../renderer/masters/overview-columns.tsx';
import { noVisits, overview, stayAmong, turnTo, visit } from '../../renderer/masters/place.ts';
import { masterStatus } from '../support/master-status.ts';

const [thisComputer] = startMasters;
if (!thisComputer) throw new Error('this computer');

const problem = {
  code: 'masterNotReached' as const,
  lines: ['The master server cannot be reached'],
  causes: [],
  actions: [],
  fields: {},
};
const failing = (id: string) => masterStatus({ id, name: id, state: 'failing', problem });

describe('issue 10: the tree of several master servers', () => {
  const labels = (nodes: ReturnType<typeof navigationTree>) => nodes.map(({ label }) => label);

  it('the overview is there once there are several, and this computer comes first', () => {
    expect(labels(navigationTree([thisComputer], false))).toEqual(['This computer']);
    const tree = navigationTree([thisComputer, masterStatus()], false);
    expect(labels(tree)).toEqual(['Master Servers', 'This computer', 'Vault site']);
  });

  it('each has the panes that it can do, and no folder without one', () => {
    const [, , none] = navigationTree([thisComputer, masterStatus()], true);
    expect(labels(none?.children ?? [])).toEqual(['Media and Device Management']);
    const capabilities = { ...masterStatus().capabilities, notifications: 'status' as const };
    const [, , some] = navigationTree([thisComputer, masterStatus({ capabilities })], true);
    expect(labels(some?.children?.[1]?.children ?? [])).toEqual(['Notifications']);
  });

  it('no two nodes have the same id, and a pane knows whose it is', () => {
    const masters = [thisComputer, masterStatus(), masterStatus({ id: 'm2', name: 'Branch' })];
    const places = placesOf(navigationTree(masters, true));
    const panes = [...places.values()].filter(({ node }) => node.label === 'WebSocket Servers');
    expect(panes.map(({ node }) => node.place?.master)).toEqual(['this-computer', 'm1', 'm2']);
  });
});

describe('issue 10: what is shown', () => {
  it('how often a master server is asked, and when again while it fails', () => {
    const ok = masterStatus({ pollSeconds: 10, nextAsk: 9_000 });
    expect(askedText(ok, 0)).toBe('every 10 s while a console looks');
    expect(askedText({ ...ok, state: 'failing', nextAsk: 123_400 }, 0)).toBe('again in 124 s while a console looks');
    expect(askedText({ ...ok, state: 'failing', nextAsk: null }, 0)).toBe('every 10 s while a console looks');
    expect(askedText(masterStatus({ pollSeconds: null }), 0)).toBe('');
  });

  it('each keeps the pane that was looked at last', () => {
    const there = visit(noVisits, { master: 'm1', pane: 'notifications' });
    const back = visit(there, { master: 'this-computer', pane: 'logs' });
    expect(back.panes.get('m1')).toBe('notifications');
    expect(turnTo(back, { master: 'm1', pane: 'servers' }).place).toEqual({ master: 'this-computer', pane: 'logs' });
  });

  it('one that was removed is left, for the overview or for this computer', () => {
    const there = visit(noVisits, { master: 'm1', pane: 'servers' });
    const message = (id: string) => `${id} is gone`;
    const among = stayAmong(there, new Set(['this-computer', 'm2']), message);
    expect(among).toMatchObject({ place: overview, message: { text: 'm1 is gone' } });
    expect([...among.panes.keys()]).toEqual(['this-computer', 'overview']);
    const alone = stayAmong(there, new Set(['this-computer']), message);
    expect(alone.place).toEqual({ master: 'this-computer', pane: 'servers' });
    const elsewhere = visit(there, { master: 'this-computer', pane: 'logs' });
    expect(stayAmong(elsewhere, new Set(['this-computer']), message).place).toEqual({
      master: 'this-computer',
      pane: 'logs',
    });
    expect(stayAmong(there, new Set(['this-computer', 'm1']), message)).toBe(there);
  });
});

describe('issue 10: the overview', () => {
  it('problems come first, then groups without connection, then the order of the list', () => {
    const counts = { endpoints: 1, activated: 1, connected: 0, groupsWithoutConnection: 1, undelivered: 0 };
    const own = masterStatus({ ...thisComputer });
    const list = [own, masterStatus(), masterStatus({ id: 'm2', counts }), failing('m3'), failing('m4')];
    expect(problemsFirst(list).map(({ id }) => id)).toEqual(['m3', 'm4', 'm2', 'this-computer', 'm1']);
  });

  it('only a turn is told: not how one begins, nor how one fails that fails already', () => {
    const before = new Map([
      ['a', 'ok' as const],
      ['b', 'failing' as const],
      ['c', 'failing' as const],
    ]);
    const turns = turnsOf(before, [failing('a'), failing('b'), masterStatus({ id: 'c' }), failing('new')]);
    expect(turns.failing.map(({ id }) => id)).toEqual(['a']);
    expect(turns.back.map(({ id }) => id)).toEqual(['c']);
  });
});

describe('issue 10: the dialog', () => {
  const typed = (change: Partial<MasterDraft>): MasterDraft => ({ ...openedDraft(undefined), ...change });
  const trust = { origin: 'https://master:1556', trust: 'certificate' as const, certificate: 'PEM', certificates: [] };

  it('an accepted certificate holds for the one address that it was shown for', () => {
    const draft = typed({ origin: 'https://master', trust });
    expect(trustInForce(draft)).toBe(trust);
    expect(givenMaster(draft).trust).toEqual({ trust: 'certificate', certificate: 'PEM' });
    const other = { ...draft, origin: 'https://other' };
    expect(needsTrust(other, undefined)).toBe(true);
    expect(givenMaster(other)).not.toHaveProperty('trust');
    expect(needsTrust({ ...other, origin: 'http://127.0.0.1:8080' }, undefined)).toBe(false);
  });

  it('a saved secret is kept for the same address and user only, and never comes to the window', () => {
    const saved = masterStatus({
      credentials: { kind: 'password', userName: 'admin', domainName: '', domainType: 'unixpwd' },
    });
    const draft = openedDraft(saved);
    expect(draft).toMatchObject({ account: 'password', userName: 'admin', password: '' });
    expect(keepsSecret(draft, saved)).toBe(true);
    expect(givenMaster(draft).credentials).not.toHaveProperty('password');
    expect(keepsSecret({ ...draft, userName: 'root' }, saved)).toBe(false);
    expect(keepsSecret({ ...draft, origin: 'https://elsewhere' }, saved)).toBe(false);
    expect(keepsSecret({ ...draft, account: 'api-key' }, saved)).toBe(false);
    expect(needsTrust(draft, saved)).toBe(false);
  });
});

describe('issue 10: channels', () => {
  it('those that were looked at longest ago are closed, this computer never', () => {
    const closed: string[] = [];
    const channels = new ConsoleChannels((master) => ({
      connect: () => new Promise(() => undefined),
      close: () => void closed.push(master),
    }));
    const looked = Array.from({ length: mostOpen + 2 }, (_, index) => `m${index}`);
    for (const master of ['this-computer', ...looked, 'm2']) channels.look(master);
    expect(closed).toEqual(['m0', 'm1']);
    channels.look('m0');
    expect(closed).toEqual(['m0', 'm1', 'm3']);
    channels.keepOnly(new Set(['this-computer', 'm0']));
    expect(new Set(closed)).toEqual(new Set(['m0', 'm1', 'm2', 'm3', 'm4', 'm5']));
    expect(closed.filter((master) => master === 'm0')).toHaveLength(1);
  });
});
