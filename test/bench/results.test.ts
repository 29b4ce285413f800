// Guards against figures that nobody can make again: what the README quotes, `npm run bench` runs, and package.json has.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benches } from '../../bench/list.js';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(resolve(root, file), 'utf8');
const commandsOf = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort();

const listed = benches.map(({ command }) => command);

describe('npm run bench', () => {
  it('runs every bench that the README quotes', () => {
    const quoted = commandsOf(read('README.md'), /`(bench:[a-z]+)/g);
    expect(quoted.length).toBeGreaterThan(8);
    expect(quoted.filter((name) => !listed.includes(name))).toEqual([]);
  });

  it('names scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(listed.filter((name) => scripts[name] === undefined)).toEqual([]);
    expect(
      Object.keys(scripts).filter((name) => name.startsWith('bench:') && !listed.includes(name)),
    ).toEqual([]);
  });

  it.runIf(existsSync(resolve(root, 'bench/RESULTS.md')))(
    'has written results of all of those benches, and of no other',
    () => {
      const written = commandsOf(read('bench/RESULTS.md'), /^## `(bench:[a-z]+)`/gm);
      expect(written).toEqual(listed.toSorted());
    },
  );
});
