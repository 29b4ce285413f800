// When a feed is polled next. Its own rhythm says when news may be expected; what the publisher asks for makes the pause
// longer, unless so much news would wait meanwhile that the publisher cannot mean it; failures are graded. A Retry-After
// (RFC 9110, section 10.2.3) is obeyed up to a week, which may be longer than the operator's upper bound.
import type { PublisherHints } from './publisher-hints.js';
import { expectedWithin, type Rhythm, timeUntil } from './rhythm.js';

export type IntervalCause =
  | 'new-feed'
  | 'rhythm'
  | 'left-over'
  | 'missed'
  | 'pushed'
  | 'ttl'
  | 'cache'
  | 'skip'
  | 'distrusted'
  | 'failing'
  | 'retry-after'
  | 'host-pause'
  | 'gone';

export interface PollEnd {
  /**
   * What ended the poll: it was read or unchanged, it failed, it was not made because its host is left alone, or the
   * feed is gone for good (410).
   */
  kind: 'ok' | 'failed' | 'postponed' | 'gone';
  /** Polls in a row that failed. */
  failures: number;
  retryAfterMs: number | null;
  rhythm: Rhythm;
  hints: PublisherHints;
  /** New items that the poll left for the next one. */
  leftOver: number;
  /** Items that were probably missed between the polls. */
  missed: number;
  /** Whether a hub pushes what is new, so that polls only look whether it does. */
  isPushed: boolean;
  /** The pause before this poll. */
  currentMs: number;
}
export interface IntervalBounds {
  minMs: number;
  maxMs: number;
  startMs: number;
}
export interface NextPoll {
  intervalMs: number;
  cause: IntervalCause;
  /** Why, in words for a person. */
  reason: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Feeds that would otherwise be polled in step are drawn apart by up to a tenth. */
const JITTER = 0.1;
/** A poll is due when this much news is expected: half of the polls bring something. */
const EXPECTED_ITEMS = 0.5;
/** A publisher's pause in which more news than this is expected is not meant seriously. */
const TRUSTED_ITEMS = 3;
/** A publisher's pause is obeyed up to here: some say a year. */
const MAX_ASKED_MS = DAY_MS;
/** A server that says "never" is asked again after this. */
const MAX_RETRY_AFTER_MS = 7 * DAY_MS;
/** A feed that is gone for good (410) is asked again after this: some come back. */
const GONE_MS = 7 * DAY_MS;
/** The pause after the first failure; each further one doubles it. */
const FAILURE_MS = 10 * MINUTE_MS;
/** What a hub pushes is polled for after this: often enough to notice within a day that it has stopped. */
const PUSHED_MS = 6 * HOUR_MS;
/** When items were missed, the pause becomes this part of what it was. */
const AFTER_MISS = 0.25;

/** The pause until the next poll, and why. `random` gives numbers from 0 to 1. */
export function nextPoll(end: PollEnd, bounds: IntervalBounds, now: Date, random: () => number): NextPoll {
  const wish = wishOf(end, bounds, now);
  const jittered = wish.ms * (1 + JITTER * random());
  const bounded = Math.min(bounds.maxMs, Math.max(bounds.minMs, jittered));
  // What a server or a state demands may lie beyond the operator's bounds; what is only estimated may not.
  const isDemand = ['gone', 'retry-after', 'host-pause'].includes(wish.cause);
  const intervalMs = Math.round(isDemand ? Math.max(wish.ms, bounded) : bounded);
  const skip = end.kind === 'ok' ? skipped(end, new Date(now.getTime() + intervalMs)) : null;
  if (skip === null) return { intervalMs, cause: wish.cause, reason: wish.reason };
  return { intervalMs: intervalMs + skip.ms, cause: 'skip', reason: skip.reason };
}

interface Wish {
  ms: number;
  cause: IntervalCause;
  reason: string;
}

function wishOf(end: PollEnd, bounds: IntervalBounds, now: Date): Wish {
  if (end.kind === 'gone')
    return {
      ms: GONE_MS,
      cause: 'gone',
      reason: 'the feed is gone for good (410) and is asked again once a week',
    };
  if (end.kind === 'postponed') {
    const ms = Math.max(FAILURE_MS, Math.min(end.retryAfterMs ?? 0, MAX_RETRY_AFTER_MS));
    return { ms, cause: 'host-pause', reason: 'its host is left alone meanwhile' };
  }
  if (end.kind === 'failed') return afterFailure(end, bounds);
  const own = ownWish(end, bounds, now);
  if (own.cause === 'left-over' || own.cause === 'missed') return own;
  const wish = publisherWish(end, own, now);
  return end.isPushed && wish.ms < PUSHED_MS
    ? { ms: PUSHED_MS, cause: 'pushed', reason: 'its hub pushes what is new' }
    : wish;
}

function afterFailure({ failures, retryAfterMs }: PollEnd, { maxMs }: IntervalBounds): Wish {
  const backoffMs = Math.min(maxMs, FAILURE_MS * 2 ** Math.min(30, Math.max(0, failures - 1)));
  const askedMs = Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS);
  if (askedMs > backoffMs)
    return {
      ms: askedMs,
      cause: 'retry-after',
      reason: `the server asked for a pause of ${spoken(askedMs)}`,
    };
  const times = failures === 1 ? 'it failed' : `it failed ${failures} times in a row`;
  return { ms: backoffMs, cause: 'failing', reason: `${times}; each failure doubles the pause` };
}

