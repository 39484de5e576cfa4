import { describe, expect, it } from 'vitest';
import {
  arrived,
  changedMeanwhile,
  changesOf,
  type Draft,
  isDefault,
  isTyped,
  type PropertyEntry,
  problemOf,
  pruned,
  reset,
  savedBelow,
  shown,
  type,
} from '../../renderer/properties/draft.ts';

const period = (change: Partial<PropertyEntry> = {}): PropertyEntry => ({
  key: 'connectionInfo.period',
  inForce: '60',
  inFile: '60',
  problem: null,
  default: '60',
  changed: false,
  ...change,
});
const flag: PropertyEntry = {
  ...period(),
  key: 'exception.ignoreDecoder',
  inForce: 'false',
  inFile: 'False',
  default: 'false',
};
const wrong = period({ inFile: 'soon', problem: 'is not a whole number' });
const missing = period({ inFile: null });

describe('decision 45 what is typed in the pane Properties', () => {
  it('until something is typed the value of the file is shown, also one that cannot be used', () => {
    expect([period(), flag, wrong, missing].map((entry) => shown(entry, {}))).toEqual(['60', 'false', 'soon', '60']);
    expect([period(), wrong].map((entry) => problemOf(entry, {}))).toEqual([undefined, 'is not a whole number']);
  });

  it('what is typed is shown and would be saved, as it would be written', () => {
    const draft = type(period(), {}, ' 007 ');
    expect(shown(period(), draft)).toBe(' 007 ');
    expect(problemOf(period(), draft)).toBeUndefined();
    expect(changesOf([period(), flag], type(flag, draft, 'TRUE'))).toEqual({
      'connectionInfo.period': '7',
      'exception.ignoreDecoder': 'true',
    });
  });

  it('what stands in the file already is not typed, however it is written', () => {
    for (const text of ['60', ' 60', '060']) expect(isTyped(period(), type(period(), {}, text))).toBe(false);
    expect(pruned([period()], type(period(), {}, '60'), {})).toEqual({});
    const draft = type(period(), {}, '61');
    expect(pruned([period()], draft, {})).toBe(draft);
  });

  it('a wrong value has its reason and is not lost', () => {
    const draft = type(period(), {}, '0');
    expect([isTyped(period(), draft), problemOf(period(), draft)]).toEqual([true, 'is not between 1 and 86400']);
  });

  it('an edit by hand leaves what is typed alone and is told; one to the same value ends it', () => {
    const draft: Draft = type(period(), {}, '7');
    const edited = period({ inForce: '45', inFile: '45', changed: true });
    expect([shown(edited, draft), changedMeanwhile(edited, draft)]).toEqual(['7', '45']);
    expect(changedMeanwhile(period(), draft)).toBeUndefined();
    expect(pruned([period({ inForce: '7', inFile: '7' })], draft, {})).toEqual({});
    expect(changedMeanwhile(edited, type(edited, draft, '8'))).toBe('45'); // going on typing does not settle it
  });

  it('a reset types the default where it is not the value, and where the file does not say it', () => {
    const entries = [period({ inForce: '5', inFile: '5' }), { ...flag }];
    expect(changesOf(entries, reset(entries, {}))).toEqual({ 'connectionInfo.period': '60' });
    for (const entry of [wrong, missing]) {
      expect(isDefault(entry, {})).toBe(false);
      const draft = reset([entry], {});
      expect(changesOf([entry], draft)).toEqual({ 'connectionInfo.period': '60' });
      expect(isDefault(entry, draft)).toBe(true);
    }
    expect(reset([flag], {})).toEqual({});
  });

  it('what is typed while the key is being saved is not lost, and what was saved is no edit by another hand', () => {
    const changes = changesOf([period()], type(period(), {}, '61'));
    const back = reset([period()], type(period(), {}, '61'));
    expect(pruned([period()], back, {})).toEqual({}); // it stands there, but will not for long
    expect(pruned([period()], back, changes)).toEqual(back);
    const saved = period({ inForce: '61', inFile: '61', changed: true });
    expect(changedMeanwhile(saved, back)).toBe('61');
    const draft = savedBelow(back, changes);
    expect([shown(saved, draft), changedMeanwhile(saved, draft)]).toEqual(['60', undefined]);
    expect(changesOf([saved], pruned([saved], draft, {}))).toEqual({ 'connectionInfo.period': '60' });
  });

  it('a save has arrived when the file has all of it', () => {
    expect(arrived([period(), flag], { 'connectionInfo.period': '60', 'exception.ignoreDecoder': 'false' })).toBe(true);
    expect(arrived([period(), flag], { 'connectionInfo.period': '7' })).toBe(false);
    expect(arrived([missing], { 'connectionInfo.period': '60' })).toBe(false);
  });
});
