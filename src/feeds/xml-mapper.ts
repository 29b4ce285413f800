// RSS and Atom to Feedmill's shape. rss-parser maps the links; it gets a tree of its own making from the tolerant one,
// without bodies (its snippets take quadratic time), without dates (it throws on bad ones) and without links that lead
// elsewhere (it takes the first link of any relation). Titles (whose markup it keeps), bodies, dates and what it throws
// away (the permalink flag, further authors, all enclosures, Atom categories, xml:base) are read here.
// Specifications: RSS 2.0 (rssboard.org), RSS 1.0, RFC 4287, Atom 0.3, Media RSS, Dublin Core.
import RssParser from 'rss-parser';
import { parseFeedDate } from './dates.js';
import { childrenOf, firstChild, textOf, type XmlElement } from './element.js';
import type { FeedFormat, FeedItem, ParsedFeed } from './feed.js';
import { bodyOf, plainOf } from './plain-text.js';
import { extraOf, firstOfMedia, mediaOf } from './xml-extra.js';
import { absolute, baseOf, enclosuresOf, linkOf, pageLinks } from './xml-links.js';
import { authorsOf, categoriesOf } from './xml-people.js';
import { skipsOf, ttlOf } from './xml-timing.js';

interface Context {
  url: string;
  now: Date;
}
interface ItemContext {
  now: Date;
  base: string;
  isAtom: boolean;
}
type Shape = Record<string, unknown>;
interface Mapped {
  link?: unknown;
  items?: Mapped[];
}
/** The methods of rss-parser that map a tree; its types name only those that fetch and parse. */
interface TreeMapper {
  buildAtomFeed(tree: Shape): Mapped;
  buildRSS2(tree: Shape): Mapped;
}
const mapper = new RssParser() as RssParser & TreeMapper;

/** Maps a feed whose root element is `root`; `entries` are its items wherever they stand. */
export function mapXmlFeed(
  format: FeedFormat,
  root: XmlElement,
  channel: XmlElement,
  entries: XmlElement[],
  context: Context,
): ParsedFeed {
  const isAtom = format === 'atom';
  const shape = { ...shapeOf(channel), [isAtom ? 'entry' : 'item']: entries.map(shapeOf) };
  const mapped = isAtom
    ? mapper.buildAtomFeed({ feed: shape })
    : mapper.buildRSS2({ rss: { channel: [shape] } });
  const base = baseOf(channel, baseOf(root, context.url));
  const home = absolute(text(mapped.link) ?? linkOf(channel, 'alternate'), base);
  const inItems = { now: context.now, base: base === context.url ? (home ?? base) : base, isAtom };
  return {
    format,
    id: textOf(firstChild(channel, 'id', 'atom:id')) ?? (channel.attributes.get('rdf:about')?.trim() || null),
    version: root.attributes.get('version') ?? null,
    title: plainOf(firstChild(channel, 'title', 'dc:title')),
    description: bodyOf(firstChild(channel, ...descriptions)),
    siteUrl: home,
    feedUrl: absolute(linkOf(channel, 'self'), base),
    language: root.attributes.get('xml:lang')?.trim() || languageOf(channel),
    publishedAt: dateOf(channel, context.now, feedPublishedDates),
    updatedAt: dateOf(channel, context.now, feedDates),
    authors: authorsOf(channel),
    categories: categoriesOf(channel, []),
    ttlMinutes: ttlOf(channel),
    ...skipsOf(channel),
    olderUrl: absolute(linkOf(channel, 'prev-archive') ?? linkOf(channel, 'next'), base),
    hub: absolute(linkOf(channel, 'hub'), base),
    items: entries.map((entry, index) => mapItem(entry, mapped.items?.[index] ?? {}, inItems)),
  };
}

// The shape that xml2js would have given rss-parser: arrays of objects with `$` and `_`.
function shapeOf(element: XmlElement): Shape {
  const links = pageLinks(element).map((link) => ({
    $: Object.fromEntries(link.attributes),
    _: textOf(link) ?? '',
  }));
  return links.length === 0 ? {} : { link: links };
}

const descriptions = [
  'description',
  'subtitle',
  'tagline',
  'itunes:summary',
  'dc:description',
  'itunes:subtitle',
];
const feedDates = ['updated', 'modified', 'lastbuilddate', 'pubdate', 'dc:date', 'dcterms:modified'];
const feedPublishedDates = ['pubdate', 'published', 'issued', 'dcterms:issued', 'dcterms:created'];
const titles = ['title', 'dc:title', 'atom:title', 'media:title'];
const summaries = [
  'summary',
  'description',
  'atom:summary',
  'dc:description',
  'itunes:summary',
  'media:description',
  'googleplay:description',
  'itunes:subtitle',
];
const contents = [
  'content:encoded',
  'content',
  'xhtml:body',
  'xhtml:div',
  'atom:content',
  'fullitem',
  'body',
];
const publishedDates = [
  'pubdate',
  'published',
  'issued',
  'dcterms:issued',
  'dc:date',
  'dcterms:created',
  'created',
  'atom:published',
  'date',
];
const updatedDates = ['updated', 'modified', 'dcterms:modified', 'atom:updated'];

function mapItem(entry: XmlElement, mapped: Mapped, { now, base, isAtom }: ItemContext): FeedItem {
  const own = baseOf(entry, base);
  const guid = firstChild(entry, 'guid', 'id', 'atom:id');
  const id = textOf(guid) ?? (entry.attributes.get('rdf:about')?.trim() || null);
  const idIsPermalink =
    guid?.name === 'guid' && guid.attributes.get('ispermalink')?.trim().toLowerCase() !== 'false';
  const link = text(mapped.link) ?? linkOf(entry, 'alternate');
  // An entry that names no page at all but has an address for its id means that address.
  const idAsLink = (idIsPermalink || isAtom) && /^https?:\/\//i.test(id ?? '') ? id : null;
  const media = mediaOf(entry);
  return {
    id,
    idIsPermalink,
    url: absolute(link ?? idAsLink, own),
    title: plainOf(firstChild(entry, ...titles) ?? firstOfMedia(media, 'media:title')),
    summary: bodyOf(firstChild(entry, ...summaries) ?? firstOfMedia(media, 'media:description')),
    contentHtml: bodyOf(firstChild(entry, ...contents)),
    authors: authorsOf(entry),
    categories: categoriesOf(entry, media),
    publishedAt: dateOf(entry, now, publishedDates),
    updatedAt: dateOf(entry, now, updatedDates),
    enclosures: enclosuresOf(entry, own),
    language: languageOf(entry),
    extra: extraOf(entry, media),
  };
}

const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

function languageOf(element: XmlElement): string | null {
  return element.attributes.get('xml:lang')?.trim() || textOf(firstChild(element, 'language', 'dc:language'));
}

function dateOf(element: XmlElement, now: Date, names: string[]): Date | null {
  // One look through the children for all names: most items have one of them.
  const dated = childrenOf(element, ...names);
  if (dated.length === 0) return null;
  for (const name of names) {
    for (const child of dated) {
      if (child.name !== name) continue;
      const date = parseFeedDate(textOf(child) ?? '', now);
      if (date !== null) return date;
    }
  }
  return null;
}
