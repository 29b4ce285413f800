// The closing account of an ingest: every article that it touched is stored, a duplicate, dropped or failed with its
// reason, or unfinished; the numbers add up to `new`.
import type { Holder } from '../store/data-folder.js';
import type { IngestProgress } from '../store/progress.js';
import type { Output } from './output.js';

export interface ReasonCount {
  reason: string;
  count: number;
}
/** finished: nothing waits; idle: what is left waits for another try; timeout and interrupted: stopped on request. */
export type FollowEnd = 'finished' | 'idle' | 'timeout' | 'interrupted';

export interface IngestReport {
  ended: FollowEnd;
  /** The process that worked on it; null for this one. */
  workedBy: string | null;
  feeds: { total: number; added: number; unchanged: number; failed: { url: string; reason: string }[] };
  /** Articles that are new, or whose feed item changed. */
  new: number;
  stored: number;
  /** Stored, but with little text or with text that is hardly trusted. */
  thin: { count: number; reasons: ReasonCount[] };
  duplicates: number;
  dropped: { count: number; reasons: ReasonCount[] };
  failed: { count: number; reasons: ReasonCount[] };
  unfinished: number;
  seconds: number;
}

export interface IngestFacts {
  progress: IngestProgress;
  added: number;
  failedFeeds: { url: string; reason: string }[];
  ended: FollowEnd;
  seconds: number;
  holder: Holder | null;
}

export function ingestReport({
  progress,
  added,
  failedFeeds,
  ended,
  seconds,
  holder,
}: IngestFacts): IngestReport {
  const { feeds, fresh, reasons, waiting } = progress;
  const unfinished = sum(Object.values(waiting));
  const of = (state: string): { count: number; reasons: ReasonCount[] } => ({
    count: fresh[state] ?? 0,
    reasons: groupReasons(reasons.filter((one) => one.state === state)),
  });
  return {
    ended,
    workedBy: holder === null ? null : `feedmill ${holder.command} (process ${holder.pid})`,
    feeds: { total: feeds.total, added, unchanged: feeds.unchanged, failed: failedFeeds },
    new: sum(Object.values(fresh)) + unfinished,
    stored: fresh['stored'] ?? 0,
    thin: of('thin'),
    duplicates: fresh['duplicate'] ?? 0,
    dropped: of('dropped'),
    failed: of('failed'),
    unfinished,
    seconds: Math.round(seconds * 10) / 10,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/**
 * Reasons that differ in their numbers alone, taken together, the most frequent first: "143 characters, fewer than
 * 200" and "90 characters, fewer than 200" become "… characters, fewer than 200".
 */
export function groupReasons(reasons: readonly ReasonCount[]): ReasonCount[] {
  const groups = new Map<string, { parts: string[]; count: number }>();
  for (const { reason, count } of reasons) {
    const parts = reason.split(/(\d+)/);
    const key = reason.replace(/\d+/g, '#');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { parts, count });
    else
      groups.set(key, {
        parts: group.parts.map((part, at) => (part === parts[at] ? part : '…')),
        count: group.count + count,
      });
  }
  return [...groups.values()]
    .map(({ parts, count }) => ({ reason: parts.join(''), count }))
    .sort((a, b) => b.count - a.count);
}

/** Writes the report as the closing table, with what to do next where something is left. */
export function showIngestReport(report: IngestReport, output: Output): void {
  const { feeds, thin, dropped, failed } = report;
  const rows: [string, number, string][] = [
    ['feeds', feeds.total, `${feeds.added} added, ${feeds.unchanged} unchanged`],
    ...feeds.failed.map(({ url, reason }): [string, number, string] => [
      'feed failed',
      1,
      `${url}: ${reason}`,
    ]),
    ['new', report.new, 'new articles, and known ones that their feed has changed'],
    ['stored', report.stored, ''],
    ...(thin.count > 0 ? withReasons('thin', thin) : []),
    ['duplicates', report.duplicates, ''],
    ...withReasons('dropped', dropped),
    ...withReasons('failed', failed),
    ...(report.unfinished > 0
      ? [['unfinished', report.unfinished, 'kept for the next run'] as [string, number, string]]
      : []),
    ['seconds', report.seconds, ''],
  ];
  const columns = [
    { head: 'ingest' },
    { head: 'count', align: 'right' },
    { head: 'details', wrap: true },
  ] as const;
  output.table(
    columns,
    rows.map(([name, count, details]) => [name, String(count), details]),
  );
  const next = nextStep(report);
  if (next !== null) output.note(next, output.noteColors.yellow);
}

function withReasons(
  name: string,
  { count, reasons }: { count: number; reasons: ReasonCount[] },
): [string, number, string][] {
  if (reasons.length === 0) return [[name, count, '']];
  return reasons.map((one) => [name, one.count, one.reason]);
}

/** What to do about what is left; null when nothing is. */
function nextStep({ ended, workedBy, unfinished, failed }: IngestReport): string | null {
  const goOn =
    workedBy === null
      ? 'Nothing is lost: `feedmill start`, or the same command again, goes on with them.'
      : `Nothing is lost: ${workedBy} goes on with them.`;
  switch (ended) {
    case 'finished':
      return failed.count === 0
        ? null
        : '`feedmill reingest --failed` tries the failed articles again; `feedmill why <url>` tells the story of one.';
    case 'idle':
      return `Nothing has moved for a while: ${unfinished} articles wait, for sites that do not answer or for what the log says. ${goOn}`;
    case 'timeout':
      return `The time is over with ${unfinished} articles unfinished. ${goOn}`;
    case 'interrupted':
      return `Stopped with ${unfinished} articles unfinished. What was found is kept. ${goOn}`;
  }
}
