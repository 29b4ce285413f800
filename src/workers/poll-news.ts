// What a feed brings that was not known: new items become articles, changed ones are queued again, items without a
// link are recorded with that reason, and the rest costs nothing.
import type { FeedItem, ParsedFeed } from '../feeds/feed.js';
import { allSigns, contentHash, isChanged, itemLink, signsOf } from '../feeds/identity.js';
import { identityRule, learnsSigns } from '../feeds/identity-rule.js';
import { type IdentityEvidence, type KnownItem, matchItems, type SignedItem } from '../feeds/matching.js';
import type { FeedMemory } from '../feeds/memory.js';
import { missedItems } from '../feeds/missed.js';
import type { NewArticle } from '../store/articles.js';
import type { DueRun } from '../store/due-run.js';
import type { Feed } from '../store/feeds.js';
import type { SeenItem } from '../store/items.js';
import type { ItemHints } from '../store/schema-articles.js';
import type { Store } from '../store/store.js';
import { canonicalUrl, hostOf, urlKey } from '../web/canonical-url.js';
import { addressKeys } from '../web/twin-url.js';
import type { Ports } from './ports.js';

interface Polled extends SignedItem {
  contentHash: string;
  item: FeedItem;
  hints: ItemHints;
}
/** An item under the key of its row. */
interface Keyed {
  key: string;
  polled: Polled;
}
/** An item that leads to an article. */
interface Linked extends Keyed {
  url: string;
}
export interface FeedNews {
  /** Items in the feed. */
  items: number;
  evidence: IdentityEvidence;
  published: { fresh: Date[]; all: Date[] };
  fresh: Linked[];
  /** Known items whose title, text or date changed, with the article that they led to. */
  changed: (Linked & { articleId: number | null })[];
  skipped: (Keyed & { reason: string })[];
  /** Known items whose hash is of an older version: written down again, and nothing more. */
  rehashed: (Keyed & { articleId: number | null })[];
  /** Signs of known items that were not known. */
  newSigns: { sign: string; itemKey: string }[];
  /** New items beyond what one poll takes. */
  leftOver: number;
  /** Items that were probably in the feed since the last poll, and are not now. */
  missed: number;
}

/** Compares a feed with what is known of it. Reads the store and writes nothing. */
export async function newsOf(
  feed: Feed,
  parsed: ParsedFeed,
  memory: FeedMemory,
  { store, settings, now }: Pick<Ports, 'store' | 'settings' | 'now'>,
): Promise<FeedNews> {
  const polled = polledItems(parsed, feed.url);
  const signs = new Set(polled.flatMap((item) => allSigns(item.signs)));
  const knownBySign = await store.items.known(feed.id, [...signs]);
  const { known, fresh, evidence } = matchItems(polled, knownBySign, identityRule(memory.identity).rule);
  const sinceMs = feed.succeeded_at === null ? 0 : now().getTime() - feed.succeeded_at.getTime();
  const dates = (items: Polled[]): Date[] => items.flatMap(({ item }) => item.publishedAt ?? []);
  const news: FeedNews = {
    items: parsed.items.length,
    evidence,
    // An item that does not say when it was published was so when it came.
    published: { fresh: fresh.map(({ item }) => item.publishedAt ?? now()), all: dates(polled) },
    fresh: [],
    changed: [],
    skipped: [],
    rehashed: [],
    newSigns: [],
    leftOver: 0,
    missed: missedItems(memory, evidence, dates(polled), sinceMs, now()),
  };
  for (const one of known) addKnown(one.item, one.as, news);
  for (const item of fresh) addFresh(item, news, settings.maxNewItems);
  if (learnsSigns(evidence, memory.pollsSinceMassChange))
    news.newSigns = known.flatMap(({ as, newSigns }) => newSigns.map((sign) => ({ sign, itemKey: as.key })));
  return news;
}

function polledItems(parsed: ParsedFeed, feedUrl: string): Polled[] {
  return parsed.items.flatMap((item) => {
    const link = itemLink(item);
    const url = link === null ? null : canonicalUrl(link, feedUrl);
    const signs = signsOf(item, url === null ? [] : addressKeys(url));
    if (signs === null) return [];
    const { title, publishedAt } = item;
    const hints = hintsOf(item, parsed);
    return [{ signs, url, title, publishedAt, contentHash: contentHash(item), item, hints }];
  });
}

