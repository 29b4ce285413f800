// When a feed's trouble is worth telling, and its end.
import type { NewEvent } from '../store/events.js';
import type { Feed, PollResult } from '../store/feeds.js';

/** One poll that fails is a server's bad minute; three, each after a longer pause, are an hour or more. */
const FAILING_AFTER = 3;

/** The event of a poll that ends so; null when it changes nothing that somebody must know. */
export function feedEvent(
  { id, url, title, failures: before }: Feed,
  { failures, error }: Pick<PollResult, 'failures' | 'error'>,
): NewEvent | null {
  const isFailing = failures >= FAILING_AFTER;
  if (isFailing === before >= FAILING_AFTER) return null;
  return {
    type: isFailing ? 'feed.failing' : 'feed.recovered',
    feedId: id,
    data: { url, title, ...(isFailing ? { reason: error, failures } : {}) },
  };
}
