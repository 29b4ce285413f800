// Writes one feed in the four formats that news sites use: RSS 2.0, Atom (RFC 4287), RSS 1.0 (RDF) and JSON Feed 1.1.
// What must stay true: the XML is well-formed whatever the titles hold, and an item without an address stays in the
// feed without one, because real feeds have such items.
import { xmlText } from '../feeds/xml-text.js';

export interface NewsFeed {
  readonly format: 'rss' | 'atom' | 'rdf' | 'json';
  readonly title: string;
  readonly description: string;
  readonly language: string;
  /** The feed's own address. */
  readonly url: string;
  /** The address of the site's front page. */
  readonly siteUrl: string;
  /** Named in the XML declaration. */
  readonly charset: string;
  /** Newest first. */
  readonly items: readonly NewsItem[];
}

export interface NewsItem {
  /** The same in every feed and at every start. */
  readonly id: string;
  readonly title: string;
  /** null where the item leads nowhere. */
  readonly url: string | null;
  readonly summary: string;
  readonly author: string | null;
  readonly publishedAt: Date;
}

export const feedContentTypes: Readonly<Record<NewsFeed['format'], string>> = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  rdf: 'application/rdf+xml',
  json: 'application/feed+json',
};

/** The feed as text in its format. */
export function writeFeed(feed: NewsFeed): string {
  switch (feed.format) {
    case 'rss':
      return writeRss(feed);
    case 'atom':
      return writeAtom(feed);
    case 'rdf':
      return writeRdf(feed);
    case 'json':
      return writeJson(feed);
    default:
      return unknownFormat(feed.format);
  }
}

/**
 * The feed as a failing publishing system leaves it: ampersands are bare, and it ends in the middle of the last item's
 * description. Throws on a feed that has no description to end in.
 */
export function breakFeed(feed: string): string {
  const start = feed.lastIndexOf('<description>');
  const end = feed.lastIndexOf('</description>');
  if (start < 0 || end < start) throw new TypeError('A feed without descriptions cannot be cut off in one.');
  return feed.slice(0, Math.floor((start + '<description>'.length + end) / 2)).replaceAll('&amp;', '&');
}

/** The element with its text, on a line of its own; nothing for null. */
function element(name: string, text: string | null, attributes = ''): string {
  return text === null ? '' : `\n<${name}${attributes}>${xmlText(text)}</${name}>`;
}

function declaration(charset: string): string {
  return `<?xml version="1.0" encoding="${xmlText(charset)}"?>`;
}

// RFC 822 names the zone; toUTCString says GMT, which RSS readers know.
function writeRss(feed: NewsFeed): string {
  const items = feed.items.map(
    (item) =>
      `\n<item>${element('title', item.title)}${element('link', item.url)}` +
      element('guid', item.id, ' isPermaLink="false"') +
      element('pubDate', item.publishedAt.toUTCString()) +
      element('dc:creator', item.author) +
      `${element('description', item.summary)}\n</item>`,
  );
  return `${declaration(feed.charset)}
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>${element('title', feed.title)}${element('link', feed.siteUrl)}${element('description', feed.description)}${element('language', feed.language)}
<atom:link href="${xmlText(feed.url)}" rel="self" type="application/rss+xml"/>${items.join('')}
</channel>
</rss>
`;
}

function writeAtom(feed: NewsFeed): string {
  const entries = feed.items.map((item) => {
    const date = item.publishedAt.toISOString();
    const link =
      item.url === null ? '' : `\n<link rel="alternate" type="text/html" href="${xmlText(item.url)}"/>`;
    const author = item.author === null ? '' : `\n<author>${element('name', item.author)}\n</author>`;
    return (
      `\n<entry>${element('title', item.title)}${link}${element('id', item.id)}` +
      `${element('published', date)}${element('updated', date)}${author}${element('summary', item.summary)}\n</entry>`
    );
  });
  const updated = feed.items[0]?.publishedAt ?? new Date(0);
  return `${declaration(feed.charset)}
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xmlText(feed.language)}">${element('title', feed.title)}${element('subtitle', feed.description)}${element('id', feed.url)}${element('updated', updated.toISOString())}
<author>${element('name', feed.title)}
</author>
<link rel="self" href="${xmlText(feed.url)}"/>
<link rel="alternate" type="text/html" href="${xmlText(feed.siteUrl)}"/>${entries.join('')}
</feed>
`;
}

function writeRdf(feed: NewsFeed): string {
  const address = (item: NewsItem): string => xmlText(item.url ?? item.id);
  const list = feed.items.map((item) => `\n<rdf:li rdf:resource="${address(item)}"/>`);
  const items = feed.items.map(
    (item) =>
      `\n<item rdf:about="${address(item)}">${element('title', item.title)}${element('link', item.url)}` +
      element('description', item.summary) +
      element('dc:creator', item.author) +
      `${element('dc:date', item.publishedAt.toISOString())}\n</item>`,
  );
  return `${declaration(feed.charset)}
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="${xmlText(feed.url)}">${element('title', feed.title)}${element('link', feed.siteUrl)}${element('description', feed.description)}${element('dc:language', feed.language)}
<items>
<rdf:Seq>${list.join('')}
</rdf:Seq>
</items>
</channel>${items.join('')}
</rdf:RDF>
`;
}

function writeJson(feed: NewsFeed): string {
  const items = feed.items.map((item) => ({
    id: item.id,
    ...(item.url === null ? {} : { url: item.url }),
    title: item.title,
    summary: item.summary,
    content_text: item.summary,
    date_published: item.publishedAt.toISOString(),
    ...(item.author === null ? {} : { authors: [{ name: item.author }] }),
  }));
  const head = {
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    description: feed.description,
    language: feed.language,
    home_page_url: feed.siteUrl,
    feed_url: feed.url,
  };
  return `${JSON.stringify({ ...head, items }, null, 2)}\n`;
}

function unknownFormat(format: never): never {
  throw new TypeError(`There is no writer for the feed format ${String(format)}.`);
}
