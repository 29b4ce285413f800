import { describe, expect, it } from 'vitest';
import { extractArticle } from '../../src/extract/article.js';

const now = new Date('2026-06-01T00:00:00Z');
const url = 'https://www.copy.example/bridge';
const read = (html: string, address = url) => extractArticle(html, { url: address, now });
const meta = (tags: Record<string, string>): string =>
  Object.entries(tags)
    .map(([name, content]) => `<meta property="${name}" content="${content}">`)
    .join('');
const ld = (node: object): string => `<script type="application/ld+json">${JSON.stringify(node)}</script>`;
const news = (node: object): string =>
  ld({ '@type': 'NewsArticle', headline: 'The new bridge opens', ...node });

describe('the title', () => {
  it.each([
    [
      'the name of the site behind it',
      meta({ 'og:title': 'The new bridge opens | Copy', 'og:site_name': 'Copy' }),
    ],
    [
      'the name of the site before it',
      `${meta({ 'og:site_name': 'Copy' })}<title>Copy – The new bridge opens</title>`,
    ],
    ['the name that its host has', '<title>The new bridge opens - copy.example</title>'],
    [
      'a kicker in the heading',
      '<title>The new bridge opens</title><h1><span class="kicker">Harbour</span> The new bridge opens</h1>',
    ],
    [
      'the time in the heading',
      '<title>The new bridge opens</title><h1><time>Jun 17</time> The new bridge opens</h1>',
    ],
    [
      'the site as the heading',
      `${meta({ 'og:title': 'The new bridge opens', 'og:site_name': 'Copy' })}<h1>Copy</h1>`,
    ],
    [
      'a section as the heading',
      `${meta({ 'og:title': 'The new bridge opens', 'twitter:title': 'The new bridge opens' })}<h1>Games</h1>`,
    ],
    [
      'entities that are escaped twice',
      meta({ 'og:title': 'The &amp;#110;ew bridge opens', 'twitter:title': 'The new bridge opens' }),
    ],
  ])('comes without %s', (_name, head) => expect(read(head).title).toBe('The new bridge opens'));

  it('is the heading that readers see where the page states another for machines only once', () => {
    const html = `${news({ headline: 'Harbour bridge: opening, traffic, dates' })}${meta({ 'og:title': 'The new bridge opens' })}<h1>The new bridge opens</h1>`;
    expect(read(html).title).toBe('The new bridge opens');
  });

  it('keeps a dash that parts no site', () => {
    expect(read('<title>Bridges – a history</title><h1>Bridges – a history</h1>').title).toBe(
      'Bridges – a history',
    );
  });
});

describe('the byline', () => {
  const ada = { '@type': 'Person', name: 'Ada Example' };
  it.each([
    ['JSON-LD before meta tags', news({ author: ada }) + meta({ author: 'Copy Desk' }), ['Ada Example']],
    [
      'people before the body that JSON-LD states',
      news({ author: { '@type': 'Organization', name: 'Harbour Press' } }) + meta({ author: 'Ada Example' }),
      ['Ada Example'],
    ],
    [
      'a source that names more people',
      news({ author: ada }) + meta({ author: 'Ada Example, Ben Sample' }),
      ['Ada Example', 'Ben Sample'],
    ],
    ['an agency beside people', news({ author: [ada, { name: 'dpa' }] }), ['Ada Example', 'dpa']],
    ['an agency alone', news({ author: 'Reuters' }), ['Reuters']],
    [
      'the label of a card',
      meta({ 'twitter:label1': 'Verfasst von', 'twitter:data1': 'Ada Example' }),
      ['Ada Example'],
    ],
    [
      'microdata',
      '<div itemprop="author" itemscope><span itemprop="name">Ada Example</span><span itemprop="jobTitle">Editor</span></div>',
      ['Ada Example'],
    ],
    ['a link to the author', '<p>By <a rel="author" href="/ada">Ada Example</a></p>', ['Ada Example']],
    [
      'several elements side by side',
      '<div><span class="author"><a>Ada Example</a></span><span class="author"><a>Ben Sample</a></span></div>',
      ['Ada Example', 'Ben Sample'],
    ],
    [
      'a line that begins as one',
      '<article><h1>The bridge</h1><p>Von <strong>Ada Beispiel</strong> und <strong>Ben Muster</strong></p></article>',
      ['Ada Beispiel', 'Ben Muster'],
    ],
    [
      'a box about the author',
      '<article><h1>The bridge</h1></article><aside class="author-box"><h3>Ada Example</h3><p>Writes of bridges.</p></aside>',
      ['Ada Example'],
    ],
    [
      'the foot of an article',
      '<article><h1>The bridge</h1><footer class="entry-footer"><span class="author vcard">Ada Example</span></footer></article>',
      ['Ada Example'],
    ],
  ])('takes %s', (_name, html, names) => expect(read(html).byline).toEqual(names));

  it.each([
    ['the site', news({ author: { name: 'Copy' }, publisher: { name: 'Copy' } })],
    ['the site and its desk', `${news({ author: { name: 'Redaktion Copy' }, publisher: { name: 'Copy' } })}`],
    ['an address', meta({ 'article:author': 'https://social.example/copy' })],
    ['an account', '<meta name="author" content="admin"><meta name="twitter:creator" content="@copy">'],
    [
      'readers who comment',
      '<h1>The bridge</h1><div class="comments"><span class="author">Ben Reader</span></div>',
    ],
    [
      'authors of other articles',
      '<h1>The bridge</h1><div class="related-posts"><a rel="author">Ben Sample</a></div>',
    ],
  ])('does not take %s', (_name, html) => expect(read(html).byline).toEqual([]));
});

