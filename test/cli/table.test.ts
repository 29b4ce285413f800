import fc from 'fast-check';
import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { columnWidths, plainRows, terminalTable } from '../../src/cli/table.js';

const plain = pc.createColors(false);
const columns = [{ head: 'id', align: 'right' }, { head: 'title' }, { head: 'address' }] as const;

describe('terminalTable', () => {
  it('aligns columns under their heads', () => {
    const table = terminalTable(
      columns,
      [
        ['7', 'Harbour', 'https://a.example/'],
        ['12', 'Port', 'https://b.example/'],
      ],
      80,
      plain,
    );
    expect(table.split('\n')).toEqual([
      'id  title    address',
      ' 7  Harbour  https://a.example/',
      '12  Port     https://b.example/',
      '',
    ]);
  });
  it('cuts the widest columns first and stays within the width', () => {
    const table = terminalTable(
      columns,
      [['7', 'A headline that goes on and on', 'https://a.example/a/very/long/path/to/a/page']],
      50,
      plain,
    );
    for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(50);
    expect(table).toContain('…');
    expect(table).toMatch(/^ 7 /m);
  });
});

describe('columnWidths', () => {
  it('sums up to at most the width, unless every column is at its narrowest', () => {
    const row = fc.array(fc.string({ maxLength: 200 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 24, max: 200 }),
        (rows, width) => {
          expect(columnWidths(rows, width).reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
  it('counts two places for East Asian characters', () =>
    expect(columnWidths([['港口', 'ab']], 80)).toEqual([6, 4]));
});

describe('plainRows', () => {
  it('separates cells by tabs and rows by line feeds', () =>
    expect(
      plainRows([
        ['1', 'a b'],
        ['2', ''],
      ]),
    ).toBe('1\ta b\n2\t\n'));
});
