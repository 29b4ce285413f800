// Megabytes that are made to be slow to read: each place into which a stranger can write, filled with each text that
// patterns and parsers are known to stumble over. Long because it is a list.
import type { TargetName } from '../fuzz/targets.js';

/** A text that grows with a count: `head`, `pump` again and again, `tail`. */
interface Pump {
  head: string;
  pump: string;
  tail: string;
}
const pump = (text: string, head = '', tail = ''): Pump => ({ head, pump: text, tail });

/** White space, digits, punctuation that opens and never closes, addresses without end, words of names and dates. */
export const pumps: readonly Pump[] = [
  ...[' ', '\n', '\t', '\u00a0', '\u3000', ' \n', '\r\n', '\u2028'].map((one) => pump(one, 'a', 'b')),
  ...[' ', '\n', '\u00a0'].map((one) => pump(one)),
  ...['a', 'A', 'aA', 'é', '漢', 'กา', 'ا', '1', '12 ', 'a1', '1a-', '0123456789abcdef'].map((one) =>
    pump(one),
  ),
  ...['a ', 'Aa ', 'Anna Bee ', 'und ', 'by ', 'of the ', 'A. ', '- ', ' – ', ' | ', 'y e i '].map((one) =>
    pump(one),
  ),
  ...['<', '<a', '<a ', '<!--', '<![CDATA[', '</', '<a b="', '&', '&#', '&amp', '&lt;', '<x ', '<p><b>'].map(
    (one) => pump(one),
  ),
  ...['(', '[', '{', '"', "'", '„', '「', '“', '«', '([', '{"', '[[', '\\', '\\"', '{"a":'].map((one) =>
    pump(one),
  ),
  ...[
    '@',
    'a@',
    'a@b.',
    '@a',
    '#a',
    'a@a.a',
    '://',
    'http://',
    'www.',
    'a.',
    '.',
    '..',
    '/',
    'a/',
    './a/',
  ].map((one) => pump(one)),
  ...[
    '?',
    '#',
    '?#',
    '%',
    '%2',
    '%25',
    '&a=',
    ';',
    '; a',
    '; a=',
    ',',
    ', ',
    '=',
    '= "',
    '_',
    '-',
    '--',
    '*',
    '*a',
  ].map((one) => pump(one)),
  ...['1.', '1-', '1:', '12:30 ', '1/1/', '2026-', '2026年', '1月', '元年', '1 Jan ', 'um 12:30 '].map(
    (one) => pump(one),
  ),
  ...['記者', '作者:', '기자 ', 'и ', '、', 'à ', 'den 1. ', 'Uhr '].map((one) => pump(one)),
  ...['//', '/*', '-->', ']]>', '/* -->', '// ]]> ', '<!-- //', '|', ' |'].map((one) => pump(one)),
  pump('?', '', '\n'),
  pump('/', '', '\nx'),
  pump('.', 'a', '!'),
  pump(' 1', 'Anna', '\n'),
];