function ownWish(end: PollEnd, { minMs, maxMs, startMs }: IntervalBounds, now: Date): Wish {
  if (end.leftOver > 0)
    return { ms: minMs, cause: 'left-over', reason: `${end.leftOver} new items are left over` };
  const { perDay } = end.rhythm;
  const expectedMs = timeUntil(EXPECTED_ITEMS, end.rhythm, now, maxMs);
  if (end.missed > 0) {
    const ms = Math.min(end.currentMs * AFTER_MISS, expectedMs ?? maxMs);
    return {
      ms,
      cause: 'missed',
      reason: `probably ${end.missed} items were missed, so it is looked at sooner`,
    };
  }
  if (expectedMs === null || perDay === null)
    return { ms: startMs, cause: 'new-feed', reason: 'its rhythm is not known yet' };
  return { ms: expectedMs, cause: 'rhythm', reason: `it brings ${rateText(perDay)}` };
}

function publisherWish({ rhythm, hints }: PollEnd, own: Wish, now: Date): Wish {
  const ttlMs = Math.min((hints.ttlMinutes ?? 0) * MINUTE_MS, MAX_ASKED_MS);
  const cacheMs = Math.min((hints.cacheSeconds ?? 0) * 1_000, MAX_ASKED_MS);
  const askedMs = Math.max(ttlMs, cacheMs);
  if (askedMs <= own.ms) return own;
  const cause = ttlMs >= cacheMs ? 'ttl' : 'cache';
  const what = cause === 'ttl' ? 'the feed asks for' : "the answer's cache headers ask for";
  const expected = expectedWithin(askedMs, rhythm, now);
  if (expected <= TRUSTED_ITEMS)
    return { ms: askedMs, cause, reason: `${what} a pause of ${spoken(askedMs)}` };
  const ms = timeUntil(TRUSTED_ITEMS, rhythm, now, askedMs) ?? askedMs;
  const reason = `${what} a pause of ${spoken(askedMs)}, in which about ${Math.round(expected)} new items would wait`;
  return { ms, cause: 'distrusted', reason };
}

// An hour or a day in which the feed has published is none that it skips, nor are all of them together.
function skipped({ hints, rhythm }: PollEnd, due: Date): { ms: number; reason: string } | null {
  const sum = rhythm.hours.reduce((total, count) => total + count, 0);
  const isQuiet = (hour: number): boolean => (rhythm.hours[hour] ?? 0) * 48 <= sum;
  const hours = new Set(hints.skipHours.filter(isQuiet));
  const days = new Set(hints.skipDays);
  const isSkipped = (at: number): boolean =>
    (hours.size < 24 && hours.has(new Date(at).getUTCHours())) ||
    (days.size < 7 && days.has(new Date(at).getUTCDay()));
  const from = due.getTime();
  if (!isSkipped(from)) return null;
  let at = from;
  // Hours that follow each other are fewer than a week's.
  for (let step = 0; step < 7 * 24 && isSkipped(at); step++) at += HOUR_MS - (at % HOUR_MS);
  return {
    ms: at - from,
    reason: `the feed skips the time until ${new Date(at).toISOString().slice(0, 16)}Z`,
  };
}

function rateText(perDay: number): string {
  if (perDay >= 1.5) return `about ${Math.round(perDay)} new items a day`;
  const perMonth = Math.round(perDay * 30);
  return perMonth >= 2 ? `about ${perMonth} new items a month` : 'hardly a new item a month';
}

function spoken(ms: number): string {
  if (ms >= 2 * DAY_MS) return `${Math.round(ms / DAY_MS)} days`;
  if (ms >= 2 * HOUR_MS) return `${Math.round(ms / HOUR_MS)} hours`;
  return ms >= 2 * MINUTE_MS ? `${Math.round(ms / MINUTE_MS)} minutes` : `${Math.round(ms / 1_000)} seconds`;
}
