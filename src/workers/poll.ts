// The poll stage: a conditional request of a feed, and what of it is new. Binds the reader, the web and the store;
// the rules of feeds are in feeds/. A poll writes its items, its articles, its feed and its ledger row in one
// transaction, fenced by the feed's `attempt`; the scrape jobs follow, and the sweep adds those that do not.
import { nextPoll } from '../feeds/interval.js';
import { afterRead, afterUnchanged, type FeedMemory, memoryOf, settledMove } from '../feeds/memory.js';
import { pipeline, retryDelayMs, type StageJobs } from '../pipeline.js';
import type { Settings } from '../settings.js';
import type { Feed, PollResult } from '../store/feeds.js';
import type { LedgerOutcome } from '../store/schema-articles.js';
import type { Store } from '../store/store.js';
import { urlKey } from '../web/canonical-url.js';
import { feedChange } from './feed-change.js';
import { handOn } from './hand-on.js';
import type { JobResult } from './job-result.js';
import { followHub, pushes, subscriptionOf } from './poll-hub.js';
import { saveNews } from './poll-news.js';
import { type Found as Answered, request } from './poll-request.js';
import type { Ports } from './ports.js';
import { recordPoll } from './run-spans.js';

/** A poll that found our own network's end is made again soon: the next one tells whether it is back. */
const OFFLINE_MS = 30_000;

type Found = Exclude<Answered, { status: 'aborted' | 'offline' }>;

/** How long a claimed feed belongs to its claimer: longer than a request with all its tries. */
export function pollLeaseMs({ requestTimeoutMs }: Pick<Settings, 'requestTimeoutMs'>): number {
  return 2 * pipeline.poll.tries * (requestTimeoutMs + pipeline.poll.backoffMaxMs);
}

/** Runs one poll; `tries` counts the ones of this job that failed before. */
export async function poll(
  { feedId, attempt }: StageJobs['poll'],
  tries: number,
  ports: Ports,
  signal: AbortSignal,
): Promise<JobResult> {
  const started = performance.now();
  const feed = await ports.store.feeds.find(feedId);
  if (feed === null || feed.attempt !== attempt)
    return { status: 'completed', value: { outcome: 'superseded' } };
  ports.log.debug({ stage: 'poll', feedId, url: feed.url, attempt }, 'poll begins');
  const memory = memoryOf(feed.memory);
  const found = await request(feed, memory, tries, ports, signal);
  if (found.status === 'aborted') return { status: 'given-back' };
  // Our own network is away: that is no failure of the feed, and counts as no try.
  if (found.status === 'offline') {
    const reason = `no name server answers, so the feed is asked again in ${OFFLINE_MS / 1_000} s`;
    ports.log.warn({ stage: 'poll', feedId, url: feed.url, outcome: 'postponed', reason }, 'poll postponed');
    return { status: 'delayed', until: new Date(ports.now().getTime() + OFFLINE_MS) };
  }
  const retryMs = retryAfter(found, tries, ports);
  return conclude(feed, memory, found, retryMs, Math.round(performance.now() - started), ports);
}

const passing: ReadonlySet<string> = new Set(['transient', 'throttled', 'postponed']);

// A server that asks for a longer pause than a job's tries may take is asked again at the feed's next turn.
function retryAfter(found: Found, tries: number, { random }: Ports): number | null {
  const { tries: all, backoffMaxMs } = pipeline.poll;
  if (found.status !== 'broken' || !passing.has(found.kind) || tries + 1 >= all) return null;
  if ((found.retryAfterMs ?? 0) > backoffMaxMs) return null;
  return retryDelayMs('poll', tries + 1, random, found.retryAfterMs);
}

async function conclude(
  feed: Feed,
  before: FeedMemory,
  found: Found,
  retryMs: number | null,
  ms: number,
  ports: Ports,
): Promise<JobResult> {
  const memory = memoryAfter(feed, before, found, ports.now());
  const subscription = await subscriptionOf(feed, ports);
  const { outcome, reason, detail } = summaryOf(found, retryMs);
  const due = await ports.store.transaction(async (store) => {
    const result = resultOf(feed, memory, found, retryMs, pushes(subscription, ports.now()), ports);
    if (!(await store.feeds.endPoll(feed.id, feed.attempt, result))) return null;
    const ids = { article_id: null, feed_id: feed.id, batch_id: null, attempt: feed.attempt };
    const row = { stage: 'poll', outcome, reason, ms, worker: ports.workerId, detail } as const;
    await store.ledger.record({ ...ids, ...row });
    await tell(feed, result, store);
    await follow(feed, memory, store, ports);
    if (found.status !== 'read') return [];
    await followHub(feed, found, subscription, ports, store);
    return saveNews(feed, found.news, store);
  });
  if (due === null) return { status: 'completed', value: { outcome: 'superseded' } };
  ports.metrics.attempt('poll', outcome, ms);
  const isCalm = (outcome === 'done' || outcome === 'unchanged') && detail['missed'] === undefined;
  ports.log[isCalm ? 'info' : 'warn'](
    { stage: 'poll', feedId: feed.id, url: feed.url, outcome, reason, ms, ...detail },
    `poll ${outcome}`,
  );
  recordPoll(due, feed, ms, ports);
  await handOn(due, ports);
  if (found.status !== 'broken') return { status: 'completed', value: { outcome, ...detail } };
  return retryMs === null
    ? { status: 'failed', reason: found.reason }
    : { status: 'retry', reason: found.reason, delayMs: retryMs };
}

