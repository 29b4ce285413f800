// A feed's text to its items: RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed, news sitemaps. What is broken is read as far as it
// goes; what is no feed is named for what it is. The text is made storable on its way in.

import { childrenOf, newElement, type XmlElement } from './element.js';
import type { FeedFormat, ParsedFeed } from './feed.js';
import { mapJsonFeed } from './json-feed.js';
import { mapNewsSitemap } from './news-sitemap.js';
import { storableText } from './storable.js';
import { mapXmlFeed } from './xml-mapper.js';
import { parseXmlTree } from './xml-tree.js';

export type NoFeedKind = 'html' | 'opml' | 'sitemap' | 'empty' | 'json' | 'xml' | 'text';
export type FeedOutcome =
  | { status: 'feed'; feed: ParsedFeed }
  | { status: 'not-a-feed'; kind: NoFeedKind; message: string };

const messages: Readonly<Record<NoFeedKind, string>> = {
  html: 'This is a web page, not a feed',
  opml: 'This is an OPML list of feeds, not a feed',
  sitemap: 'This is a sitemap without news, not a feed',
  empty: 'The answer is empty',
  json: 'This is JSON, but no JSON Feed: it has neither a jsonfeed.org version nor items',
  xml: 'This is XML, but none of RSS, RDF and Atom',
  text: 'This is plain text, not a feed',
};

/** Parses a feed. `url` is where it came from, `now` what no date may exceed by more than a day. Never throws. */
export function parseFeed(source: string, options: { url: string; now: Date }): FeedOutcome {
  const text = storableText(source).trim();
  if (text === '') return notAFeed('empty');
  if (/^[[{]/.test(text)) return parseJson(text, options);
  if (/^<(?:!doctype\s+html|html)\b/i.test(text)) return notAFeed('html');
  const top = parseXmlTree(text);
  const found = rootOf(top);
  if (found === null) return parseSitemap(top, options) ?? notAFeed(kindOf(top, text));
  const { format, root } = found;
  const channel = format === 'atom' ? root : (childrenOf(root, 'channel')[0] ?? root);
  const feed = mapXmlFeed(format, root, channel, entriesOf(format, root, channel), options);
  return { status: 'feed', feed };
}

function parseSitemap(top: XmlElement, options: { url: string; now: Date }): FeedOutcome | null {
  const [root] = childrenOf(top, 'urlset');
  const feed = root === undefined ? null : mapNewsSitemap(root, options);
  return feed === null ? null : { status: 'feed', feed };
}

function parseJson(text: string, options: { url: string; now: Date }): FeedOutcome {
  try {
    const feed = mapJsonFeed(JSON.parse(text) as unknown, options);
    return feed === null ? notAFeed('json') : { status: 'feed', feed: storable(feed) };
  } catch {
    // Broken JSON has no items that could be trusted; the reader is told what it is.
    return { status: 'not-a-feed', kind: 'json', message: 'This begins like JSON but cannot be parsed' };
  }
}

const roots: ReadonlyMap<string, FeedFormat> = new Map([
  ['rss', 'rss'],
  ['feed', 'atom'],
  ['atom:feed', 'atom'],
  ['rdf:rdf', 'rdf'],
  ['rdf', 'rdf'],
  ['channel', 'rss'],
]);
/** A feed's root stands at the top, or below what a broken template put around it. */
const MAX_ROOT_DEPTH = 4;

function rootOf(top: XmlElement): { format: FeedFormat; root: XmlElement } | null {
  let level = [top];
  for (let depth = 0; depth < MAX_ROOT_DEPTH; depth++) {
    level = level.flatMap((element) => childrenOf(element));
    for (const root of level) {
      const format = roots.get(root.name);
      if (format !== undefined) return { format, root };
    }
  }
  // An Atom entry may be a document of its own (RFC 4287, section 2): a feed of one item that says nothing of itself.
  const alone = childrenOf(top, 'entry', 'atom:entry').slice(0, 1);
  return alone.length === 0 ? null : { format: 'atom', root: { ...newElement('feed'), children: alone } };
}

// RSS 1.0 lists its items beside the channel, RSS 2.0 inside, and broken feeds anywhere near.
function entriesOf(format: FeedFormat, root: XmlElement, channel: XmlElement): XmlElement[] {
  const names = format === 'atom' ? ['entry', 'atom:entry', 'item'] : ['item', 'rss:item', 'entry'];
  const places = new Set([
    channel,
    root,
    ...childrenOf(root, 'channel', 'items'),
    ...childrenOf(channel, 'items'),
  ]);
  return [...places].flatMap((place) => childrenOf(place, ...names));
}

function kindOf(top: XmlElement, text: string): NoFeedKind {
  const names = childrenOf(top).map(({ name }) => name);
  if (names.includes('opml')) return 'opml';
  if (names.includes('urlset') || names.includes('sitemapindex')) return 'sitemap';
  if (names.includes('html') || /<(?:html|body|head|div|p)\b/i.test(text.slice(0, 2_000))) return 'html';
  return names.length > 0 ? 'xml' : 'text';
}

function notAFeed(kind: NoFeedKind): FeedOutcome {
  return { status: 'not-a-feed', kind, message: messages[kind] };
}

// JSON's escapes bring back what the text was freed from, so every string is looked at again. In XML whatever decodes a
// reference frees what comes of it.
function storable<T extends object>(value: T): T {
  for (const key of Object.keys(value) as (keyof T)[]) {
    const inner: unknown = value[key];
    if (typeof inner === 'string') {
      const clean = storableText(inner);
      if (clean !== inner) value[key] = clean as T[keyof T];
    } else if (typeof inner === 'object' && inner !== null && !(inner instanceof Date)) storable(inner);
  }
  return value;
}
