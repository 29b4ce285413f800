// The poll stage: a conditional request of a feed, and what of it is new. Binds the reader, the web and the store;
// the rules of feeds are in feeds/. A poll writes its items, its articles, its feed and its ledger row in one
// transaction, fenced by the feed's `attempt`; the scrape jobs follow, and the sweep adds those that do not.
import { createHash } from 'node:crypto';
import { decodeText } from '../feeds/decode.js';
import { nextInterval } from '../feeds/interval.js';
import { parseFeed } from '../feeds/parse.js';
import { pipeline, retryDelayMs, type StageJobs } from '../pipeline.js';
import type { Settings } from '../settings.js';
import type { Feed, PollResult } from '../store/feeds.js';
import type { LedgerOutcome } from '../store/schema.js';
import type { WebOutcome } from '../web/client.js';
import { judge } from '../web/outcome.js';
import { handOn } from './hand-on.js';
import type { JobResult } from './job-result.js';
import { type FeedNews, newsOf, saveNews } from './poll-news.js';
import type { Ports } from './ports.js';

/** What a poll found, before it is written. */
type Found =
  | {
      status: 'read';
      news: FeedNews;
      feed: Pick<PollResult, 'title' | 'siteUrl' | 'language'>;
      validators: Validators;
      httpStatus: number;
      ttlMinutes: number | null;
    }
  | { status: 'unchanged'; validators: Validators; httpStatus: number }
  | {
      status: 'broken';
      reason: string;
      httpStatus: number | null;
      transient: boolean;
      retryAfterMs: number | null;
    }
  | { status: 'offline' }
  | { status: 'aborted' };
type Validators = Pick<PollResult, 'etag' | 'lastModified' | 'bodyHash'>;

type Ended = Exclude<Found, { status: 'aborted' | 'offline' }>;

/** A poll that met our own network's end is made again soon: the next one tells whether it is back. */
const OFFLINE_MS = 30_000;

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
  const found = await request(feed, ports, signal);
  if (found.status === 'aborted') return { status: 'given-back' };
  // Our own network is away: that is no failure of the feed, and counts as no try.
  if (found.status === 'offline')
    return { status: 'delayed', until: new Date(ports.now().getTime() + OFFLINE_MS) };
  const willRetry = found.status === 'broken' && found.transient && tries + 1 < pipeline.poll.tries;
  const delayMs = willRetry ? retryDelayMs('poll', tries + 1, ports.random, found.retryAfterMs) : null;
  return conclude(feed, found, delayMs, Math.round(performance.now() - started), ports);
}

async function request(feed: Feed, ports: Ports, signal: AbortSignal): Promise<Found> {
  const outcome = await ports.web.get({
    url: feed.url,
    etag: feed.etag,
    lastModified: feed.last_modified,
    acceptTypes: 'feed',
    signal,
  });
  switch (outcome.status) {
    case 'ok':
      return read(feed, outcome, ports);
    case 'not-modified':
      return {
        status: 'unchanged',
        httpStatus: 304,
        validators: {
          etag: outcome.etag ?? feed.etag,
          lastModified: outcome.lastModified ?? feed.last_modified,
          bodyHash: feed.body_hash,
        },
      };
    case 'aborted':
    case 'offline':
      return { status: outcome.status };
    default: {
      const { kind, reason, retryAfterMs } = judge(outcome);
      return {
        status: 'broken',
        reason,
        httpStatus: outcome.status === 'http-error' ? outcome.httpStatus : null,
        transient: kind === 'transient' || kind === 'throttled',
        retryAfterMs,
      };
    }
  }
}

async function read(feed: Feed, page: Extract<WebOutcome, { status: 'ok' }>, ports: Ports): Promise<Found> {
  // Many servers send a new ETag with the same bytes; the bytes themselves do not lie.
  const bodyHash = createHash('sha256').update(page.body).digest('hex');
  const validators = { etag: page.etag, lastModified: page.lastModified, bodyHash };
  if (bodyHash === feed.body_hash) return { status: 'unchanged', validators, httpStatus: page.httpStatus };
  const { text } = decodeText(page.body, { contentType: page.contentType });
  const parsed = parseFeed(text, { url: page.url, now: ports.now() });
  if (parsed.status === 'not-a-feed') {
    return {
      status: 'broken',
      reason: parsed.message,
      httpStatus: page.httpStatus,
      transient: false,
      retryAfterMs: null,
    };
  }
  const { title, siteUrl, language, ttlMinutes } = parsed.feed;
  const news = await newsOf(feed, parsed.feed, ports);
  // Items that were left over must be seen again, so the next answer may not be "not modified".
  const kept = news.leftOver > 0 ? { etag: null, lastModified: null, bodyHash: null } : validators;
  return {
    status: 'read',
    news,
    feed: { title, siteUrl, language },
    validators: kept,
    httpStatus: page.httpStatus,
    ttlMinutes,
  };
}

