import { describe, expect, it } from 'vitest';
import {
  type GridExtent,
  type GridKey,
  type GridState,
  gridClick,
  gridKey,
  initialGridState,
  prune,
  selectForMenu,
} from '../../renderer/servers/grid-keyboard.ts';

const rows = Array.from({ length: 30 }, (_, index) => `host${index}`);
const extent: GridExtent = { rows, columns: 6, page: 10 };
const noKeys = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

const at = (row: string | null, column = 0, selected: string[] = []): GridState => ({
  cursor: { row, column },
  anchor: row,
  selected: new Set(selected),
});
const press = (state: GridState, key: string, modifiers: Partial<GridKey> = {}) =>
  gridKey({ ...noKeys, key, ...modifiers }, state, extent);
/** The state after some keys; fails when one of them is not a key that changes it. */
const keysOn = (state: GridState, ...keys: (string | [string, Partial<GridKey>])[]) =>
  keys.reduce((now, pressed) => {
    const [key, modifiers] = typeof pressed === 'string' ? [pressed, {}] : pressed;
    const outcome = press(now, key, modifiers);
    if (outcome?.kind !== 'state') throw new Error(`${key}: ${outcome?.kind}`);
    return outcome.state;
  }, state);
const shift = { shiftKey: true };
const control = { ctrlKey: true };

describe('P-3 the cursor of the grid is on cells', () => {
  it.each<[string, Partial<GridKey>, GridState, string | null, number]>([
    ['ArrowDown', {}, at(null), 'host0', 0],
    ['ArrowDown', {}, at('host3', 2), 'host4', 2],
    ['ArrowDown', {}, at('host29', 2), 'host29', 2],
    ['ArrowUp', {}, at('host3', 2), 'host2', 2],
    ['ArrowUp', {}, at('host0', 2), null, 2],
    ['ArrowLeft', {}, at('host3', 0), 'host3', 0],
    ['ArrowRight', {}, at('host3', 4), 'host3', 5],
    ['ArrowRight', {}, at('host3', 5), 'host3', 5],
    ['Home', {}, at('host3', 4), 'host3', 0],
    ['End', {}, at('host3', 1), 'host3', 5],
    ['Home', control, at('host3', 4), 'host0', 0],
    ['End', control, at('host3', 1), 'host29', 5],
    ['PageDown', {}, at('host3', 1), 'host13', 1],
    ['PageDown', {}, at('host25', 1), 'host29', 1],
    ['PageUp', {}, at('host13', 1), 'host3', 1],
    ['PageUp', {}, at('host3', 1), 'host0', 1],
  ])('P-3 %s %j', (key, modifiers, state, row, column) => {
    expect(keysOn(state, [key, modifiers]).cursor).toEqual({ row, column });
  });

  it('P-3 moving alone selects nothing and keeps the selection', () => {
    expect(keysOn(at('host3', 0, ['host1']), 'ArrowDown', 'ArrowRight', 'End').selected).toEqual(new Set(['host1']));
  });

  it('P-3 in an empty list the cursor stays on the headers', () => {
    const outcome = gridKey({ ...noKeys, key: 'ArrowDown' }, at(null, 2), { ...extent, rows: [] });
    expect(outcome).toEqual({ kind: 'state', state: at(null, 2) });
  });

  it('P-3 on a header Enter and Space sort, Alt and an arrow resize', () => {
    expect(press(at(null), 'Enter')).toEqual({ kind: 'sort' });
    expect(press(at(null), ' ')).toEqual({ kind: 'sort' });
    expect(press(at(null), 'ArrowLeft', { altKey: true })).toEqual({ kind: 'resize', by: -16 });
    expect(press(at(null), 'ArrowRight', { altKey: true })).toEqual({ kind: 'resize', by: 16 });
    expect(press(at('host1'), 'ArrowRight', { altKey: true })).toBeUndefined();
  });
});

