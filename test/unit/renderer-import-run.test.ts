import { describe, expect, it } from 'vitest';
import {
  type ImportAction,
  type ImportRun,
  importReducer,
  isFinished,
  leftAs,
  type Outcome,
  openedRun,
  savedHosts,
  summaryOf,
} from '../../renderer/endpoint-import/import-run.ts';
import { openedFlow } from '../../renderer/server-dialog/flow.ts';
import { errorCatalogue } from '../../shared/error-catalogue.ts';

const added = (hostName: string): Outcome => ({ kind: 'added', hostName, priority: 1 });
const renewed = (hostName: string): Outcome => ({ kind: 'renewed', hostName, priority: 1 });
const skipped: Outcome = { kind: 'skipped', why: [] };
const problem = { lines: ['JSON contents not valid'], causes: ['token: must not be empty'], actions: [] };
const refused: Outcome = { kind: 'refused', problem };
const decided = (outcome: Outcome): ImportAction => ({ type: 'decided', outcome });
const cancelled = (outcome: Outcome): ImportAction => ({ type: 'cancelled', outcome });
const run = (count: number, ...actions: ImportAction[]): ImportRun => actions.reduce(importReducer, openedRun(count));

describe('D-4 the import of several files', () => {
  it('T-1 a bad file ends its own turn only: the next one has its turn', () => {
    const next = run(3, decided(refused));
    expect([next.outcomes.length, isFinished(next)]).toEqual([1, false]);
    expect(isFinished(run(3, decided(refused), decided(added('a')), decided(skipped)))).toBe(true);
  });

  it('D-4 after Cancel what was added stays added, and the rest is told as not looked at', () => {
    const left = run(4, decided(added('a')), cancelled(refused));
    expect(left.outcomes).toEqual([added('a'), refused, { kind: 'not-reached' }, { kind: 'not-reached' }]);
    expect(isFinished(left)).toBe(true);
  });

  it('D-4 the last file can be cancelled, too; and what comes after the end changes nothing', () => {
    const done = run(1, cancelled(skipped));
    expect(done.outcomes).toEqual([skipped]);
    expect(importReducer(done, decided(added('late')))).toBe(done);
  });

  it('decision 38 hosts that were added or renewed are those to select, each once', () => {
    expect(savedHosts(run(4, ...[added('a'), refused, renewed('b'), renewed('a')].map(decided)))).toEqual(['a', 'b']);
  });

  it('D-4 the summary counts each kind that there is', () => {
    const all = run(6, ...[added('a'), added('b'), renewed('c'), skipped].map(decided), cancelled(refused));
    expect(summaryOf(all)).toBe('6 files: 2 added, 1 renewed, 1 skipped, 1 refused, 1 not looked at.');
    expect(summaryOf(run(1, decided(skipped)))).toBe('1 file: 1 skipped.');
  });
});

describe('D-4 why a file was passed over', () => {
  const details = { token: 't', priority: 1, groupId: 'g', hostName: 'h', url: 'wss://h/x' };
  const flow = openedFlow();

  it('T-1 what it was refused with, when the dialog showed an error', () => {
    expect(leftAs({ ...flow, problem })).toEqual(refused);
  });

  it('T-13 the exact string, when its host is saved already and was not renewed', () => {
    const read = { details, warnings: ['is saved already'], renewable: 'h' };
    expect(leftAs({ ...flow, read })).toEqual({ kind: 'skipped', why: ['the entity already exists'] });
    expect(errorCatalogue.alreadyExists.rules).toContain('T-13');
  });

  it('decision 34 that its certificate was rejected', () => {
    const left = leftAs({ ...flow, step: { kind: 'rejected' }, read: { details, warnings: [] } });
    expect(left).toEqual({ kind: 'skipped', why: ['Its certificate was rejected.'] });
  });

  it('D-4 nothing, when the administrator alone knows', () => {
    expect(leftAs({ ...flow, read: { details, warnings: ['odd'] } })).toEqual(skipped);
  });
});
