// What a feed brings that was not known: new items become articles, changed ones are queued again, items without a
// link are recorded with that reason, and the rest costs nothing.
import type { FeedItem, ParsedFeed } from '../feeds/feed.js';
import { contentHash, itemKey, itemLink } from '../feeds/identity.js';
import type { NewArticle } from '../store/articles.js';
import type { DueRun } from '../store/due-run.js';
import type { Feed } from '../store/feeds.js';
import type { SeenItem } from '../store/items.js';
import type { ItemHints } from '../store/schema.js';
import type { Store } from '../store/store.js';
import { canonicalUrl, hostOf, urlKey } from '../web/canonical-url.js';
import type { Ports } from './ports.js';

interface Seen {
  key: string;
  contentHash: string;
  item: FeedItem;
}
/** An item that leads to an article. */
interface Linked extends Seen {
  url: string;
  hints: ItemHints;
}
export interface FeedNews {
  /** Items in the feed. */
  items: number;
  fresh: Linked[];
  /** Known items whose title, text or date changed, with the article that they led to. */
  changed: (Linked & { articleId: number | null })[];
  skipped: (Seen & { reason: string })[];
  /** New items beyond what one poll takes. */
  leftOver: number;
}

/** Compares a feed with what is known of it. Reads the store and writes nothing. */
export async function newsOf(
  feed: Feed,
  parsed: ParsedFeed,
  { store, settings }: Pick<Ports, 'store' | 'settings'>,
): Promise<FeedNews> {
  const seen = seenOnce(parsed.items);
  const known = await store.items.known(
    feed.id,
    seen.map(({ key }) => key),
  );
  const news: FeedNews = { items: parsed.items.length, fresh: [], changed: [], skipped: [], leftOver: 0 };
  for (const one of seen) {
    const before = known.get(one.key);
    if (before?.contentHash === one.contentHash) continue;
    const link = itemLink(one.item);
    const url = link === null ? null : canonicalUrl(link, feed.url);
    if (url === null) {
      news.skipped.push({
        ...one,
        reason:
          link === null ? 'the item has no link' : `the item's link is no web address: ${link.slice(0, 200)}`,
      });
    } else if (before !== undefined)
      news.changed.push({ ...one, url, hints: hintsOf(one.item, parsed), articleId: before.articleId });
    else if (news.fresh.length < settings.maxNewItems)
      news.fresh.push({ ...one, url, hints: hintsOf(one.item, parsed) });
    else news.leftOver++;
  }
  return news;
}

/** Writes the news in the poll's transaction; the runs whose scrape jobs are to be added. */
export async function saveNews(feed: Feed, news: FeedNews, store: Store): Promise<DueRun[]> {
  const linked: Linked[] = [...news.fresh, ...news.changed];
  const found = await store.articles.discover(linked.map((item) => newArticle(feed.id, item)));
  const articleOf = (item: Linked) => found.get(urlKey(item.url));
  await store.items.record([
    ...linked.map((item) => itemRow(feed.id, item, item.url, articleOf(item)?.id ?? null, null)),
    ...news.skipped.map((item) => itemRow(feed.id, item, item.item.url, null, item.reason)),
  ]);
  const isNew = linked.filter((item) => articleOf(item)?.isNew === true);
  const toScrape = [...isNew, ...news.changed].flatMap((item) => articleOf(item)?.id ?? []);
  return store.runs.start([...new Set(toScrape)], 'scrape', null);
}

// A key that stands twice in one feed is one item; the first, newest one counts.
function seenOnce(items: FeedItem[]): Seen[] {
  const seen = new Map<string, Seen>();
  for (const item of items) {
    const key = itemKey(item);
    if (key !== null && !seen.has(key)) seen.set(key, { key, contentHash: contentHash(item), item });
  }
  return [...seen.values()];
}

function hintsOf(item: FeedItem, feed: ParsedFeed): ItemHints {
  return {
    title: item.title,
    byline: item.authors.flatMap(({ name }) => (name === null ? [] : [name])),
    publishedAt: (item.publishedAt ?? item.updatedAt)?.toISOString() ?? null,
    language: item.language ?? feed.language,
  };
}

function newArticle(feedId: number, { url, hints }: Linked): NewArticle {
  return { url, urlKey: urlKey(url), host: hostOf(url), feedId, hints };
}

function itemRow(
  feedId: number,
  { key, contentHash: hash, item }: Seen,
  url: string | null,
  articleId: number | null,
  reason: string | null,
): SeenItem {
  return {
    feed_id: feedId,
    item_key: key,
    article_id: articleId,
    url,
    title: item.title,
    published_at: item.publishedAt,
    content_hash: hash,
    skip_reason: reason,
  };
}