describe('decision 39 the selection of the grid is on rows', () => {
  it('decision 39 Space adds the row to the selection and takes it away again', () => {
    const selected = keysOn(at('host3', 0, ['host1']), ' ');
    expect(selected.selected).toEqual(new Set(['host1', 'host3']));
    expect(keysOn(selected, ' ').selected).toEqual(new Set(['host1']));
  });

  it('decision 39 Shift with an arrow extends the selection from where it began, and shrinks it again', () => {
    const three = keysOn(at('host3'), ['ArrowDown', shift], ['ArrowDown', shift]);
    expect(three.selected).toEqual(new Set(['host3', 'host4', 'host5']));
    const back = keysOn(three, ['ArrowUp', shift], ['ArrowUp', shift], ['ArrowUp', shift]);
    expect(back.selected).toEqual(new Set(['host3', 'host2']));
  });

  it('decision 39 Shift and Up at the first row stays there', () => {
    expect(keysOn(at('host0'), ['ArrowUp', shift]).cursor.row).toBe('host0');
  });

  it('decision 39 Ctrl+A selects all rows, Escape none', () => {
    const all = keysOn(at('host3'), ['a', control]);
    expect(all.selected.size).toBe(30);
    expect(keysOn(all, 'Escape').selected.size).toBe(0);
    expect(press(at('host3'), 'a')).toBeUndefined();
  });

  it('decision 39 a click selects one row, with Ctrl adds it, with Shift selects a range', () => {
    const one = gridClick(noKeys, initialGridState, { row: 'host2', column: 3 }, rows);
    expect([one.cursor, one.selected]).toEqual([{ row: 'host2', column: 3 }, new Set(['host2'])]);
    const two = gridClick({ ...noKeys, ctrlKey: true }, one, { row: 'host5', column: 0 }, rows);
    expect(two.selected).toEqual(new Set(['host2', 'host5']));
    const range = gridClick({ ...noKeys, shiftKey: true }, two, { row: 'host3', column: 0 }, rows);
    expect(range.selected).toEqual(new Set(['host3', 'host4', 'host5']));
  });

  it('P-7 the menu acts on the selection, or on the row alone that it was opened on', () => {
    expect(selectForMenu(at('host3', 0, ['host1', 'host3']), 'host3').selected).toEqual(new Set(['host1', 'host3']));
    expect(selectForMenu(at('host3', 0, ['host1']), 'host3').selected).toEqual(new Set(['host3']));
  });

  it('P-7 Shift+F10 and the menu key open the menu, Enter the details, Delete asks for the selected rows', () => {
    expect(press(at('host3'), 'F10', shift)?.kind).toBe('menu');
    expect(press(at('host3'), 'ContextMenu')?.kind).toBe('menu');
    expect(press(at(null), 'ContextMenu')).toBeUndefined();
    expect(press(at('host3'), 'Enter')).toMatchObject({ kind: 'open', state: { selected: new Set(['host3']) } });
    expect(press(at('host3', 0, ['host3']), 'Delete')).toEqual({ kind: 'delete' });
    expect(press(at('host3'), 'Delete')).toBeUndefined();
  });
});

describe('decision 39 rows that leave the list leave the selection', () => {
  it('decision 39 nothing changed is the same object', () => {
    const state = at('host3', 0, ['host1']);
    expect(prune(state, rows, rows)).toBe(state);
  });

  it('decision 39 the cursor goes to the row that took the place of the one that is gone', () => {
    const left = rows.filter((row) => row !== 'host3');
    const state = prune(at('host3', 2, ['host1', 'host3']), rows, left);
    expect([state.cursor, state.selected]).toEqual([{ row: 'host4', column: 2 }, new Set(['host1'])]);
  });

  it('decision 39 after the last row is gone the cursor is on the one before, and on the headers when none is left', () => {
    expect(prune(at('host29'), rows, rows.slice(0, 29)).cursor.row).toBe('host28');
    expect(prune(at('host29', 1, ['host29']), rows, [])).toEqual(at(null, 1));
  });
});
