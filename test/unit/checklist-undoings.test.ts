import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../../electron/launch/project.mjs';
import { checklist } from '../checklist/items.ts';
import { undoings } from '../checklist/undoings.ts';

describe("npm run checklist: undoing Electron's security checklist", () => {
  it('each item has a way to undo it', () => {
    const items = Object.keys(checklist).map(Number);
    expect(items).toHaveLength(20);
    expect(items.filter((item) => !undoings.some((undoing) => undoing.item === item))).toEqual([]);
  });

  it.each(undoings)('$item: $what is a change of what is there', ({ changes }) => {
    for (const { file, find, replace } of changes) {
      expect(readFileSync(join(projectFolder, file), 'utf8').split(find), find).toHaveLength(2);
      expect(replace).not.toBe(find);
    }
  });
});
