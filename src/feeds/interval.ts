// When a feed is polled next: sooner after news, slowly later after silence, twice as late after each failure. What the
// publisher asks for is never undercut: a ttl up to a day, a Retry-After (RFC 9110, section 10.2.3) up to a week, which
// may be longer than the operator's upper bound.

export interface PollHistory {
  /** The pause before this poll. */
  currentMs: number;
  newItems: number;
  /** Polls in a row that failed. */
  failures: number;
  notModified: boolean;
  ttlMinutes: number | null;
  retryAfterMs: number | null;
}

const MINUTE_MS = 60_000;
/** Feeds that would otherwise be polled in step are drawn apart by up to a tenth. */
const JITTER = 0.1;
/** A feed's own ttl is obeyed up to here: some say a year. */
const MAX_TTL_MINUTES = 24 * 60;
/** A server that says "never" is asked again after this. */
const MAX_RETRY_AFTER_MS = 7 * 24 * 60 * MINUTE_MS;

/**
 * The pause until the next poll in ms, and why it is that long. It lies within the bounds, except that a Retry-After
 * beyond them is kept. `random` gives numbers from 0 to 1.
 */
export function nextInterval(
  history: PollHistory,
  bounds: { minMs: number; maxMs: number },
  random: () => number,
): { intervalMs: number; reason: string } {
  const { wanted, reason } = wish(history);
  const retryAfterMs = Math.min(history.retryAfterMs ?? 0, MAX_RETRY_AFTER_MS);
  const ttlMs = Math.min(history.ttlMinutes ?? 0, MAX_TTL_MINUTES) * MINUTE_MS;
  const asked = Math.max(retryAfterMs, ttlMs);
  const jittered = Math.max(wanted, asked) * (1 + JITTER * random());
  const bounded = Math.min(bounds.maxMs, Math.max(bounds.minMs, jittered));
  const intervalMs = Math.ceil(Math.max(bounded, retryAfterMs));
  return { intervalMs, reason: asked > wanted ? 'the feed asks for this pause' : reason };
}

function wish({ currentMs, newItems, failures, notModified }: PollHistory): {
  wanted: number;
  reason: string;
} {
  if (failures > 0)
    return { wanted: currentMs * 2, reason: `failed ${failures} times in a row, so the pause doubles` };
  if (newItems > 0)
    return { wanted: currentMs * 0.6, reason: `${newItems} new items, so it is looked at sooner` };
  return {
    wanted: currentMs * 1.25,
    reason: notModified ? 'not modified, so the pause grows' : 'nothing new, so the pause grows',
  };
}
