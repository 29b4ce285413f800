// The sweep: whatever is unfinished in the database and has no live job is queued again, articles and polls alike. It
// is what makes the queue mere transport: Redis may be emptied, a process may die between its commit and its hand-on.
import type { Stage, StageJobs } from '../pipeline.js';
import type { DueRun } from '../store/due-run.js';
import { handOn, handOnRecalled, jobDataOf } from './hand-on.js';
import { pollLeaseMs } from './poll.js';
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
/** Each is a trip to the disk or the bucket. */
const COLLECT_FILES = 100;
/** Each takes its bytes with it; at a sweep every few seconds these are a million a day and more. */
const PRUNE_PAGES = 200;
const DAY_MS = 86_400_000;
/** Retries wait for hours, and sites ask for days at most. */
const LONGEST_WAIT_MS = 8 * DAY_MS;
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
  added += await sweepPolls(ports);
  added += await recall(ports);
  await ports.store.events.number(NUMBER_EVENTS);
  await prune(ports);
  if (ports.settings.databaseUrl === null) await keepSmall(ports);
  return added;
}

/** Queues polls again whose feed is claimed and whose job is gone; how many it were. */
async function sweepPolls({ store, queues, settings, log }: Ports): Promise<number> {
  const claims = await store.feeds.claimsDue(BATCH);
  const lost: StageJobs['poll'][] = [];
  for (const { id: feedId, attempt } of claims) {
    const state = await queues.jobState('poll', { feedId, attempt });
    if (state === 'missing') lost.push({ feedId, attempt });
    // A job that has ended without the claim, or sleeps, is not added again under its id, so the feed is claimed anew.
    if (state === 'asleep') await queues.remove('poll', { feedId, attempt });
    const again =
      state === 'finished' || state === 'asleep'
        ? await store.feeds.claim(feedId, pollLeaseMs(settings))
        : null;
    if (again !== null) lost.push({ feedId: again.id, attempt: again.attempt });
  }
  if (lost.length > 0) {
    await queues.add(
      'poll',
      lost.map((data) => ({ data })),
    );
    log.info({ feeds: lost.length }, 'the sweep queued polls again that had lost their job');
  }
  // Only now: a queue that takes no jobs is asked again by the next sweep.
  await store.feeds.postponeClaims(
    claims.map(({ id }) => id),
    LIVE_PAUSE_MS,
  );
  return lost.length;
}

// What was put off while the clock was a year ahead would wait for a year once it is right again.
async function recall(ports: Ports): Promise<number> {
  const runs = await ports.store.runs.recall(BATCH, LONGEST_WAIT_MS);
  const feeds = await ports.store.feeds.wakeFarOff(BATCH);
  if (runs.length + feeds === 0) return 0;
  ports.log.warn(
    { articles: runs.length, feeds },
    'the sweep recalled what would have waited for longer than anything does; has the clock been changed?',
  );
  await handOnRecalled(runs, ports);
  return runs.length;
}

async function prune({
  store,
  log,
  settings: { ledgerDays, ledgerMaxRows, eventDays, eventMaxRows, snapshotDays, snapshotMaxMb },
  now,
}: Ports): Promise<void> {
  // A clock that is a year ahead would throw all of it away: what is old must be so by both of them.
  const at = Math.min(now().getTime(), (await store.setBack.clock()).getTime());
  const daysAgo = (days: number): Date => new Date(at - days * DAY_MS);
  await store.ledger.prune(daysAgo(ledgerDays), PRUNE_ROWS);
  await store.changes.prune(daysAgo(ledgerDays), PRUNE_ROWS);
  await store.sessions.prune(PRUNE_ROWS);
  await store.events.prune(daysAgo(eventDays), PRUNE_ROWS);
  await store.deliveries.prune(daysAgo(eventDays), PRUNE_ROWS);
  if (ledgerMaxRows > 0) await store.retention.pruneRowsTo('ledger', ledgerMaxRows, PRUNE_ROWS);
  if (eventMaxRows > 0) await store.retention.pruneRowsTo('events', eventMaxRows, PRUNE_ROWS);
  await store.retention.pruneDrafts(PRUNE_ROWS);
  await collectPages({ store, log });
  if (snapshotDays > 0) await store.retention.pruneSnapshots(daysAgo(snapshotDays), PRUNE_PAGES);
  if (snapshotMaxMb > 0) await store.retention.pruneSnapshotsTo(snapshotMaxMb * MB, PRUNE_PAGES);
}

// The embedded database does by itself neither of what keeps a server small. Where it fails nothing else waits for it.
async function keepSmall({ store, log }: Pick<Ports, 'store' | 'log'>): Promise<void> {
  try {
    const bytes = await store.checkpoint.whenDue();
    if (bytes !== null) log.debug({ bytes }, 'the log of the embedded database is free to be used again');
    const table = await store.vacuum.neediest();
    if (table !== null) log.debug({ table }, 'the room that deleted rows had taken is free again');
  } catch (error) {
    log.warn({ err: error }, 'the embedded database could not be made smaller; the next sweep tries again');
  }
}

async function collectPages({ store, log }: Pick<Ports, 'store' | 'log'>): Promise<void> {
  const { left } = await store.pageCollection.collect(COLLECT_FILES);
  if (left !== null)
    log.warn({ why: left }, 'pages that nobody needs could not be removed; this is tried again in an hour');
}

/** The article with the ticket under which its job is to be added again; null when its job lives. */
async function lostJob(article: DueRun, ports: Ports): Promise<DueRun | null> {
  const data = jobDataOf(article);
  if (data === null) return backToScrape(article, ports);
  const state = await ports.queues.jobState(article.stage as Stage, data as StageJobs[Stage]);
  if (state === 'live') return null;
  if (state === 'missing') return article;
  if (state === 'asleep') await ports.queues.remove<Stage>(article.stage, data);
  const ticket = await ports.store.runs.reissue(article.articleId, article.ticket);
  return ticket === null ? null : { ...article, ticket };
}

// What the stage works on is gone (a restored backup, rows deleted by hand): only the page itself is left to begin with.
async function backToScrape(article: DueRun, { store }: Ports): Promise<DueRun | null> {
  const [restarted] = await store.runs.start([article.articleId], 'scrape', article.batchId);
  return restarted ?? null;
}
