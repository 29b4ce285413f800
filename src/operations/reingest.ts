// What a person does with re-ingest batches once they are there: watch, pause, cancel, and decide on a dry run.
import { FeedmillError } from '../errors.js';
import type { FieldChanges, SiteChanges, TextChange } from '../store/batch-report.js';
import type { Batch } from '../store/batches.js';
import type { LedgerOutcome } from '../store/schema-articles.js';
import type { BatchState } from '../store/schema-batches.js';
import { stepBatch } from '../workers/batch-step.js';
import type { Ports } from '../workers/ports.js';
import { type DiffPart, wordDiff } from './text-diff.js';

type Needs = Pick<Ports, 'store'>;

export interface BatchProgress {
  batch: Batch;
  /** Articles that came to an end. */
  ended: number;
  outcomes: { outcome: LedgerOutcome; count: number }[];
  /** Drafts of a dry run that nobody has committed or dropped. */
  drafts: number;
  /** Whether nothing more happens by itself. */
  finished: boolean;
  /** From what ended since the start; null for a batch that does not run, or before the first end. */
  secondsLeft: number | null;
}

export const batchActions = ['pause', 'resume', 'cancel', 'commit', 'drop'] as const;
export type BatchAction = (typeof batchActions)[number];

const moves: Readonly<Record<BatchAction, { from: readonly BatchState[]; to: BatchState }>> = {
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  cancel: { from: ['running', 'paused'], to: 'cancelled' },
  commit: { from: ['finished', 'cancelled'], to: 'committing' },
  drop: { from: ['finished', 'cancelled'], to: 'dropping' },
};

/** @throws FeedmillError NOT_FOUND when there is no such batch. */
export async function batchProgress(id: number, ports: Ports): Promise<BatchProgress> {
  const { store, now } = ports;
  const batch = await lookedAt(id, ports);
  const [outcomes, drafts, inHand] = await Promise.all([
    store.batchItems.progress(id),
    store.batchItems.countDrafts(id),
    store.batches.inHand(id),
  ]);
  const ended = outcomes.reduce((sum, { count }) => sum + count, 0);
  const finished = inHand === 0 && restStates.has(batch.state);
  return { batch, ended, outcomes, drafts, finished, secondsLeft: secondsLeft(batch, ended, now()) };
}

const restStates: ReadonlySet<BatchState> = new Set([
  'paused',
  'cancelled',
  'finished',
  'committed',
  'dropped',
]);

function secondsLeft({ state, total, createdAt }: Batch, ended: number, now: Date): number | null {
  if (state !== 'running' || ended === 0) return null;
  const seconds = (now.getTime() - createdAt.getTime()) / 1_000;
  return Math.max(0, Math.round((seconds / ended) * (total - ended)));
}

/**
 * Does to a batch what a person asks for, and says how it stands then. A commit makes the drafts of a dry run current,
 * but for articles that have changed since they were compared; a drop deletes them.
 * @throws FeedmillError NOT_FOUND when there is no such batch, CONFLICT when its state does not allow it.
 */
export async function changeBatch(id: number, action: BatchAction, ports: Ports): Promise<BatchProgress> {
  const batch = await lookedAt(id, ports);
  const { from, to } = moves[action];
  if ((action === 'commit' || action === 'drop') && !batch.dryRun)
    throw new FeedmillError('CONFLICT', `Batch ${id} was no dry run: what it found is stored already.`);
  if (!(await ports.store.batches.move(id, from, to)))
    throw new FeedmillError(
      'CONFLICT',
      `Batch ${id} cannot be asked to ${action}: it is ${batch.state}. That can be asked of a batch that is ${from.join(' or ')}.`,
    );
  ports.log.info({ batchId: id, from: batch.state, to }, 're-ingest changed by hand');
  await stepBatch(id, ports);
  return batchProgress(id, ports);
}

/** Sites and texts that a report shows. */
const SITES = 200;
const TEXTS = 20;

export interface BatchReport {
  batch: Batch;
  sites: SiteChanges[];
  largest: (Omit<TextChange, 'before' | 'after'> & { diff: DiffPart[] })[];
}

/**
 * What a batch has changed or would change, by site, and the texts that change most, as long as its drafts are kept.
 * @throws FeedmillError NOT_FOUND when there is no such batch.
 */
export async function batchReport(id: number, { store }: Needs): Promise<BatchReport> {
  const batch = await batchOf(id, { store });
  const [sites, largest] = await Promise.all([
    store.batchReport.sites(id, SITES),
    store.batchReport.largest(id, TEXTS),
  ]);
  return {
    batch,
    sites,
    largest: largest.map(({ before, after, ...article }) => ({ ...article, diff: wordDiff(before, after) })),
  };
}

/** What happened to a field at a site, in words: `byline: 2 gained, 1 lost`. */
export const fieldChangeWords = ({ field, gained, lost, changed }: FieldChanges): string =>
  `${field}: ${[
    [gained, 'gained'],
    [lost, 'lost'],
    [changed, 'changed'],
  ]
    .filter(([count]) => count !== 0)
    .map(([count, how]) => `${count} ${how}`)
    .join(', ')}`;

// A batch whose last article has just ended is looked at now instead of at the next tick.
async function lookedAt(id: number, ports: Ports): Promise<Batch> {
  const batch = await batchOf(id, ports);
  if (!batch.handedOn || restStates.has(batch.state)) return batch;
  await stepBatch(id, ports);
  return batchOf(id, ports);
}

async function batchOf(id: number, { store }: Needs): Promise<Batch> {
  const batch = await store.batches.find(id);
  if (batch === null)
    throw new FeedmillError(
      'NOT_FOUND',
      `There is no re-ingest ${id}. \`feedmill reingest list\` shows what there is.`,
    );
  return batch;
}
