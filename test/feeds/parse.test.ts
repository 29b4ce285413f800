import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemLink, signsOf } from '../../src/feeds/identity.js';
import { parseFeed } from '../../src/feeds/parse.js';

const options = { url: 'https://news.example/feed.xml', now: new Date('2026-06-01T00:00:00Z') };
const read = (text: string) => {
  const outcome = parseFeed(text, options);
  if (outcome.status !== 'feed') throw new Error(outcome.message);
  return outcome.feed;
};

const rss = (items: string): string =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour &amp;amp; Hill</title><link>https://news.example/</link><language>en</language><ttl>30</ttl>${items}</channel></rss>`;

describe('parseFeed', () => {
  it('reads RSS 2.0 with authors, categories, bodies and enclosures', () => {
    const feed = read(
      rss(
        `<item><title>A &lt;b&gt;new&lt;/b&gt; bridge</title><link>/bridge</link><guid isPermaLink="false">b-1</guid><pubDate>Mon, 25 May 2026 10:00:00 +0200</pubDate><dc:creator>Ada Example</dc:creator><category>Town</category><description>Short &lt;p&gt;</description><content:encoded><![CDATA[<p>Long</p>]]></content:encoded><enclosure url="https://news.example/a.mp3" type="audio/mpeg" length="12"/></item>`,
      ),
    );
    expect(feed).toMatchObject({
      format: 'rss',
      version: '2.0',
      title: 'Harbour & Hill',
      siteUrl: 'https://news.example/',
      language: 'en',
      ttlMinutes: 30,
    });
    expect(feed.items[0]).toMatchObject({
      id: 'b-1',
      idIsPermalink: false,
      url: 'https://news.example/bridge',
      title: 'A new bridge',
      contentHtml: '<p>Long</p>',
      authors: [{ name: 'Ada Example' }],
      categories: ['Town'],
      publishedAt: new Date('2026-05-25T08:00:00Z'),
      enclosures: [{ url: 'https://news.example/a.mp3', type: 'audio/mpeg', length: 12 }],
    });
  });

  it('reads Atom with xml:base, XHTML content and two dates', () => {
    const feed = read(
      `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://atom.example/blog/"><title>Blog</title><link rel="self" href="feed.atom"/><link href="./"/><entry><id>tag:1</id><title type="html">One &amp;amp; two</title><link href="one"/><updated>2026-05-02T10:00:00Z</updated><published>2026-05-01T10:00:00Z</published><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text</p></div></content></entry></feed>`,
    );
    expect(feed).toMatchObject({ format: 'atom', siteUrl: 'https://atom.example/blog/' });
    expect(feed.items[0]).toMatchObject({
      id: 'tag:1',
      title: 'One & two',
      url: 'https://atom.example/blog/one',
      publishedAt: new Date('2026-05-01T10:00:00Z'),
      updatedAt: new Date('2026-05-02T10:00:00Z'),
    });
    expect(feed.items[0]?.contentHtml).toContain('<p>Text</p>');
  });

  it('reads RDF, whose items stand beside the channel, and JSON Feed', () => {
    const rdf = read(
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>R</title></channel><item rdf:about="https://r.example/1"><title>T</title><link>https://r.example/1</link></item></rdf:RDF>`,
    );
    expect(rdf).toMatchObject({
      format: 'rdf',
      title: 'R',
      items: [{ id: 'https://r.example/1', url: 'https://r.example/1' }],
    });
    const json = read(
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'J',
        items: [
          { id: 7, url: 'https://j.example/7', title: 'Seven', date_published: '2026-05-01T00:00:00Z' },
        ],
      }),
    );
    expect(json).toMatchObject({
      format: 'json',
      version: '1.1',
      items: [{ id: '7', url: 'https://j.example/7' }],
    });
  });

  it('keeps the whole items of a feed wherever it is cut off, and half a link never', () => {
    const links = ['https://n.example/1', 'https://n.example/2', 'https://n.example/3'];
    const whole = rss(
      links.map((url) => `<item><title>Salt & pepper</title><link>${url}</link><p>x</p></item>`).join(''),
    );
    const starts = [...whole.matchAll(/<item>/g)].map(({ index }) => index);
    for (let end = starts[1] ?? 0; end <= whole.length; end++) {
      const closed = whole.slice(0, end).split('</item>').length - 1;
      expect(read(whole.slice(0, end)).items.map(({ url }) => url)).toEqual(links.slice(0, closed));
    }
    expect(starts).toHaveLength(3);
  });

  it('accepts a feed of zero items', () => expect(read(rss('')).items).toEqual([]));

  it.each([
    ['<!doctype html><html><body>Hello</body></html>', 'html'],
    ['<opml version="2.0"><body/></opml>', 'opml'],
    ['', 'empty'],
    ['{"a": 1}', 'json'],
    ['<note>hi</note>', 'xml'],
    ['hello', 'text'],
  ])('names %j as %s', (text, kind) =>
    expect(parseFeed(text, options)).toMatchObject({ status: 'not-a-feed', kind }),
  );

  it('gives an item without link or guid a sign of what it says, and no link', () => {
    const [item] = read(rss('<item><title>Only a title</title></item>')).items;
    if (item === undefined) throw new Error('there is no item');
    expect(signsOf(item, [])).toMatchObject({
      addresses: [],
      guid: null,
      words: expect.stringMatching(/^w:/) as string,
    });
    expect(itemLink(item)).toBeNull();
  });

  it('reads an item without a title, with two links and with an address for its id', () => {
    const atom = (inner: string) =>
      read(
        `<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://a.example/"/><entry>${inner}</entry></feed>`,
      ).items[0]?.url;
    expect(
      atom(
        '<link rel="replies" href="/comments"/><link type="application/pdf" href="/pdf"/><link href="/page"/>',
      ),
    ).toBe('https://a.example/page');
    expect(atom('<id>https://a.example/by-id</id><link rel="enclosure" href="/a.mp3"/>')).toBe(
      'https://a.example/by-id',
    );
    expect(atom('<id>tag:a.example,2026:1</id><link rel="edit" href="/edit/1"/>')).toBeNull();
  });

  it('keeps what looks like a tag in a title and is none, and takes markup and comments out', () => {
    const title = (inner: string) => read(rss(`<item><title>${inner}</title></item>`)).items[0]?.title;
    expect(
      title('Use of List&lt;T&gt; &lt;b class="x"&gt;in&lt;/b&gt; Java &lt;!-- 1 --&gt;&amp;amp; Go'),
    ).toBe('Use of List<T> in Java & Go');
    expect(title('<![CDATA[Caf&eacute; &#8211; 5 &lt; 6]]>')).toBe('Café – 5 < 6');
  });

  it('reads people from addresses, elements and bare names', () => {
    const authors = (inner: string) => read(rss(`<item>${inner}</item>`)).items[0]?.authors;
    const ada = { name: 'Ada Example', email: 'ada@n.example', url: null };
    expect(authors('<author>ada@n.example (Ada Example)</author>')).toEqual([ada]);
    expect(authors('<author>Ada Example &lt;ada@n.example&gt;</author><dc:creator>Bo</dc:creator>')).toEqual([
      ada,
      { name: 'Bo', email: null, url: null },
    ]);
    expect(authors('<author><name>Ada</name><uri>https://a.example</uri></author>')).toEqual([
      { name: 'Ada', email: null, url: 'https://a.example' },
    ]);
  });

  it('writes plain text of JSON Feed as HTML, and reads authors in every form', () => {
    const feed = (item: object) =>
      read(JSON.stringify({ version: 'https://jsonfeed.org/version/1', items: [item] }));
    expect(feed({ id: '1', content_text: '1 < 2' }).items[0]?.contentHtml).toBe('1 &lt; 2');
    for (const author of [
      { author: { name: 'Ada' } },
      { authors: [{ name: 'Ada' }] },
      { author: [{ name: 'Ada' }] },
    ])
      expect(feed({ id: '1', ...author }).items[0]?.authors).toEqual([
        { name: 'Ada', email: null, url: null },
      ]);
  });

  it('reads an Atom entry that is a document of its own', () =>
    expect(
      read('<entry xmlns="http://www.w3.org/2005/Atom"><title>Alone</title><id>tag:1</id></entry>').items,
    ).toMatchObject([{ title: 'Alone', id: 'tag:1' }]));

  it.each([
    ['a character reference', '<title>a&#1;b&amp;#2;c</title>'],
    ['raw bytes', '<title>a\u0000b\uD800c</title>'],
    ['an attribute', '<category term="a&#1;bc"/><title>abc</title>'],
  ])('frees strings of what cannot be stored, though %s brings it', (_, inner) => {
    const [item] = read(rss(`<item>${inner}</item>`)).items;
    expect([item?.title, ...(item?.categories ?? [])]).toEqual(
      item?.categories.length ? ['abc', 'abc'] : ['abc'],
    );
  });

  it('takes the hub of a JSON Feed that pushes, and not one that only pings', () => {
    const hubs =
      '[{"type":"rssCloud","url":"https://ping.example/"},{"type":"WebSub","url":"https://hub.example/"}]';
    const text = `{"version":"https://jsonfeed.org/version/1","hubs":${hubs},"items":[]}`;
    expect(read(text).hub).toBe('https://hub.example/');
  });

  it('frees strings of JSON Feed of what cannot be stored', () => {
    const text =
      '{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"a\\u0000b\\ud800c"}]}';
    expect(read(text).items[0]?.title).toBe('abc');
  });

  it.each([
    ['angle brackets', '<'.repeat(200_000)],
    ['an open comment', '<!--'.repeat(50_000)],
    ['an open CDATA section', '<![CDATA['.repeat(25_000)],
    ['nested elements', '<a>'.repeat(100_000)],
    ['closing tags', '<a>'.repeat(50_000) + '</b>'.repeat(50_000)],
    ['items in items', '<item>'.repeat(50_000)],
    ['references', '&amp;lt;&#1;&'.repeat(20_000)],
    ['at signs', 'a@a.'.repeat(50_000)],
    ['spaces', `x${' '.repeat(200_000)}x`],
    ['letters', 'a'.repeat(200_000)],
  ])('reads %s in any field', (_, hostile) => {
    for (const field of ['title', 'description', 'dc:creator', 'category', 'pubDate', 'guid', 'enclosure'])
      for (const text of [
        hostile,
        `<![CDATA[${hostile.replaceAll(']]>', '')}]]>`,
        hostile.replaceAll('<', '&lt;'),
      ])
        expect(parseFeed(rss(`<item><${field}>${text}</${field}></item>`), options).status).toBe('feed');
  });

  it('pollutes no prototype', () => {
    read(
      rss(
        '<item><__proto__ x="1"><x>1</x></__proto__><media:x __proto__="1"/><itunes:__proto__ x="1"/></item>',
      ),
    );
    read(
      '{"version":"https://jsonfeed.org/version/1","__proto__":{"x":1},"items":[{"__proto__":{"x":1},"id":"1"}]}',
    );
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('reads what a feed says of itself: its id, and when it was published and changed', () => {
    const atom =
      '<feed xmlns="http://www.w3.org/2005/Atom"><id> urn:feed:1 </id><published>2024-05-01T10:00:00Z</published><updated>2024-05-02T10:00:00Z</updated><entry><id>a</id></entry></feed>';
    expect(read(atom)).toMatchObject({
      id: 'urn:feed:1',
      publishedAt: new Date('2024-05-01T10:00:00Z'),
      updatedAt: new Date('2024-05-02T10:00:00Z'),
    });
    expect(read(rss('<pubDate>Wed, 01 May 2024 10:00:00 GMT</pubDate>'))).toMatchObject({
      id: null,
      publishedAt: new Date('2024-05-01T10:00:00Z'),
    });
  });

  it.each(['&<![CDATA[#x1;]]>', '&#<![CDATA[x1;]]>', '&amp;num;x1;', '&<b></b>#x1;'])(
    'frees a title of the control character that %s becomes',
    (hidden) => {
      const title = read(rss(`<item><title>Harbour${hidden}</title></item>`)).items[0]?.title ?? '';
      expect(title).toContain('Harbour');
      expect(title).not.toContain('\u0001');
    },
  );

  it('lets nothing unstorable through, however it is escaped or packed', () => {
    const part = fc.constantFrom(
      ...[
        '&#x1;',
        '&amp;#x1;',
        '&amp;#x9F;',
        '&',
        'amp;',
        '#0;',
        '#x1;',
        '#xD83D;',
        'AMP;',
        'num;',
        '\u0000',
        '\u0085',
        '\uD83D',
        '\uDE00',
        '😀',
        'x',
      ],
      ...[
        'lt;',
        '<b>',
        '<![CDATA[',
        ']]>',
        'a@b.example ',
        ...['a\u0000b', 'a&#1;b'].map((packed) => Buffer.from(packed).toString('base64')),
      ],
    );
    const field = fc.constantFrom(
      ...[
        'title',
        'description',
        'author',
        'category',
        'guid',
        'link',
        'pubDate',
        'itunes:keywords',
        'media:x',
      ],
      ...['title type="image/x"', 'content mode="base64"', 'enclosure url="&#0;x"'],
    );
    fc.assert(
      fc.property(field, fc.array(part, { maxLength: 8 }), (name, parts) => {
        const end = name.split(' ')[0];
        const text = `${parts.join('')}${name === 'author' ? '😀'.repeat(300) : ''}`;
        const feed = JSON.stringify(read(rss(`<item><${name}>${text}</${end}></item>`)));
        // JSON writes lone surrogates and control characters as escapes.
        expect(feed.replace(/\\[tnr"\\]/g, '')).not.toMatch(/\\u|\u0085/);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.string().map(rss)), (text) =>
        ['feed', 'not-a-feed'].includes(parseFeed(text, options).status),
      ),
    );
  });
});
