// Stored articles as a feed of their own, for readers of feeds: Atom (RFC 4287) and JSON Feed 1.1, each with the whole
// clean text. An id is made of an article's address alone (a name-based UUID, RFC 9562 section 5.5), so that it is the
// same in every feed that has the article, and after the service was set up anew.
import { createHash } from 'node:crypto';
import { xmlText } from './xml-text.js';

export interface CleanedItem {
  url: string;
  title: string | null;
  html: string;
  authors: readonly string[];
  /** The site that it is from. */
  source: string | null;
  tags: readonly string[];
  imageUrl: string | null;
  /** A BCP 47 tag; null where it is not known. */
  language: string | null;
  publishedAt: Date;
  updatedAt: Date;
}
export interface CleanedFeed {
  title: string;
  /** Its own address. */
  url: string;
  /** A page that shows the same. */
  pageUrl: string;
  items: readonly CleanedItem[];
}

/** Of RFC 9562, section 6.6, for names that are URLs. */
const URL_NAMESPACE = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');
const GENERATOR = 'Feedmill';

/** The urn:uuid of an address: the same one for the same address, always. */
export function urnOf(url: string): string {
  const bytes = createHash('sha1').update(URL_NAMESPACE).update(url).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return `urn:uuid:${bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;
}

/** When the newest change was; the beginning of time for a feed without items. */
const updatedOf = (items: readonly CleanedItem[]): Date =>
  new Date(Math.max(0, ...items.map(({ updatedAt }) => updatedAt.getTime())));

/** The feed as Atom. What XML has no way to write is left out. */
export function atomFeed({ title, url, pageUrl, items }: CleanedFeed): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    element('title', title),
    element('id', urnOf(url)),
    element('updated', updatedOf(items).toISOString()),
    element('generator', GENERATOR),
    `<author>${element('name', GENERATOR)}</author>`,
    `<link rel="self" type="application/atom+xml" href="${xmlText(url)}"/>`,
    `<link rel="alternate" type="text/html" href="${xmlText(pageUrl)}"/>`,
    ...items.map(entry),
    '</feed>\n',
  ].join('\n');
}

function entry({ url, title, html, language, publishedAt, updatedAt, ...item }: CleanedItem): string {
  // An entry without author would have the feed's.
  const authors = item.authors.length > 0 ? item.authors : item.source === null ? [] : [item.source];
  return [
    `<entry${language === null ? '' : ` xml:lang="${xmlText(language)}"`}>`,
    element('title', title ?? url),
    element('id', urnOf(url)),
    `<link rel="alternate" type="text/html" href="${xmlText(url)}"/>`,
    element('published', publishedAt.toISOString()),
    element('updated', updatedAt.toISOString()),
    ...authors.map((name) => `<author>${element('name', name)}</author>`),
    ...item.tags.map((tag) => `<category term="${xmlText(tag)}"/>`),
    `<content type="html">${xmlText(html)}</content>`,
    '</entry>',
  ].join('\n');
}

const element = (name: string, text: string): string => `<${name}>${xmlText(text)}</${name}>`;

/** The feed as JSON Feed. */
export function jsonFeed({ title, url, pageUrl, items }: CleanedFeed): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: pageUrl,
    feed_url: url,
    items: items.map(({ title: headline, ...item }) => ({
      id: urnOf(item.url),
      url: item.url,
      title: headline ?? item.url,
      content_html: item.html,
      date_published: item.publishedAt.toISOString(),
      date_modified: item.updatedAt.toISOString(),
      ...(item.imageUrl === null ? {} : { image: item.imageUrl }),
      ...(item.authors.length === 0 ? {} : { authors: item.authors.map((name) => ({ name })) }),
      ...(item.tags.length === 0 ? {} : { tags: item.tags }),
      ...(item.language === null ? {} : { language: item.language }),
    })),
  });
}
