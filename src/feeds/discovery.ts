// The feeds that a page names: <link rel="alternate"> first, then links that look like feeds, and if there is neither,
// guesses at common paths. A type that serves other things too (JSON, plain XML) counts only where the address or the
// title says feed: WordPress, for one, announces its JSON interface on every page as an alternate.
// Specification: HTML, section 4.6.7.1 ("alternate"); RSS Advisory Board, RSS Autodiscovery.

import { parseUrl } from '../parse-url.js';
import { readMarkup } from './markup.js';

export interface DiscoveredFeed {
  url: string;
  title: string | null;
  type: string | null;
  /** robots: a news sitemap that the site's robots.txt names. */
  source: 'link' | 'anchor' | 'common-path' | 'robots';
}

const feedType = /^application\/(?:(?:rss|atom|rdf)\+xml|feed\+json)$/;
const vagueType = /^(?:application\/(?:json|xml)|text\/(?:xml|json))$/;
const feedPath = /(?:^|[/._-])(?:rss\d?|atom|feeds?|rdf)(?:[/._-]|$)|\/index\.xml$/i;
const feedQuery = /(?:^\?|&)(?:feed|format|type|output|alt)=(?:rss|atom|rdf|feed)/i;
const feedHost = /^(?:feeds?|rss)\d*\./i;
const commonPaths = [
  '/feed',
  '/rss',
  '/rss.xml',
  '/feed.xml',
  '/atom.xml',
  '/index.xml',
  '/feed.json',
  // News sitemaps, where publishers' software usually puts them.
  '/news-sitemap.xml',
  '/sitemap-news.xml',
  '/sitemap_news.xml',
  '/news_sitemap.xml',
];

/** Finds feeds in the HTML of the page at `pageUrl`; absolute http(s) addresses, each once, the likeliest first. */
export function discoverFeeds(html: string, pageUrl: string): DiscoveredFeed[] {
  const links: DiscoveredFeed[] = [];
  const anchors: DiscoveredFeed[] = [];
  let base: string | null = null;
  const ignore = (): void => undefined;
  readMarkup(html, 'html', {
    open(name, attributes) {
      const href = attributes.get('href');
      if (href === undefined || (name !== 'link' && name !== 'a' && name !== 'base')) return;
      const url = absolute(href, base ?? pageUrl);
      // The first base of a page is the one that counts (HTML, section 4.2.3).
      if (name === 'base') base ??= url?.href ?? null;
      else if (url !== null && name === 'link' && isAnnounced(url, attributes))
        links.push(found(url, attributes, 'link'));
      else if (url !== null && name === 'a' && (looksLikeFeed(url) || isAnnounced(url, attributes)))
        anchors.push(found(url, attributes, 'anchor'));
    },
    text: ignore,
    close: ignore,
  });
  const all = [...links, ...anchors];
  return all.length > 0 ? once(all) : guesses(pageUrl);
}

function isAnnounced(url: URL, attributes: ReadonlyMap<string, string>): boolean {
  const relations = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/);
  if (relations.includes('feed')) return true;
  if (!relations.includes('alternate')) return false;
  const type = mediaType(attributes.get('type') ?? '');
  if (feedType.test(type)) return true;
  return (
    vagueType.test(type) &&
    (looksLikeFeed(url) || /\b(?:rss|atom|feed)\b/i.test(attributes.get('title') ?? ''))
  );
}

const mediaType = (type: string): string => (type.split(';')[0] ?? '').trim().toLowerCase();

function looksLikeFeed({ pathname, search, hostname }: URL): boolean {
  return feedPath.test(pathname) || feedQuery.test(search) || feedHost.test(hostname);
}

function found(url: URL, attributes: ReadonlyMap<string, string>, source: 'link' | 'anchor'): DiscoveredFeed {
  const [title, type] = ['title', 'type'].map((name) => attributes.get(name)?.trim() || null);
  return { url: url.href, title: title ?? null, type: type ?? null, source };
}

function guesses(pageUrl: string): DiscoveredFeed[] {
  return commonPaths.flatMap((path) => {
    const url = absolute(path, pageUrl);
    return url === null ? [] : [{ url: url.href, title: null, type: null, source: 'common-path' as const }];
  });
}

// `feed:https://…` and `feed://…` are what some pages write for programs that read feeds.
function absolute(href: string, base: string): URL | null {
  const written = href
    .trim()
    .replace(/^feed:(?:\/\/)?(?=https?:)/i, '')
    .replace(/^feed:\/\//i, 'http://');
  const url = parseUrl(written, base);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  url.hash = '';
  return url;
}

function once(feeds: DiscoveredFeed[]): DiscoveredFeed[] {
  const seen = new Map<string, DiscoveredFeed>();
  for (const feed of feeds) if (!seen.has(feed.url)) seen.set(feed.url, feed);
  return [...seen.values()];
}
