// How a feed is, in words for a person.
import { memoryOf } from '../feeds/memory.js';
import type { Feed } from '../store/feeds.js';

export interface FeedHealth {
  kind: 'well' | 'missing' | 'failing' | 'gone' | 'paused' | 'new';
  /** A few words, without a full stop. */
  words: string;
}

/** So long a feed that missed items is told of. */
const MISSED_SHOWN_MS = 7 * 86_400_000;

export function healthOf(
  feed: Pick<Feed, 'state' | 'failures' | 'polled_at' | 'last_error' | 'memory'>,
  now: Date,
): FeedHealth {
  const { missed } = memoryOf(feed.memory);
  if (feed.state === 'paused') return { kind: 'paused', words: 'paused by hand' };
  if (feed.state === 'gone')
    return { kind: 'gone', words: 'gone for good, says its server; asked again once a week' };
  if (feed.failures > 0) {
    const times = feed.failures === 1 ? 'its last poll failed' : `its last ${feed.failures} polls failed`;
    return { kind: 'failing', words: `${times}${feed.last_error === null ? '' : `: ${feed.last_error}`}` };
  }
  if (feed.polled_at === null) return { kind: 'new', words: 'not polled yet' };
  if (missed !== null && now.getTime() - Date.parse(missed.at) < MISSED_SHOWN_MS)
    return { kind: 'missing', words: `answers, but ${missed.items} items were probably missed` };
  return { kind: 'well', words: 'well' };
}
