// By what a feed's items are known again, and whether they changed. What must stay true: a key and a hash depend on the
// item alone, never on the clock or the order of the feed, because they are compared with those of earlier polls; to
// change what goes into them makes every known item new.
import { createHash } from 'node:crypto';
import type { FeedItem } from './feed.js';

// A list written as JSON keeps its parts apart: ["ab", "c"] is not ["a", "bc"].
const sha256 = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');
/** Keys are part of an index, whose rows Postgres limits to 2,704 bytes; longer ones are replaced by their hash. */
const MAX_KEY = 500;

/**
 * The key under which one feed's item is known again: its guid, else its address, else a hash of its title and date
 * (of its text where it has no title). Null: the item says nothing.
 */
export function itemKey(item: FeedItem): string | null {
  const own = item.id?.trim() || item.url?.trim();
  if (own) return own.length <= MAX_KEY ? own : sha256(own);
  const words = item.title ?? item.summary ?? item.contentHtml;
  if (words === null) return null;
  const published = item.publishedAt?.toISOString() ?? '';
  return item.title === null ? sha256('', published, words) : sha256(item.title, published, '');
}

/** Changes when a reader would see another item: title, text or its date of change. Sha256 in hexadecimal. */
export function contentHash(item: FeedItem): string {
  return sha256(
    item.title ?? '',
    item.summary ?? '',
    item.contentHtml ?? '',
    item.updatedAt?.toISOString() ?? '',
  );
}

/**
 * The address of the article that an item stands for: its link, else a guid that is its address, else an enclosure
 * that is a page. A link of another kind (mailto:, javascript:) comes only where nothing better is known, so that it
 * can be named as the reason. Null: the item has no link.
 */
export function itemLink(item: FeedItem): string | null {
  if (isWeb(item.url)) return item.url;
  const id = item.id?.trim() ?? null;
  if (item.idIsPermalink && isWeb(id)) return id;
  const page = item.enclosures.find(
    ({ type, url }) => type?.trim().toLowerCase().startsWith('text/html') && isWeb(url),
  );
  return page?.url ?? item.url;
}

const isWeb = (url: string | null): url is string => url !== null && /^https?:\/\//i.test(url);
