// The items between two polls that a feed shows no more, from the site's news sitemap. A sitemap lists the whole site, so
// it speaks for a feed that does as well: one that has nearly all of what the sitemap lists for the same time.
import type { FeedItem, ParsedFeed } from '../feeds/feed.js';
import { itemLink } from '../feeds/identity.js';
import type { Feed } from '../store/feeds.js';
import { canonicalUrl, urlKey } from '../web/canonical-url.js';
import { newsSitemaps } from './news-sitemaps.js';
import type { Ports } from './ports.js';

/** The share of a sitemap's items for the feed's own time that the feed must have, and how many there must be. */
const WHOLE_SITE = 0.8;
const MIN_SHARED = 3;
/** So far before the last poll items are taken from the sitemap as well, to see that it reaches back to known ones. */
const OVERLAP_MS = 6 * 3_600_000;

/** The feed with the missing items behind its own; null where no sitemap speaks for it or has any. */
export async function withSitemapItems(
  feed: Pick<Feed, 'url' | 'succeeded_at'>,
  parsed: ParsedFeed,
  ports: Pick<Ports, 'web' | 'robots' | 'now'>,
  signal: AbortSignal,
): Promise<ParsedFeed | null> {
  if (feed.succeeded_at === null || parsed.format === 'sitemap') return null;
  const since = feed.succeeded_at.getTime() - OVERLAP_MS;
  for await (const { feed: sitemap } of newsSitemaps(parsed.siteUrl ?? feed.url, ports, signal)) {
    const missing = missingFrom(parsed.items, sitemap.items, since);
    if (missing.length > 0) return { ...parsed, items: [...parsed.items, ...missing] };
  }
  return null;
}

function missingFrom(own: readonly FeedItem[], listed: readonly FeedItem[], since: number): FeedItem[] {
  const keys = new Set(own.map(keyOf));
  const dated = listed.flatMap((item) => {
    const time = item.publishedAt?.getTime();
    return time === undefined ? [] : [{ item, time, isShared: keys.has(keyOf(item)) }];
  });
  const shared = dated.filter(({ isShared }) => isShared);
  // By the sitemap's own times, since a feed may give others.
  const oldest = shared.reduce((least, { time }) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const beside = dated.filter(({ time }) => time >= oldest).length;
  if (shared.length < MIN_SHARED || shared.length < beside * WHOLE_SITE) return [];
  return dated.filter(({ time }) => time > since && time < oldest).map(({ item }) => item);
}

function keyOf(item: FeedItem): string | null {
  const link = itemLink(item);
  const url = link === null ? null : canonicalUrl(link);
  return url === null ? null : urlKey(url);
}
