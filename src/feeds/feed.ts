export type FeedFormat = 'rss' | 'rdf' | 'atom' | 'json' | 'sitemap';

export interface FeedAuthor {
  name: string | null;
  email: string | null;
  url: string | null;
}
export interface Enclosure {
  url: string;
  type: string | null;
  /** In bytes, as the feed says. */
  length: number | null;
}

/** One entry of a feed, as the feed publishes it; URLs are absolute, titles plain text. */
export interface FeedItem {
  /** guid, atom:id or JSON Feed id, as published. */
  id: string | null;
  /** Whether the id is also the address of the article (RSS guid without isPermaLink="false"). */
  idIsPermalink: boolean;
  url: string | null;
  title: string | null;
  summary: string | null;
  contentHtml: string | null;
  authors: FeedAuthor[];
  categories: string[];
  publishedAt: Date | null;
  updatedAt: Date | null;
  enclosures: Enclosure[];
  language: string | null;
  /** Fields of podcasts, media and other modules by their usual name; a list where a field is repeated. */
  extra: Record<string, unknown>;
}

export interface ParsedFeed {
  format: FeedFormat;
  /** atom:id or rdf:about, as published; feeds of other formats have none. */
  id: string | null;
  version: string | null;
  title: string | null;
  description: string | null;
  siteUrl: string | null;
  feedUrl: string | null;
  language: string | null;
  publishedAt: Date | null;
  updatedAt: Date | null;
  authors: FeedAuthor[];
  categories: string[];
  /** How long the feed asks to be left alone, from ttl or the syndication module. */
  ttlMinutes: number | null;
  /** Hours (0 to 23) and days of the week (0 for Sunday) in GMT that the feed asks to be left out. */
  skipHours: number[];
  skipDays: number[];
  /** The document with the items before these (RFC 5005: prev-archive, or next of a paged feed). */
  olderUrl: string | null;
  /** WebSub hub that pushes this feed. */
  hub: string | null;
  items: FeedItem[];
}
