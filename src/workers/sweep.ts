// The sweep: whatever is unfinished in the database and has no live job is queued again. It is what makes the queue
// mere transport: Redis may be emptied, a process may die between its commit and its hand-on.
import type { Stage, StageJobs } from '../pipeline.js';
import type { DueRun } from '../store/due-run.js';
import { handOn, jobDataOf } from './hand-on.js';
import type { Ports } from './ports.js';

const BATCH = 200;
/** An article is overdue when its job should have been taken this long ago and more. */
const GRACE_MS = 5_000;
/** A live job in a long queue is not looked at again for this long. */
const LIVE_PAUSE_MS = 60_000;
/** One sweep does not hold the timers up for longer than this. */
const TIME_BOX_MS = 10_000;
const PRUNE_ROWS = 2_000;
/** Events that nobody asked for until now; whoever comes then has little to wait for. */
const NUMBER_EVENTS = 10_000;
/** Each takes its bytes with it; at a sweep every few seconds these are a million a day and more. */
const PRUNE_PAGES = 200;
const DAY_MS = 86_400_000;
const MB = 1_000_000;

/** How many jobs were added again. */
export async function sweep(ports: Ports): Promise<number> {
  const end = ports.now().getTime() + TIME_BOX_MS;
  let added = 0;
  while (ports.now().getTime() < end) {
    const overdue = await ports.store.runs.overdue(BATCH, GRACE_MS);
    const lost: DueRun[] = [];
    for (const article of overdue) {
      const found = await lostJob(article, ports);
      if (found !== null) lost.push(found);
    }
    await ports.store.runs.postpone(
      overdue.map(({ articleId }) => articleId),
      LIVE_PAUSE_MS,
    );
    if (lost.length > 0) {
      await handOn(lost, ports);
      added += lost.length;
      ports.log.info({ articles: lost.length }, 'the sweep queued articles again that had lost their job');
    }
    if (overdue.length < BATCH) break;
  }
  await ports.store.events.number(NUMBER_EVENTS);
  await prune(ports);
  return added;
}

async function prune({
  store,
  settings: { ledgerDays, eventDays, snapshotDays, snapshotMaxMb },
  now,
}: Ports): Promise<void> {
  const daysAgo = (days: number): Date => new Date(now().getTime() - days * DAY_MS);
  await store.ledger.prune(daysAgo(ledgerDays), PRUNE_ROWS);
  await store.changes.prune(daysAgo(ledgerDays), PRUNE_ROWS);
  await store.sessions.prune(PRUNE_ROWS);
  await store.events.prune(daysAgo(eventDays), PRUNE_ROWS);
  await store.deliveries.prune(daysAgo(eventDays), PRUNE_ROWS);
  if (snapshotDays > 0) await store.retention.pruneSnapshots(daysAgo(snapshotDays), PRUNE_PAGES);
  if (snapshotMaxMb > 0) await store.retention.pruneSnapshotsTo(snapshotMaxMb * MB, PRUNE_PAGES);
}

/** The article with the ticket under which its job is to be added again; null when its job lives. */
async function lostJob(article: DueRun, ports: Ports): Promise<DueRun | null> {
  const data = jobDataOf(article);
  if (data === null) return backToScrape(article, ports);
  const state = await ports.queues.jobState(article.stage as Stage, data as StageJobs[Stage]);
  if (state === 'live') return null;
  if (state === 'missing') return article;
  const ticket = await ports.store.runs.reissue(article.articleId, article.ticket);
  return ticket === null ? null : { ...article, ticket };
}

// What the stage works on is gone (a restored backup, rows deleted by hand): only the page itself is left to begin with.
async function backToScrape(article: DueRun, { store }: Ports): Promise<DueRun | null> {
  const [restarted] = await store.runs.start([article.articleId], 'scrape', article.batchId);
  return restarted ?? null;
}
