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
  const times = own.flatMap(({ publishedAt }) => publishedAt?.getTime() ?? []);
  const oldest = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const keys = new Set(own.map(keyOf));
  const timeOf = ({ publishedAt }: FeedItem): number => publishedAt?.getTime() ?? Number.NaN;
  const beside = listed.filter((item) => timeOf(item) >= oldest);
  const shared = beside.filter((item) => keys.has(keyOf(item))).length;
  if (shared < MIN_SHARED || shared < beside.length * WHOLE_SITE) return [];
  return listed.filter((item) => timeOf(item) > since && timeOf(item) < oldest && !keys.has(keyOf(item)));
}

function keyOf(item: FeedItem): string | null {
  const link = itemLink(item);
  const url = link === null ? null : canonicalUrl(link);
  return url === null ? null : urlKey(url);
}
