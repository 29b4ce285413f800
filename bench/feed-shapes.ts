// Feeds that are made for the bench: large honest ones, and ones of a megabyte that are meant to take long.
import { decodeText } from '../src/feeds/decode.js';
import { parseFeed } from '../src/feeds/parse.js';

const context = { url: 'http://example.invalid/feed', now: new Date() };
const LARGE_BYTES = 10_000_000;
const HOSTILE_BYTES = 1_000_000;
/** Of each text the best of some rounds counts: a neighbour only slows one down. */
const ROUNDS = 3;

const paragraph =
  'The council met on Tuesday &amp; agreed that the bridge would be opened again before winter. Residents said they were glad about it. ';
const body = (n: number): string => `&lt;p&gt;Report ${n}. ${paragraph.repeat(12)}&lt;/p&gt;`;
const date = (n: number): Date => new Date(Date.UTC(2024, 0, 1) + n * 60_000);

const rssItem = (n: number): string =>
  `<item><title>Report ${n} &#8211; the bridge</title><link>https://news.example/2024/report-${n}</link><guid isPermaLink="false">report-${n}</guid><pubDate>${date(n).toUTCString()}</pubDate><dc:creator><![CDATA[Ada Example]]></dc:creator><category>Town</category><category>Traffic</category><description>${body(n)}</description><media:content url="https://news.example/${n}.jpg" type="image/jpeg"/></item>\n`;
const atomEntry = (n: number): string =>
  `<entry><id>urn:report:${n}</id><title type="html">Report ${n} &#8211; the bridge</title><link rel="alternate" type="text/html" href="https://news.example/2024/report-${n}"/><published>${date(n).toISOString()}</published><updated>${date(n).toISOString()}</updated><author><name>Ada Example</name></author><category term="Town"/><content type="html">${body(n)}</content></entry>\n`;

function filled(item: (n: number) => string): string {
  const items: string[] = [];
  for (let n = 0, length = 0; length < LARGE_BYTES; n++) {
    items.push(item(n));
    length += items.at(-1)?.length ?? 0;
  }
  return items.join('');
}

const rss = (inner: string): string =>
  `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>A feed</title>${inner}</channel></rss>`;

/** The best time of parsing ten megabytes of RSS and of Atom, in ms. */
export function largeFeeds(): { rssMs: number; atomMs: number } {
  return {
    rssMs: best(rss(filled(rssItem))),
    atomMs: best(
      `<feed xmlns="http://www.w3.org/2005/Atom"><title>A feed</title>${filled(atomEntry)}</feed>`,
    ),
  };
}

const parts: Record<string, string> = {
  'angle brackets': '<',
  'open comments': '<!--',
  'open CDATA sections': '<![CDATA[',
  'open declarations': '<!DOCTYPE [<!ENTITY a "',
  'nested elements': '<a>',
  'nested names that differ': '<a$>',
  'stray closing tags': '<a><b></a>',
  'items in items': '<item>',
  'open items with fields': '<item><title>',
  'links in an item': '<link rel="alternate" href="/a$"/>',
  'bodies in an item': '<description>a</description>',
  'empty fields in an item': '<title/>',
  'authors in an item': '<author>a$ b</author>',
  'categories in an item': '<category>a$</category>',
  'enclosures in an item': '<enclosure url="/a$"/>',
  'dates in an item': '<pubDate>no date $</pubDate>',
  'unknown extras in an item': '<itunes:a$>x</itunes:a$>',
  'attributes of one element': ' a$="x"',
  'namespaces of many elements': '<a xmlns:b$="http://purl.org/dc/elements/1.1/"/>',
  'names of one namespace': '<dc:a$/>',
  references: '&amp;lt;&#1;&',
  'at signs': 'a@a.',
  spaces: ' ',
  'spaces in words': ' a',
  letters: 'a',
  digits: '1',
  'open tags of HTML': '&lt;b ',
  'open comments of HTML': '&lt;!--',
  surrogates: '\uD83D',
};
const places: Record<string, (text: string) => string> = {
  'the document': (text) => text,
  'the channel': (text) => rss(text),
  'an item': (text) => rss(`<item>${text}</item>`),
  ...Object.fromEntries(
    ['title', 'description', 'dc:creator', 'category', 'pubDate', 'guid', 'link', 'media:x'].map((field) => [
      field,
      (text: string) => rss(`<item><${field}>${text}</${field}></item>`),
    ]),
  ),
  'an attribute': (text) => rss(`<item><enclosure url="${text}"/></item>`),
  'a start tag': (text) => rss(`<item><enclosure ${text}/></item>`),
};

/** The megabyte that takes longest of many that are meant to, each tried once. */
export function slowestHostile(): { shapes: number; slowestMs: number; slowest: string } {
  const times = Object.entries(parts).flatMap(([part, written]) => {
    const texts: string[] = [];
    for (let n = 0, length = 0; length < HOSTILE_BYTES; n++) {
      texts.push(written.replaceAll('$', String(n)));
      length += texts.at(-1)?.length ?? 0;
    }
    return Object.entries(places).map(([place, around]) => ({
      shape: `${part} in ${place}`,
      ms: timed(around(texts.join(''))),
    }));
  });
  const slowest = times.reduce((most, one) => (one.ms > most.ms ? one : most));
  return { shapes: times.length, slowestMs: slowest.ms, slowest: slowest.shape };
}

const best = (text: string): number => Math.min(...Array.from({ length: ROUNDS }, () => timed(text)));

function timed(text: string): number {
  const bytes = Buffer.from(text);
  const started = performance.now();
  parseFeed(decodeText(bytes, { contentType: 'application/xml' }).text, context);
  return Math.round(performance.now() - started);
}
