// JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1). What has the wrong type is left out, never guessed; only names that
// are written down here are read, so that a document cannot choose where anything goes.

import { parseUrl } from '../parse-url.js';
import { parseFeedDate } from './dates.js';
import { escapeMarkup } from './element.js';
import type { Enclosure, FeedAuthor, FeedItem, ParsedFeed } from './feed.js';

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== ''
    ? value.trim()
    : typeof value === 'number'
      ? String(value)
      : null;

/** Maps a parsed JSON document; null when it is no JSON Feed. */
export function mapJsonFeed(document: unknown, { url, now }: { url: string; now: Date }): ParsedFeed | null {
  if (!isObject(document)) return null;
  const version = text(document['version']);
  if (!version?.includes('jsonfeed.org') && !Array.isArray(document['items'])) return null;
  const home = absolute(document['home_page_url'], url);
  const language = text(document['language']);
  return {
    format: 'json',
    id: null,
    version: version?.split('/').at(-1) ?? null,
    title: text(document['title']),
    description: text(document['description']),
    siteUrl: home,
    feedUrl: absolute(document['feed_url'], url),
    language,
    publishedAt: null,
    updatedAt: null,
    authors: authorsOf(document),
    categories: [],
    ttlMinutes: null,
    skipHours: [],
    skipDays: [],
    olderUrl: absolute(document['next_url'], url),
    hub:
      listOf(document['hubs'])
        .filter(isObject)
        // The other protocol that the specification names asks back in another way.
        .filter((hub) => text(hub['type'])?.toLowerCase() !== 'rsscloud')
        .map((hub) => text(hub['url']))[0] ?? null,
    items: listOf(document['items'])
      .filter(isObject)
      .map((item) => mapItem(item, home ?? url, now)),
  };
}

function mapItem(item: Json, base: string, now: Date): FeedItem {
  const date = (name: string): Date | null => parseFeedDate(text(item[name]) ?? '', now);
  return {
    id: text(item['id']),
    idIsPermalink: false,
    url: absolute(item['url'], base) ?? absolute(item['external_url'], base),
    title: text(item['title']),
    summary: text(item['summary']),
    contentHtml: text(item['content_html']) ?? asHtml(text(item['content_text'])),
    authors: authorsOf(item),
    categories: listOf(item['tags']).flatMap((tag) => text(tag) ?? []),
    publishedAt: date('date_published'),
    updatedAt: date('date_modified'),
    enclosures: enclosuresOf(item, base),
    language: text(item['language']),
    extra: Object.fromEntries(
      ['image', 'banner_image', 'external_url'].flatMap((name) =>
        text(item[name]) === null ? [] : [[name, item[name]]],
      ),
    ),
  };
}

/** Plain text means its `<` literally. */
const asHtml = (content: string | null): string | null => (content === null ? null : escapeMarkup(content));

function enclosuresOf(item: Json, base: string): Enclosure[] {
  return listOf(item['attachments'])
    .filter(isObject)
    .flatMap((attachment) => {
      const url = absolute(attachment['url'], base);
      const length = Number(attachment['size_in_bytes']);
      const size = Number.isSafeInteger(length) && length > 0 ? length : null;
      return url === null ? [] : [{ url, type: text(attachment['mime_type']), length: size }];
    });
}

// Version 1.0 has one `author`, 1.1 a list of `authors`; each is met in the other's form, and as a bare name.
function authorsOf(of: Json): FeedAuthor[] {
  const people = ['authors', 'author'].flatMap((name) =>
    Array.isArray(of[name]) ? listOf(of[name]) : [of[name]],
  );
  const found = people.flatMap((person) => {
    const [name, url] = isObject(person) ? [text(person['name']), text(person['url'])] : [text(person), null];
    return name === null && url === null ? [] : [{ name, email: null, url }];
  });
  return [...new Map(found.map((author) => [`${author.name}|${author.url}`, author])).values()];
}

function absolute(value: unknown, base: string): string | null {
  const link = text(value);
  if (link === null) return null;
  return parseUrl(link, base)?.href ?? link;
}
