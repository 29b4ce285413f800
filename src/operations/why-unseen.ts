// Why an address that no article has did not come in: which feeds of its site are polled and how they are, whether one
// of them listed it all the same, and what would make it come in.
import type { Feed } from '../store/feeds.js';
import type { ListedItem } from '../store/items.js';
import { hostOf, politeSite } from '../web/canonical-url.js';
import type { Ports } from '../workers/ports.js';
import { type FeedHealth, healthOf } from './feed-health.js';

/** A feed of the site of an address that never came in. */
export interface FeedOfSite {
  id: number;
  url: string;
  state: Feed['state'];
  health: FeedHealth['kind'];
  /** The same in words. */
  says: string;
  polledAt: Date | null;
  /** null while it is paused. */
  nextPollAt: Date | null;
  lastError: string | null;
}
export interface Unseen {
  answer: string;
  feeds: FeedOfSite[];
}

/** What is known of a canonical address that no article has. */
export async function unseen(url: string, { store, now }: Pick<Ports, 'store' | 'now'>): Promise<Unseen> {
  const site = politeSite(hostOf(url));
  const feeds = await store.feeds.ofSite(site);
  const listed = await store.items.listing(
    feeds.map(({ id }) => id),
    url,
  );
  return {
    answer: listed === null ? neverListed(url, site, feeds, now()) : leftOut(url, listed),
    feeds: feeds.map((feed) => feedOfSite(feed, now())),
  };
}

function feedOfSite(feed: Feed, now: Date): FeedOfSite {
  const { kind, words } = healthOf(feed, now);
  const { id, url, state, polled_at: polledAt, last_error: lastError } = feed;
  const nextPollAt = state === 'paused' ? null : feed.next_poll_at;
  return { id, url, state, health: kind, says: words, polledAt, nextPollAt, lastError };
}

function leftOut(url: string, { feedId, feedUrl, seenAt, reason }: ListedItem): string {
  const why = reason ?? 'the article that it led to was removed';
  return `${url} was in the feed ${feedId} (${feedUrl}), first seen at ${seenAt.toISOString()}, and no article was made of it: ${why}.`;
}

function neverListed(url: string, site: string, feeds: readonly Feed[], now: Date): string {
  if (feeds.length === 0)
    return `${url} was never in a feed, and no feed of ${site} is polled. \`feedmill feeds add <site>\` finds the site's feeds; \`feedmill ingest\` takes them in at once.`;
  const these = feeds.length === 1 ? 'the one feed' : `any of the ${feeds.length} feeds`;
  return `${url} was never in ${these} of ${site} that Feedmill knows. ${remedy(feeds, now)}`;
}

/** What would make it come in, beginning with what keeps it out now. */
function remedy(feeds: readonly Feed[], now: Date): string {
  const asked = feeds.filter(({ state }) => state !== 'paused');
  const [first] = feeds;
  if (asked.length === 0)
    return `All of them are paused, so nothing of the site comes in; \`feedmill feeds resume ${first?.id}\` goes on with one.`;
  const well = asked.filter(({ failures, state }) => failures === 0 && state === 'active');
  const [broken] = asked;
  if (well.length === 0)
    return `None of those that are polled can be read now: feed ${broken?.id} says "${broken?.last_error ?? 'gone for good'}". The article comes in once one can be read again and lists it.`;
  const [next] = [...well].sort((a, b) => a.next_poll_at.getTime() - b.next_poll_at.getTime());
  if (next === undefined) return '';
  const unread = well.every(({ polled_at: polledAt }) => polledAt === null);
  const when =
    next.next_poll_at <= now ? 'is due now' : `is polled next at ${next.next_poll_at.toISOString()}`;
  const none = well.length === 1 ? 'It has not been polled yet. ' : 'They have not been polled yet. ';
  return `${unread ? none : ''}The article comes in once a feed lists it: feed ${next.id} ${when}, and \`feedmill feeds poll ${next.id}\` asks it at once. What is too old to be listed comes in only by a feed of an archive or a section that still has it.`;
}