/** The whole text, some `bytes` long. */
export function filled({ head, pump: text, tail }: Pump, bytes: number): string {
  return head + text.repeat(Math.ceil(bytes / Buffer.byteLength(text))) + tail;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
const sentence =
  'The council said on Monday that the bridge would open in the autumn, after a year of work. ';
const page = (head: string, body: string): string =>
  `<html lang=en><head>${head}</head><body><article><h1>A bridge</h1>${body}<p>${sentence.repeat(5)}</p></article></body></html>`;
const item = (inner: string, around = ''): string =>
  `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title>${around}<item><title>One</title><link>https://paper.example/1</link>${inner}</item></channel></rss>`;
const entry = (inner: string): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>One</title>${inner}</entry></feed>`;
const linked = (members: object): string =>
  `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', headline: 'A bridge', ...members }).replaceAll('<', '\\u003c')}</script>`;

/** Every place, by the door that it is reached through. */
export const places: Readonly<Record<TargetName, Readonly<Record<string, (text: string) => string>>>> = {
  feeds: {
    'a whole feed': (text) => text,
    'markup within a feed': (text) => item(text),
    'an item’s title': (text) => item(`<title>${escaped(text)}</title>`),
    'an item’s link': (text) => item(`<link>${escaped(text)}</link><guid>${escaped(text)}</guid>`),
    'an item’s date': (text) =>
      item(`<pubDate>${escaped(text)}</pubDate><dc:date>${escaped(text)}</dc:date>`),
    'an item’s author': (text) =>
      item(`<author>${escaped(text)}</author><dc:creator>${escaped(text)}</dc:creator>`),
    'an item’s body': (text) => item(`<description>${escaped(text)}</description>`),
    'an item’s category': (text) => item(`<category>${escaped(text)}</category>`),
    'a channel’s words': (text) =>
      item(
        '',
        `<language>${escaped(text)}</language><ttl>${escaped(text)}</ttl><managingEditor>${escaped(text)}</managingEditor>`,
      ),
    'an attribute': (text) => entry(`<link rel="alternate" href="${escaped(text)}"/>`),
    'an entry’s people': (text) =>
      entry(`<author><name>${escaped(text)}</name><email>${escaped(text)}</email></author>`),
    'an entry’s content': (text) => entry(`<content type="html">${escaped(text)}</content>`),
    'a declaration': (text) => `<?xml version="1.0" encoding="${text}"?>${item('')}\xff`,
    'a JSON feed': (text) =>
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: text,
        items: [
          { id: '1', title: text, date_published: text, content_html: text, authors: [{ name: text }] },
        ],
      }),
  },
  pages: {
    'a whole page': (text) => text,
    'markup within a page': (text) => page('', `<p>${text}</p>`),
    'a paragraph': (text) => page('', `<p>${escaped(text)}</p>`),
    'preformatted text': (text) => page('', `<pre>${escaped(text)}</pre>`),
    'a title': (text) => page(`<title>${escaped(text)}</title>`, `<h1>${escaped(text)}</h1>`),
    'meta tags': (text) =>
      page(
        [
          'author',
          'date',
          'description',
          'og:title',
          'og:site_name',
          'article:published_time',
          'og:image',
          'keywords',
          'parsely-author',
        ]
          .map((name) => `<meta name="${name}" property="${name}" content="${escaped(text)}">`)
          .join(''),
        '',
      ),
    'a byline': (text) => page('', `<p class="byline author">By ${escaped(text)}</p>`),
    'a byline with a link': (text) =>
      page('', `<address>von <a rel="author" href="/a">${escaped(text)}</a></address>`),
    'a date': (text) =>
      page(
        '',
        `<time datetime="${escaped(text)}">${escaped(text)}</time><span class="date">${escaped(text)}</span>`,
      ),
    'class names': (text) => page('', `<div class="${escaped(text)}" id="${escaped(text)}"><p>x</p></div>`),
    'an address': (text) =>
      page(
        '',
        `<p><a href="${escaped(text)}">x</a><img src="${escaped(text)}" srcset="${escaped(text)}"></p>`,
      ),
    'a caption': (text) =>
      page(
        '',
        `<figure><img src="/a.jpg" alt="${escaped(text)}"><figcaption>${escaped(text)}</figcaption></figure>`,
      ),
    'stated values': (text) =>
      page(
        linked({
          headline: text,
          datePublished: text,
          author: { '@type': 'Person', name: text },
          publisher: { name: text },
          image: text,
        }),
        '',
      ),
    'a stated text': (text) => page(linked({ articleBody: text, description: text }), ''),
    'broken JSON-LD': (text) =>
      page(`<script type="application/ld+json">${text.replaceAll('</', '<')}</script>`, ''),
    'a list of teasers': (text) =>
      page('', `<ul><li><a href="/x">${escaped(text)}</a></li></ul><h2>${escaped(text)}</h2>`),
  },
  urls: {
    'an address': (text) => text,
    'a path': (text) => `https://paper.example/${text}`,
    'a host': (text) => `https://${text}.example/`,
    'a query': (text) => `https://paper.example/?${text}`,
    'a user name': (text) => `https://${text}@paper.example/\nhttps://paper.example/${text}`,
  },
  dates: {
    'a date': (text) => text,
    'behind a date': (text) => `1 January 2026 12:30 ${text}`,
    'before a date': (text) => `${text} 2026-01-01`,
    'behind a year': (text) => `2026年1月1日 ${text}`,
  },
  opml: {
    'a whole list': (text) => text,
    'a title': (text) =>
      `<opml><body><outline text="${escaped(text)}" category="${escaped(text)}" xmlUrl="https://paper.example/f"/></body></opml>`,
    'an address': (text) => `<opml><body><outline text="x" xmlUrl="${escaped(text)}"/></body></opml>`,
  },
  robots: {
    'a whole file': (text) => text,
    'a rule': (text) => `User-agent: *\nDisallow: /${text}\nSitemap: ${text}`,
    'many rules': (text) =>
      `User-agent: *\n${`Disallow: /${text.slice(0, 60).replaceAll('\n', ' ')}\n`.repeat(8_000)}`,
    'an agent': (text) => `User-agent: ${text}\nDisallow: /`,
  },
  headers: {
    'a value': (text) => text,
    'two values': (text) => `${text}\n${text}`,
    'a link': (text) => `<https://hub.example/>; rel="hub"; ${text}`,
    'a charset': (text) => `text/html; charset=${text}`,
  },
};