describe('the day of publication', () => {
  const day = (html: string, address?: string) => read(html, address).publishedDay;
  it('is that of the place where the page was written', () => {
    expect(day(news({ datePublished: '2026-05-17T00:30:00+02:00' }))).toBe('2026-05-17');
    expect(read(news({ datePublished: '2026-05-17T00:30:00+02:00' })).publishedAt).toEqual(
      new Date('2026-05-16T22:30:00Z'),
    );
  });
  it('is the one in the address where a moment in UTC is the evening before or after', () => {
    expect(
      day(news({ datePublished: '2026-05-18T02:30:00Z' }), 'https://copy.example/2026/05/17/bridge'),
    ).toBe('2026-05-17');
  });
  it('is the one that is written with its offset for the same moment', () => {
    const time = '<h1>The bridge</h1><time datetime="2026-05-17T22:30:00-04:00">17 May</time>';
    expect(day(`${news({ datePublished: '2026-05-18T02:30:00Z' })}${time}`)).toBe('2026-05-17');
  });
  it('is the one that is shown where it is the neighbour of a moment in UTC', () => {
    const shown = (words: string) => `<h1>The bridge</h1><p class="date">${words}</p>`;
    expect(day(news({ datePublished: '2026-05-18T02:30:00Z' }) + shown('May 17, 2026'))).toBe('2026-05-17');
    expect(day(news({ datePublished: '2026-05-17T22:30:00Z' }) + shown('18.05.2026'))).toBe('2026-05-18');
    expect(day(news({ datePublished: '2026-05-17T12:30:00Z' }) + shown('18.05.2026'))).toBe('2026-05-17');
  });
  it('is the one that is shown before one that may be that of a change', () => {
    const date = '<meta name="date" content="2026-05-20">';
    expect(day(`${date}<h1>The bridge</h1><p class="date">17.05.2026</p>`)).toBe('2026-05-17');
    expect(day(date)).toBe('2026-05-20');
  });
  it('is not that of a page that is no article', () => {
    const page = ld({ '@type': 'WebPage', datePublished: '2026-05-17' });
    expect(day(page + meta({ 'og:type': 'article' }))).toBeNull();
  });
  it('is the one on which address and page agree against what is stated', () => {
    const html = `${news({ datePublished: '2026-05-28T08:00:00Z' })}<h1>The bridge</h1><p class="date">3 May 2026</p>`;
    expect(day(html, 'https://copy.example/2026/05/03/bridge')).toBe('2026-05-03');
    expect(
      day(news({ datePublished: '2026-05-28T08:00:00Z' }), 'https://copy.example/2026/05/03/bridge'),
    ).toBe('2026-05-28');
  });
  it.each([
    ['OpenGraph', meta({ 'article:published_time': '2026-05-17T10:00:00Z' })],
    ['Dublin Core', meta({ 'DC.date.issued': '2026-05-17' })],
    ['parsely', meta({ 'parsely-pub-date': '2026-05-17T10:00:00Z' })],
    ['sailthru', meta({ 'sailthru.date': 'Sun, 17 May 2026 10:00:00 +0000' })],
    ['cXense', meta({ 'cXenseParse:publishtime': '2026-05-17T10:00:00Z' })],
    ['microdata', '<span itemprop="datePublished" content="2026-05-17">17 May</span>'],
    ['an abbreviation', '<abbr itemprop="datePublished" title="2026-05-17T10:00:00Z">2:33</abbr>'],
    [
      'a time of the article',
      '<article><h1>The bridge</h1><time datetime="2026-05-17T10:00">17 May</time></article>',
    ],
    ['a time that is wrong behind the seconds', news({ datePublished: '2026-05-17T22:06:08:684Z' })],
    [
      'a line',
      '<h1>The bridge</h1><p>Veröffentlicht am 17.05.2026, von unserer Redaktion in der Stadt am Hafen</p>',
    ],
    ['a lone date', '<h1>The bridge</h1><div>Sonntag, 17. Mai 2026, 14:05 Uhr</div>'],
    [
      'what a release calls itself',
      '<h1>The bridge</h1><div><p>Pressemitteilung vom 17. Mai 2026 | Hafenstadt – Die Brücke wurde eröffnet.</p></div>',
    ],
  ])('is read from %s', (_name, html) => expect(day(html)).toBe('2026-05-17'));

  it.each([
    [
      'a sentence',
      '<h1>The bridge</h1><p>On 17 May 2026 the bridge was opened by the mayor of the town.</p>',
    ],
    ['comments', '<h1>The bridge</h1><div class="comments"><time datetime="2026-05-17">17 May</time></div>'],
    ['other articles', '<h1>The bridge</h1><aside><time datetime="2026-05-17">17 May</time></aside>'],
    ['the clock above the heading of the epoch', news({ datePublished: '1970-01-01T00:00:00Z' })],
  ])('is not read from %s', (_name, html) => expect(day(html)).toBeNull());

  it('is never in the future', () => {
    const soon = read(news({ datePublished: '2026-06-01T09:00:00Z' }));
    expect(soon.publishedAt).toEqual(now);
    expect(soon.notes.join()).toBe('a date in the future was set to now: 2026-06-01T09:00:00Z');
    const late = read(news({ datePublished: '2026-07-01T09:00:00Z' }));
    expect(late.publishedAt).toBeNull();
    expect(late.notes.join()).toBe('a date in the future was ignored: 2026-07-01T09:00:00Z');
  });
});

