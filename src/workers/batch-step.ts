// Moves re-ingest batches on, a step at a time: at every tick, and once when a batch is started. Where a batch stands is
// in the database, each step is a transaction that holds its batch, and what a step hands on are runs like all others:
// a restart, a second process or an emptied queue loses and doubles nothing.
import type { ArticleStage } from '../pipeline.js';
import type { Batch } from '../store/batches.js';
import type { DueRun } from '../store/due-run.js';
import type { Store } from '../store/store.js';
import { handOn } from './hand-on.js';
import type { Ports } from './ports.js';
import { selectedOf } from './selection.js';

/** Articles of a batch that are on their way at most: some seconds of work between two ticks. */
const MOST_IN_HAND = 1_000;
/** Articles that one transaction hands on. */
const STEP = 250;
/** One look at a batch holds neither the timers nor whoever asked for it up for longer than this. */
const TIME_BOX_MS = 5_000;
/** Batches that one tick looks at. */
const MOST_BATCHES = 100;

/** Moves every batch on that has steps to make. */
export async function stepBatches(ports: Ports): Promise<void> {
  for (const id of await ports.store.batches.stepping(MOST_BATCHES)) await stepBatch(id, ports);
}

/** Moves one batch on until enough of its articles are on their way, none is left, or the next tick has to go on. */
export async function stepBatch(id: number, ports: Ports): Promise<void> {
  const end = ports.now().getTime() + TIME_BOX_MS;
  while (ports.now().getTime() < end) {
    const step = await ports.store.transaction((store) => stepOnce(id, store));
    await handOn(step.handedOn, ports);
    if (step.ended) ports.log.info({ batchId: id, state: step.state }, 're-ingest ended');
    if (!step.goesOn) return;
  }
}

interface Step {
  handedOn: DueRun[];
  /** Whether another step can be made at once. */
  goesOn: boolean;
  ended: boolean;
  state: Batch['state'] | null;
}
const rests: Step = { handedOn: [], goesOn: false, ended: false, state: null };

async function stepOnce(id: number, store: Store): Promise<Step> {
  const batch = await store.batches.claim(id);
  if (batch === null) return rests;
  if (batch.state === 'dropping') return drop(batch, store);
  const inHand = await store.batches.inHand(id);
  if (batch.handedOn) return inHand === 0 ? end(batch, store) : rests;
  if (inHand >= MOST_IN_HAND) return rests;
  return batch.state === 'committing' ? commitStep(batch, store) : runStep(batch, store);
}

async function runStep(batch: Batch, store: Store): Promise<Step> {
  const { id, selection, fromStage, dryRun, cursor } = batch;
  const ids = await store.batches.select(selectedOf(selection, fromStage), { after: cursor, limit: STEP });
  await store.batches.advance(id, { cursor: ids.at(-1) ?? cursor, handedOn: ids.length < STEP });
  const stage = beginningOf(fromStage);
  if (!dryRun) return handed(await store.runs.start(ids, stage, id));
  // What is on its way is on its way to be stored, which a dry run would keep it from.
  const idle = ids.map((articleId) => ({ articleId, draftId: null }));
  const started = await store.runs.startIdle(idle, stage, id);
  await leftOut(ids, started, batch, 'left out: it is on its way through the pipeline', store);
  return handed(started);
}

async function commitStep(batch: Batch, store: Store): Promise<Step> {
  const drafts = await store.batchItems.drafts(batch.id, { after: batch.cursor, limit: STEP });
  await store.batches.advance(batch.id, {
    cursor: drafts.at(-1)?.articleId ?? batch.cursor,
    handedOn: drafts.length < STEP,
  });
  return handed(await store.runs.startIdle(drafts, 'store', batch.id));
}

async function drop(batch: Batch, store: Store): Promise<Step> {
  const deleted = await store.batchItems.deleteDrafts(batch.id, STEP);
  return deleted < STEP ? end(batch, store) : { ...rests, goesOn: true };
}

async function end(batch: Batch, store: Store): Promise<Step> {
  const { id, state } = batch;
  if (state === 'committing') await refuseRest(batch, store);
  const to = state === 'committing' ? 'committed' : state === 'dropping' ? 'dropped' : 'finished';
  await store.batches.move(id, [state], to);
  return { ...rests, ended: true, state: to };
}

// An article that was on its way when its turn came will be stored by that run, from a newer page than the draft's.
async function refuseRest(batch: Batch, store: Store): Promise<void> {
  for (;;) {
    const drafts = await store.batchItems.drafts(batch.id, { after: 0, limit: STEP });
    const ids = drafts.map(({ articleId }) => articleId);
    await leftOut(ids, [], batch, 'not committed: the article is on its way through the pipeline', store);
    await store.revisions.discard(drafts.map(({ draftId }) => draftId));
    if (drafts.length < STEP) return;
  }
}

async function leftOut(
  ids: number[],
  started: DueRun[],
  { id: batchId }: Batch,
  reason: string,
  store: Store,
): Promise<void> {
  const taken = new Set(started.map(({ articleId }) => articleId));
  const rest = { batchId, outcome: 'superseded', reason, change: null, draftId: null, baseId: null } as const;
  for (const articleId of ids)
    if (!taken.has(articleId)) await store.batchItems.record({ ...rest, articleId });
}

const handed = (handedOn: DueRun[]): Step => ({ ...rests, handedOn, goesOn: true });

// Tagging and storing work on a draft, which only cleaning makes; they begin there and end the same.
const beginningOf = (from: Batch['fromStage']): ArticleStage => (from === 'scrape' ? 'scrape' : 'clean');
