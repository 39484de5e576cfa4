import { describe, expect, it } from 'vitest';
import { applyPatches } from '../../shared/console-patches.ts';
import type { ConsoleFrame, ConsoleState } from '../../shared/console-state.ts';
import { endpointStatus } from '../support/endpoint-status.ts';

const rows = ['a', 'b', 'c'].map((hostName) => endpointStatus({ hostName }));
const frame = { version: '1', warnings: ['w'], groups: [] } as Partial<ConsoleFrame> as ConsoleFrame;
const state: ConsoleState = { frame, endpoints: rows };

describe('P-3 patches of the pane', () => {
  it('P-3 a changed row keeps its place, and the other rows stay the same objects', () => {
    const changed = endpointStatus({ hostName: 'b', commands: 1 });
    const { endpoints } = applyPatches(state, [{ kind: 'endpoint', endpoint: changed }]);
    expect(endpoints).toEqual([rows[0], changed, rows[2]]);
    expect([endpoints[0] === rows[0], endpoints[2] === rows[2]]).toEqual([true, true]);
  });

  it('P-3 a new row comes last, a removed one goes, also one that is not there', () => {
    const added = endpointStatus({ hostName: 'new' });
    const after = applyPatches(state, [
      { kind: 'endpoint-removed', hostName: 'a' },
      { kind: 'endpoint-removed', hostName: 'unknown' },
      { kind: 'endpoint', endpoint: added },
    ]);
    expect(after.endpoints).toEqual([rows[1], rows[2], added]);
    expect(after.frame).toBe(frame);
  });

  it('P-3 patches are applied in their order', () => {
    const again = endpointStatus({ hostName: 'a', commands: 5 });
    const { endpoints } = applyPatches(state, [
      { kind: 'endpoint-removed', hostName: 'a' },
      { kind: 'endpoint', endpoint: again },
    ]);
    expect(endpoints).toEqual([rows[1], rows[2], again]);
  });

  it('P-10 a patch of the frame changes what it names, and leaves the list of rows the same object', () => {
    const after = applyPatches(state, [{ kind: 'frame', frame: { version: '2' } }]);
    expect(after).toEqual({ frame: { version: '2', warnings: ['w'], groups: [] }, endpoints: rows });
    expect(after.endpoints).toBe(rows);
  });

  it('P-10 a patch of a group leaves the other groups the same objects, and a row none of them', () => {
    const groups = ['sg1', 'sg2', 'sg3'].map((groupId) => ({ groupId, connectedHost: null }));
    const before = { frame: { ...frame, groups }, endpoints: rows };
    const served = { groupId: 'sg2', connectedHost: 'a' };
    const added = { groupId: 'new', connectedHost: null };
    const after = applyPatches(before, [
      { kind: 'group', group: served },
      { kind: 'group-removed', groupId: 'sg1' },
      { kind: 'group', group: added },
    ]);
    expect(after.frame.groups).toEqual([served, groups[2], added]);
    expect(after.frame.groups[1]).toBe(groups[2]);
    expect(after.endpoints).toBe(rows);
    const row = applyPatches(before, [{ kind: 'endpoint', endpoint: endpointStatus({ hostName: 'a', commands: 1 }) }]);
    expect(row.frame).toBe(before.frame);
  });

  it('P-3 the state before it is not touched', () => {
    applyPatches(state, [
      { kind: 'endpoint-removed', hostName: 'a' },
      { kind: 'frame', frame: { version: '3' } },
    ]);
    expect(state).toEqual({ frame: { version: '1', warnings: ['w'], groups: [] }, endpoints: rows });
  });
});