async function tell(feed: Feed, { state, failures, error, status }: PollResult, store: Store): Promise<void> {
  const type = feedChange(feed, { state, failures });
  if (type === null) return;
  const { id: feedId, url, title } = feed;
  await store.events.record({ type, feedId, data: { url, title, state, failures, error, status } });
}

/** Writes down where a feed has moved for good, unless another feed is there already. */
async function follow(feed: Feed, memory: FeedMemory, store: Store, { log, now }: Ports): Promise<void> {
  const url = settledMove(memory, now());
  if (url === null || url === feed.url) return;
  const isMoved = await store.feeds.move(feed.id, url, urlKey(url));
  log.info(
    { feedId: feed.id, url: feed.url, to: url },
    isMoved ? 'the feed has moved for good' : 'the feed has moved to an address that another feed has',
  );
}

function memoryAfter(feed: Feed, memory: FeedMemory, found: Found, now: Date): FeedMemory {
  const elapsedMs = feed.succeeded_at === null ? null : now.getTime() - feed.succeeded_at.getTime();
  switch (found.status) {
    case 'read': {
      const { evidence, published, missed } = found.news;
      return afterRead(memory, { ...found, evidence, published, missed }, elapsedMs, now);
    }
    case 'unchanged':
      return afterUnchanged(memory, { ...found, isNotModified: found.httpStatus === 304 }, elapsedMs, now);
    case 'broken':
      return memory;
    default:
      return found satisfies never;
  }
}

function summaryOf(
  found: Found,
  retryMs: number | null,
): { outcome: LedgerOutcome; reason: string | null; detail: Record<string, unknown> } {
  const status = found.httpStatus;
  switch (found.status) {
    case 'unchanged': {
      const reason = status === 304 ? 'not modified (304)' : 'the same bytes as last time';
      return { outcome: 'unchanged', reason, detail: { status } };
    }
    case 'broken':
      return { outcome: retryMs === null ? 'failed' : 'retry', reason: found.reason, detail: { status } };
    case 'read': {
      const { fresh, changed, skipped, leftOver, items, missed } = found.news;
      const reasons = [
        ...(leftOver === 0 ? [] : [`${leftOver} new items are left for the next poll`]),
        ...(missed === 0 ? [] : [`none of the items is known, so probably ${missed} were missed`]),
        ...(found.validatorsLied ? ['its validators said that nothing had changed'] : []),
      ];
      const counts = { items, new: fresh.length, changed: changed.length, skipped: skipped.length, leftOver };
      const detail = { status, ...counts, ...(missed === 0 ? {} : { missed }) };
      return { outcome: 'done', reason: reasons.length === 0 ? null : reasons.join('; '), detail };
    }
    default:
      return found satisfies never;
  }
}

function resultOf(
  feed: Feed,
  memory: FeedMemory,
  found: Found,
  retryMs: number | null,
  isPushed: boolean,
  { settings, now, random }: Ports,
): PollResult {
  const broken = found.status === 'broken' ? found : null;
  const read = found.status === 'read' ? found : null;
  // Tries of one poll count as one failure of the feed; a poll that was not made counts as none.
  const isFailure = broken !== null && retryMs === null && broken.kind !== 'postponed';
  const failures = broken === null ? 0 : feed.failures + (isFailure ? 1 : 0);
  // Whatever else goes wrong with a feed that is gone, it is asked again once a week.
  const isGone = broken !== null && (broken.kind === 'gone' || feed.state === 'gone');
  const { rhythm, hints } = memory;
  const next = nextPoll(
    {
      kind: isGone ? 'gone' : broken === null ? 'ok' : broken.kind === 'postponed' ? 'postponed' : 'failed',
      failures,
      retryAfterMs: broken?.retryAfterMs ?? null,
      rhythm,
      hints,
      leftOver: read?.news.leftOver ?? 0,
      missed: read?.news.missed ?? 0,
      isPushed,
      currentMs: feed.interval_ms,
    },
    { minMs: settings.pollMinMs, maxMs: settings.pollMaxMs, startMs: settings.pollStartMs },
    now(),
    random,
  );
  const kept = { etag: feed.etag, lastModified: feed.last_modified, bodyHash: feed.body_hash };
  // A poll that is tried again soon keeps its claim; the job's next try ends it.
  const pauseMs = retryMs === null ? next.intervalMs : pollLeaseMs(settings);
  return {
    ...read?.feed,
    ...(found.status === 'broken' ? kept : found.validators),
    status: found.httpStatus,
    error: broken?.reason ?? null,
    failures,
    nextPollAt: new Date(now().getTime() + pauseMs),
    isRetried: retryMs !== null,
    intervalMs: retryMs === null ? next.intervalMs : feed.interval_ms,
    intervalReason: next.reason,
    intervalCause: next.cause,
    state: isGone ? 'gone' : 'active',
    memory,
  };
}
