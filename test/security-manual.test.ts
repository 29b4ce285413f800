// SECURITY.md says where each invariant is held and which test tries it; a file that has moved would make it a wish.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const manual = readFileSync(join(root, 'SECURITY.md'), 'utf8');

/** The files of a cell; one without a path from the root stands beside the one before it. */
function filesOf(cell: string): string[] {
  let folder = '';
  return [...cell.matchAll(/`([\w./-]+)`/g)].map(([, name = '']) => {
    const isWhole = existsSync(join(root, name));
    if (isWhole) folder = dirname(name);
    return isWhole ? name : join(folder, name);
  });
}

describe('SECURITY.md', () => {
  it('names for each invariant files that hold it and tests that try it', () => {
    const rows = manual.split('\n').filter((line) => /^\|(?! about|\s*-)/.test(line));
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) {
      const [, , , held = '', tried = ''] = row.split('|');
      for (const cell of [held, tried]) {
        expect(filesOf(cell).length, row).toBeGreaterThan(0);
        expect(filesOf(cell).filter((name) => !existsSync(join(root, name)))).toEqual([]);
      }
    }
  });
});
