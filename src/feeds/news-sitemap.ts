// A news sitemap as a feed: the articles of the last two days that a publisher shows to search engines. Other sitemaps
// list all pages of a site and are no feeds.
// Specification: sitemaps.org/protocol.html, Google's news and image extensions of it.

import { parseUrl } from '../parse-url.js';
import { parseFeedDate } from './dates.js';
import { childrenOf, firstChild, textOf, wordsOf, type XmlElement } from './element.js';
import type { FeedItem, ParsedFeed } from './feed.js';
import { plainOf } from './plain-text.js';
import { absolute } from './xml-links.js';
import { parseXmlTree } from './xml-tree.js';

/** Maps the <urlset> `root`; null when it lists no news. */
export function mapNewsSitemap(
  root: XmlElement,
  { url, now }: { url: string; now: Date },
): ParsedFeed | null {
  const entries = childrenOf(root, 'url').flatMap((entry) => {
    const news = firstChild(entry, 'news:news');
    return news === null ? [] : [mapEntry(entry, news, url, now)];
  });
  const [first] = entries;
  if (first === undefined) return null;
  return {
    format: 'sitemap',
    id: null,
    version: null,
    title: first.publication,
    description: null,
    siteUrl: parseUrl('/', url)?.href ?? null,
    feedUrl: null,
    language: first.item.language,
    publishedAt: null,
    updatedAt: null,
    authors: [],
    categories: [],
    ttlMinutes: null,
    skipHours: [],
    skipDays: [],
    olderUrl: null,
    hub: null,
    items: entries.map(({ item }) => item),
  };
}

/** The sitemaps that an index at `url` lists, absolute, in its order; none when the text is no index. */
export function listedSitemaps(text: string, url: string): string[] {
  return childrenOf(parseXmlTree(text), 'sitemapindex')
    .flatMap((index) => childrenOf(index, 'sitemap'))
    .flatMap((entry) => absolute(textOf(firstChild(entry, 'loc')), url) ?? []);
}

function mapEntry(
  entry: XmlElement,
  news: XmlElement,
  base: string,
  now: Date,
): { item: FeedItem; publication: string | null } {
  const publication = firstChild(news, 'news:publication') ?? news;
  const keywords = (wordsOf(firstChild(news, 'news:keywords')) ?? '').split(',').map((word) => word.trim());
  const images = childrenOf(entry, 'image:image').flatMap(
    (image) => absolute(textOf(firstChild(image, 'image:loc')), base) ?? [],
  );
  const date = (name: string, of: XmlElement): Date | null =>
    parseFeedDate(textOf(firstChild(of, name)) ?? '', now);
  const item: FeedItem = {
    id: null,
    idIsPermalink: false,
    url: absolute(textOf(firstChild(entry, 'loc')), base),
    title: plainOf(firstChild(news, 'news:title')),
    summary: null,
    contentHtml: null,
    authors: [],
    categories: [...new Set(keywords)].filter((word) => word !== ''),
    publishedAt: date('news:publication_date', news),
    updatedAt: date('lastmod', entry),
    enclosures: images.map((image) => ({ url: image, type: null, length: null })),
    language: textOf(firstChild(publication, 'news:language')),
    extra: Object.fromEntries(
      ['news:genres', 'news:access', 'news:stock_tickers'].flatMap((name) => {
        const words = wordsOf(firstChild(news, name));
        return words === null ? [] : [[name, words]];
      }),
    ),
  };
  return { item, publication: wordsOf(firstChild(publication, 'news:name')) };
}
