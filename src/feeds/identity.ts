// By what an item is known again, and whether it changed. An item has up to three kinds of sign: the addresses of its
// article, its guid, and its title with its time of publication. matching.ts says which of them a feed may be believed.
// What must stay true: signs and hashes depend on the item alone, never on the clock or the order of the feed, because
// they are compared with those of earlier polls.
import { createHash } from 'node:crypto';
import type { FeedItem } from './feed.js';

// A list written as JSON keeps its parts apart: ["ab", "c"] is not ["a", "bc"].
const sha256 = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');
/** Signs are part of an index: 128 bits are enough that no two of a feed's ever meet. */
const SIGN_DIGITS = 32;
const sign = (kind: 'u' | 'g' | 'w', ...parts: string[]): string =>
  `${kind}:${sha256(...parts).slice(0, SIGN_DIGITS)}`;

export interface ItemSigns {
  /** Of the article's own address, then of those that it is a twin of. Empty: the item has no link. */
  addresses: string[];
  guid: string | null;
  /** Of the title and the time of publication, or of the text where there is no title. */
  words: string | null;
}

/** The signs of an item; `addressKeys` are the keys of its article's address and twins. Null: the item says nothing. */
export function signsOf(item: FeedItem, addressKeys: readonly string[]): ItemSigns | null {
  const addresses = addressKeys.map((key) => `u:${key}`);
  const guid = item.id?.trim() ? sign('g', plainGuid(item.id.trim())) : null;
  const words = wordsSign(item);
  return addresses.length === 0 && guid === null && words === null ? null : { addresses, guid, words };
}

/** All signs of an item in one list, the strongest first. */
export function allSigns({ addresses, guid, words }: ItemSigns): string[] {
  return [...addresses, ...(guid === null ? [] : [guid]), ...(words === null ? [] : [words])];
}

// A site that moves to https rewrites the guids that are addresses.
function plainGuid(guid: string): string {
  return /^https?:\/\//i.test(guid) ? guid.replace(/^https?:\/\/(?:www\.)?/i, '//').replace(/\/$/, '') : guid;
}

function wordsSign(item: FeedItem): string | null {
  const published = item.publishedAt?.toISOString() ?? '';
  const title = foldedTitle(item.title);
  if (title !== '') return sign('w', title, published);
  const text = textWords(item.summary ?? item.contentHtml);
  return text === '' ? null : sign('w', '', published, text);
}

/** A title as it is compared: without case and without differences of spacing. Empty for none. */
export function foldedTitle(title: string | null): string {
  return (title ?? '').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Older hashes are of other things, and say nothing about a change. */
const HASH_VERSION = '2:';

/**
 * Changes when a reader would see another item: its title, the words of its text, or its date of change. What stands in
 * tags does not count, since counters and tokens in the addresses of pictures differ with every request.
 */
export function contentHash(item: FeedItem): string {
  return (
    HASH_VERSION +
    sha256(
      item.title ?? '',
      textWords(item.summary),
      textWords(item.contentHtml),
      item.updatedAt?.toISOString() ?? '',
    )
  );
}

/** Whether a hash that was kept says that the item changed. One of an older version is believed to be the same. */
export function isChanged(kept: string, present: string): boolean {
  return kept !== present && (kept === '' || kept.startsWith(HASH_VERSION));
}

// Each character is looked at once, so `<<<<` costs no more than text.
function textWords(html: string | null): string {
  if (html === null) return '';
  const words: string[] = [];
  let from = 0;
  while (from < html.length) {
    const open = html.indexOf('<', from);
    words.push(html.slice(from, open < 0 ? html.length : open));
    const close = open < 0 ? -1 : html.indexOf('>', open);
    if (close < 0) {
      if (open >= 0) words.push(html.slice(open));
      break;
    }
    from = close + 1;
  }
  return words.join(' ').replace(/\s+/g, ' ').trim();
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