async function conclude(
  feed: Feed,
  found: Ended,
  retryMs: number | null,
  ms: number,
  ports: Ports,
): Promise<JobResult> {
  const { outcome, reason, detail } = summaryOf(found, retryMs);
  const due = await ports.store.transaction(async (store) => {
    if (!(await store.feeds.endPoll(feed.id, feed.attempt, resultOf(feed, found, retryMs, ports))))
      return null;
    await store.ledger.record({
      stage: 'poll',
      article_id: null,
      feed_id: feed.id,
      batch_id: null,
      attempt: feed.attempt,
      outcome,
      reason,
      ms,
      worker: ports.workerId,
      detail,
    });
    return found.status === 'read' ? saveNews(feed, found.news, store) : [];
  });
  if (due === null) return { status: 'completed', value: { outcome: 'superseded' } };
  ports.log[outcome === 'done' || outcome === 'unchanged' ? 'info' : 'warn'](
    { stage: 'poll', feedId: feed.id, url: feed.url, outcome, reason, ms, ...detail },
    `poll ${outcome}`,
  );
  await handOn(due, ports);
  if (found.status !== 'broken') return { status: 'completed', value: { outcome, ...detail } };
  return retryMs === null
    ? { status: 'failed', reason: found.reason }
    : { status: 'retry', reason: found.reason, delayMs: retryMs };
}

function summaryOf(
  found: Ended,
  retryMs: number | null,
): { outcome: LedgerOutcome; reason: string | null; detail: Record<string, unknown> } {
  switch (found.status) {
    case 'unchanged':
      return {
        outcome: 'unchanged',
        reason: found.httpStatus === 304 ? 'not modified (304)' : 'the same bytes as last time',
        detail: { status: found.httpStatus },
      };
    case 'broken':
      return {
        outcome: retryMs === null ? 'failed' : 'retry',
        reason: found.reason,
        detail: { status: found.httpStatus },
      };
    case 'read': {
      const { fresh, changed, skipped, leftOver, items } = found.news;
      const reason = leftOver === 0 ? null : `${leftOver} new items are left for the next poll`;
      return {
        outcome: 'done',
        reason,
        detail: {
          status: found.httpStatus,
          items,
          new: fresh.length,
          changed: changed.length,
          skipped: skipped.length,
          leftOver,
        },
      };
    }
  }
}

function resultOf(
  feed: Feed,
  found: Ended,
  retryMs: number | null,
  { settings, now, random }: Ports,
): PollResult {
  const broken = found.status === 'broken';
  // Tries of one poll count as one failure of the feed.
  const failures = !broken ? 0 : retryMs === null ? feed.failures + 1 : feed.failures;
  const { intervalMs, reason } = nextInterval(
    {
      currentMs: feed.interval_ms,
      newItems: found.status === 'read' ? found.news.fresh.length : 0,
      failures,
      notModified: found.status === 'unchanged',
      ttlMinutes: found.status === 'read' ? found.ttlMinutes : null,
      retryAfterMs: broken ? found.retryAfterMs : null,
    },
    { minMs: settings.pollMinMs, maxMs: settings.pollMaxMs },
    random,
  );
  const kept = { etag: feed.etag, lastModified: feed.last_modified, bodyHash: feed.body_hash };
  return {
    ...(found.status === 'read' ? found.feed : {}),
    ...(broken ? kept : found.validators),
    status: found.httpStatus,
    error: broken ? found.reason : null,
    failures,
    // A poll that is tried again soon keeps its claim; the job's next try ends it.
    nextPollAt: new Date(now().getTime() + (retryMs === null ? intervalMs : pollLeaseMs(settings))),
    intervalMs: retryMs === null ? intervalMs : feed.interval_ms,
    intervalReason: reason,
  };
}
