// The table of faults: one line for each fault and mode, in the terminal and as Markdown.
import type { Mode } from '../../../src/settings.js';
import { faults } from '../catalogue.js';
import type { FaultRow } from './row.js';

/** What a run has made of a fault in a mode. */
export interface TableLine {
  fault: number;
  what: string;
  mode: Mode;
  verdict: 'held' | 'broken' | 'not run';
  times: number | null;
  articles: number | null;
  lost: number | null;
  doubled: number | null;
  seconds: number | null;
  peakMb: number | null;
  /** Why it was not run, what proves it, or what broke. */
  note: string;
}

/** One trial or proof, as the reporter has heard of it. */
export interface Tried {
  fault: number;
  mode: Mode;
  passed: boolean;
  row: FaultRow | null;
  note: string;
}

/** Every fault in every mode of its own, with what was `tried` of it; `missing` says why the others were not. */
export function tableOf(
  tried: readonly Tried[],
  missing: (fault: number, mode: Mode) => string,
): TableLine[] {
  return faults.flatMap((fault) =>
    fault.modes.map((mode) => {
      const mine = tried.filter((one) => one.fault === fault.number && one.mode === mode);
      const head = { fault: fault.number, what: fault.what, mode };
      if (mine.length === 0)
        return { ...head, ...nothing, note: fault.absent ?? missing(fault.number, mode) };
      return { ...head, ...together(mine) };
    }),
  );
}

const nothing = {
  verdict: 'not run',
  times: null,
  articles: null,
  lost: null,
  doubled: null,
  seconds: null,
  peakMb: null,
} as const;

function together(tried: readonly Tried[]): Omit<TableLine, 'fault' | 'what' | 'mode'> {
  const rows = tried.flatMap(({ row }) => (row === null ? [] : [row]));
  const sum = (of: (row: FaultRow) => number): number | null =>
    rows.length === 0 ? null : rows.reduce((all, one) => all + of(one), 0);
  const most = (of: (row: FaultRow) => number | null): number | null => {
    const known = rows.map(of).filter((value) => value !== null);
    return known.length === 0 ? null : Math.max(...known);
  };
  const notes = [...new Set(tried.map(({ note }) => note).filter((note) => note !== ''))];
  return {
    verdict: tried.every(({ passed }) => passed) ? 'held' : 'broken',
    times: rows.length === 0 ? tried.length : sum(({ times }) => times),
    articles: sum(({ articles }) => articles),
    lost: sum(({ lost }) => lost),
    doubled: sum(({ doubled }) => doubled),
    seconds: most(({ seconds }) => seconds),
    peakMb: most(({ peakMb }) => peakMb),
    note: notes.join('; '),
  };
}

const heads = ['#', 'fault', 'mode', '', 'times', 'articles', 'lost', 'doubled', 'seconds', 'MB', 'note'];

function cellsOf(line: TableLine): string[] {
  const number = (value: number | null): string => (value === null ? '–' : String(value));
  return [
    String(line.fault),
    line.what,
    line.mode,
    line.verdict,
    number(line.times),
    number(line.articles),
    number(line.lost),
    number(line.doubled),
    line.seconds === null ? '–' : line.seconds.toFixed(1),
    number(line.peakMb),
    line.note,
  ];
}

/** The table for a terminal. */
export function asText(lines: readonly TableLine[]): string {
  const rows = [heads, ...lines.map(cellsOf)];
  const widths = heads.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The table as Markdown, in the form that the formatter gives it. */
export function asMarkdown(lines: readonly TableLine[]): string {
  const escaped = (cell: string): string => cell.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const rows = [heads, ...lines.map(cellsOf)].map((cells) => cells.map(escaped));
  const widths = heads.map((_, column) => Math.max(3, ...rows.map((cells) => cells[column]?.length ?? 0)));
  const row = (cells: readonly string[], fill: string): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  const rule = heads.map(() => '-');
  return [row(head, ' '), row(rule, '-'), ...body.map((cells) => row(cells, ' '))].join('\n');
}