describe('the rest', () => {
  it('keeps to canonical addresses of the same site', () => {
    const canonical = (href: string) => read(`<link rel="canonical" href="${href}">`).canonicalUrl;
    expect(canonical('/bridge-opens')).toBe('https://www.copy.example/bridge-opens');
    expect(canonical('https://copy.example/b')).toBe('https://copy.example/b');
    expect(canonical('https://courier.example/b')).toBeNull();
  });
  it('takes tags of the article before keywords of the page, each once', () => {
    const keywords = '<meta name="keywords" content="news, copy">';
    expect(
      read(
        `${keywords}${meta({ 'article:tag': 'Bridge' })}${news({ keywords: ['bridge', 'Town; Harbour'] })}`,
      ).tags,
    ).toEqual(['bridge', 'Town', 'Harbour']);
    expect(read(keywords).tags).toEqual(['news', 'copy']);
  });
  it.each([
    ['its JSON-LD', news({ isAccessibleForFree: 'False' }), true],
    [
      'a part in its JSON-LD',
      news({ hasPart: [{ '@type': 'WebPageElement', isAccessibleForFree: false }] }),
      true,
    ],
    ['its JSON-LD, free', news({ isAccessibleForFree: true }), false],
    ['its tier', meta({ 'article:content_tier': 'metered' }), true],
    ['its tier, free', meta({ 'article:content_tier': 'free' }), false],
    ['a box that asks for money', '<div class="paywall-box"><p>Subscribe to read on.</p></div>', true],
    ['nothing', '<div class="paywall"></div>', null],
  ])('knows a paywall by %s', (_name, html, paywalled) => expect(read(html).paywalled).toBe(paywalled));

  it.each([
    ['100,000 meta tags', '<meta name="author" content="Ada Example">'.repeat(100_000)],
    ['100,000 times', '<time datetime="x">x</time>'.repeat(100_000)],
    ['100,000 authors', '<span class="author">by x</span>'.repeat(100_000)],
    ['100,000 headings', '<h1>The bridge</h1>'.repeat(100_000)],
    ['100,000 properties', '<i itemprop="author"><b itemprop="name">x</b></i>'.repeat(100_000)],
    ['100,000 paywalls', '<i class="paywall">x</i>'.repeat(100_000)],
    ['a title of 1 MB', `<title>${'a | '.repeat(250_000)}</title>`],
    ['authors in each other around 4 MB', '<div class="author">'.repeat(190) + 'word '.repeat(800_000)],
  ])('reads %s', (_name, html) => expect(read(html).notes).toEqual([]));
});