function addKnown(polled: Polled, as: KnownItem, news: FeedNews): void {
  const { key, articleId } = as;
  const isSame = !isChanged(as.contentHash, polled.contentHash);
  if (isSame && (articleId !== null || polled.url === null)) {
    if (as.contentHash !== polled.contentHash) news.rehashed.push({ key, polled, articleId });
    return;
  }
  if (polled.url === null) news.skipped.push({ key, polled, reason: reasonOf(polled.item) });
  else news.changed.push({ key, polled, url: polled.url, articleId });
}

function addFresh(polled: Polled, news: FeedNews, maxNewItems: number): void {
  const [key = ''] = allSigns(polled.signs);
  if (polled.url === null) news.skipped.push({ key, polled, reason: reasonOf(polled.item) });
  else if (news.fresh.length < maxNewItems) news.fresh.push({ key, polled, url: polled.url });
  else news.leftOver++;
}

function reasonOf(item: FeedItem): string {
  const link = itemLink(item);
  return link === null ? 'the item has no link' : `the item's link is no web address: ${link.slice(0, 200)}`;
}

/** Writes the news in the poll's transaction; the runs whose scrape jobs are to be added. */
export async function saveNews(feed: Feed, news: FeedNews, store: Store): Promise<DueRun[]> {
  const unmade = [...news.fresh, ...news.changed.filter(({ articleId }) => articleId === null)];
  const found = await store.articles.discover(unmade.map((item) => newArticle(feed.id, item)));
  const articleOf = (item: Linked) => found.get(urlKey(item.url));
  const changed = news.changed.map((item) => ({
    ...item,
    articleId: item.articleId ?? articleOf(item)?.id ?? null,
  }));
  await store.items.record([
    ...news.fresh.map((item) => itemRow(feed.id, item, articleOf(item)?.id ?? null, null)),
    ...changed.map((item) => itemRow(feed.id, item, item.articleId, null)),
    ...news.rehashed.map((item) => itemRow(feed.id, item, item.articleId, null)),
    ...news.skipped.map((item) => itemRow(feed.id, item, null, item.reason)),
  ]);
  await store.items.sign(feed.id, once([...news.fresh, ...news.skipped].flatMap(signRows), news.newSigns));
  const isNew = news.fresh.flatMap((item) => (articleOf(item)?.isNew === true ? [articleOf(item)?.id] : []));
  const toScrape = [...isNew, ...changed.map(({ articleId }) => articleId)];
  return store.runs.start([...new Set(toScrape.filter((id) => typeof id === 'number'))], 'scrape', null);
}

const signRows = ({ key, polled }: Keyed): FeedNews['newSigns'] =>
  allSigns(polled.signs).map((sign) => ({ sign, itemKey: key }));

// A statement may write each sign once; of a guid or a title that two items have, the first one's counts.
function once(...lists: FeedNews['newSigns'][]): FeedNews['newSigns'] {
  const signs = new Map<string, FeedNews['newSigns'][number]>();
  for (const one of lists.flat()) if (!signs.has(one.sign)) signs.set(one.sign, one);
  return [...signs.values()];
}

function hintsOf(item: FeedItem, feed: ParsedFeed): ItemHints {
  return {
    title: item.title,
    byline: item.authors.flatMap(({ name }) => (name === null ? [] : [name])),
    publishedAt: (item.publishedAt ?? item.updatedAt)?.toISOString() ?? null,
    language: item.language ?? feed.language,
  };
}

function newArticle(feedId: number, { url, polled }: Linked): NewArticle {
  return { url, urlKey: urlKey(url), host: hostOf(url), feedId, hints: polled.hints };
}

// Twice the length at which the text of an article is no longer searched, and longer than any that was written.
const MAX_CONTENT = 1_000_000;

/** The longer of what the item says itself: some feeds cut their content shorter than their summary. */
function contentOf({ contentHtml, summary }: FeedItem): string | null {
  const [content, other] = [contentHtml ?? '', summary ?? ''];
  const longer = content.length >= other.length ? content : other;
  return longer === '' ? null : longer.slice(0, MAX_CONTENT);
}

function itemRow(
  feedId: number,
  { key, polled }: Keyed,
  articleId: number | null,
  reason: string | null,
): SeenItem {
  return {
    feed_id: feedId,
    item_key: key,
    article_id: articleId,
    url: polled.url ?? polled.item.url,
    title: polled.title,
    published_at: polled.publishedAt,
    content_hash: polled.contentHash,
    content: contentOf(polled.item),
    skip_reason: reason,
  };
}
