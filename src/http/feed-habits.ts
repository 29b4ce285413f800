// What polls have learnt of a feed, as the API shows it.
import { identityRule } from '../feeds/identity-rule.js';
import { doubtsValidators, memoryOf } from '../feeds/memory.js';
import type { PublisherHints } from '../feeds/publisher-hints.js';
import type { Feed } from '../store/feeds.js';
import type { FeedHabits } from './contract-feeds.js';

export function feedHabits(feed: Pick<Feed, 'memory' | 'etag' | 'last_modified'>, now: Date): FeedHabits {
  const memory = memoryOf(feed.memory);
  const { rule, why } = identityRule(memory.identity);
  return {
    identity: { rule, evidence: why },
    itemsPerDay: memory.rhythm.perDay,
    publisherAsks: asks(memory.hints),
    missed: memory.missed,
    movingTo: memory.moved,
    validators: validators(feed, doubtsValidators(memory, now), memory.validatorsLiedAt),
  };
}

function asks({ ttlMinutes, cacheSeconds, skipHours, skipDays }: PublisherHints): string[] {
  const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
  return [
    ...(ttlMinutes === null ? [] : [`ttl of ${Math.round(ttlMinutes)} min`]),
    ...(cacheSeconds === null ? [] : [`fresh for ${cacheSeconds} s`]),
    ...(skipHours.length === 0 ? [] : [`no polls in the hours ${skipHours.join(', ')} (GMT)`]),
    ...(skipDays.length === 0 ? [] : [`no polls on ${skipDays.map((day) => days[day]).join(', ')}`]),
  ];
}

function validators(
  feed: Pick<Feed, 'etag' | 'last_modified'>,
  isDoubted: boolean,
  liedAt: string | null,
): string {
  const kept = [
    ...(feed.etag === null ? [] : [`ETag ${feed.etag}`]),
    ...(feed.last_modified === null ? [] : [`Last-Modified ${feed.last_modified}`]),
  ];
  if (kept.length === 0) return 'none';
  if (!isDoubted) return kept.join(', ');
  const why =
    liedAt === null ? 'the feed is due to be read in full' : `they denied news that was there, at ${liedAt}`;
  return `${kept.join(', ')}; not sent next time: ${why}`;
}
