// Tables of short texts. Widths are fitted to the terminal: the widest columns give way first. What does not fit is cut
// with an ellipsis, so that a column can be read downwards; sentences, which say nothing when they are cut, are wrapped.
import Table from 'cli-table3';
import type pc from 'picocolors';

export type Colors = ReturnType<typeof pc.createColors>;

export interface Column {
  head: string;
  align?: 'left' | 'right';
  /** Wraps long cells; without it they are cut. */
  wrap?: boolean;
}

/** Narrower than this no column becomes: less shows nothing. */
const MIN_WIDTH = 6;
/** What the border-less style puts around a cell. */
const PADDING = 2;

const chars = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((name) => [name, '']),
);

/** A table without borders, `width` characters wide at most, that ends with a line feed. */
export function terminalTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  colors: Colors,
): string {
  const table = new Table({
    head: columns.map(({ head }) => colors.bold(head)),
    colAligns: columns.map(({ align = 'left' }) => align),
    colWidths: columnWidths([columns.map(({ head }) => head), ...rows], width),
    chars,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': PADDING },
  });
  table.push(
    ...rows.map((row) => row.map((content, at) => ({ content, wordWrap: columns[at]?.wrap === true }))),
  );
  const lines = table.toString().split('\n');
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** A line for each row, its cells separated by tabs. */
export function plainRows(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.join('\t')}\n`).join('');
}

/** Widths with padding for the columns of `rows`, together at most `width`, the widest columns cut first. */
export function columnWidths(rows: readonly (readonly string[])[], width: number): number[] {
  const natural = (column: number): number =>
    Math.max(...rows.map((row) => cellWidth(row[column] ?? ''))) + PADDING;
  const widths = (rows[0] ?? []).map((_, column) => Math.min(width, natural(column)));
  for (let excess = widths.reduce((sum, one) => sum + one, 0) - width; excess > 0; excess--) {
    const widest = Math.max(...widths);
    if (widest <= MIN_WIDTH + PADDING) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

// East Asian characters and emoji take two places on a terminal (Unicode TR 11).
const wide =
  /[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u;

function cellWidth(text: string): number {
  let width = 0;
  for (const character of text) width += wide.test(character) ? 2 : 1;
  return width;
}
