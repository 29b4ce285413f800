import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractArticle } from '../../src/extract/article.js';

const context = { url: 'https://copy.example/2026/05/bruecke/', now: new Date('2026-06-01T00:00:00Z') };

const paragraphs = [
  'Die neue Brücke über den Hafen wird im Herbst für den Verkehr geöffnet, teilte die Verwaltung der Stadt am Montag nach einer langen Sitzung mit, an der auch die Nachbargemeinden teilnahmen.',
  '„Wir haben die Bedeutung der Verbindung für die Region erkannt [and] „Ich freue mich, dass die Arbeiten ohne Unterbrechung vorangekommen sind“, sagte die Leiterin des Bauamts in einem Gespräch mit dieser Zeitung.',
  'Zuvor hatten Anwohner kritisiert, dass der Umbau der Zufahrten länger dauert als geplant und dass der Lärm in den frühen Morgenstunden kaum zu ertragen sei.',
];

/** A copied article on a blog template: everything around the text is furniture. */
const copied = `<!doctype html><html lang="en-US"><head><title>Die neue Brücke öffnet im Herbst – THE COURIER | Copy Blog</title><meta property="og:title" content="Die neue Brücke öffnet im Herbst – THE COURIER"><meta property="og:site_name" content="Copy Blog"><meta property="article:published_time" content="2026-05-20T08:00:00+00:00"><meta name="author" content="Copy Desk"></head><body>
<header class="site-header"><nav><a href="/">Home</a><a href="/news">News</a></nav></header>
<div id="content"><article><h1 class="entry-title">Die neue Brücke öffnet im Herbst – THE COURIER</h1><div class="sharedaddy share"><a href="#">Tweet</a></div>
<div class="entry-content">${paragraphs.map((text) => `<p>${text}</p>`).join('\n')}<p>&nbsp;</p><p><br></p><p><a href="https://courier.example/bridge">source site</a></p></div></article>
<div id="comments"><div id="respond" class="comment-respond"><h3>Leave a Reply</h3><form><textarea></textarea></form></div></div></div>
<aside class="sidebar"><h3>Related posts</h3><ul><li><a href="/a">Another story that has nothing to do with it</a></li></ul></aside><footer>Copyright</footer></body></html>`;

describe('extractArticle', () => {
  it('takes the text of a copied article and nothing around it', () => {
    const article = extractArticle(copied, context);
    expect(article.text).toBe(paragraphs.join('\n\n'));
    expect(article).toMatchObject({
      title: 'Die neue Brücke öffnet im Herbst',
      siteName: 'Copy Blog',
      byline: ['Copy Desk'],
      publishedAt: new Date('2026-05-20T08:00:00Z'),
      declaredLanguage: 'en-US',
      attribution: { publisher: 'THE COURIER', url: 'https://courier.example/bridge' },
    });
    expect(article.quality.confidence).toBeGreaterThan(0.4);
  });

  it('finds the text in a template of nothing but divs', () => {
    const html = `<html><body><div class="x1"><div class="menu"><a href="/">a</a><a href="/b">b</a></div><div class="x2"><div class="x3">${paragraphs.map((text) => `<div>${text}</div>`).join('')}</div><div class="x4"><a href="/1">One more story to read</a><a href="/2">And another one</a></div></div></div></body></html>`;
    expect(extractArticle(html, context).text).toBe(paragraphs.join('\n\n'));
  });

  const wrapped = paragraphs.map((text) => `<p>${text}</p>`).join('');

  it.each([
    ['a box that calls itself a widget', `<div class="Blog widget">${wrapped}</div>`],
    ['a form around the whole page', `<form id="aspnet">${wrapped}</form>`],
    ['pieces', paragraphs.map((text) => `<div class="piece"><div><p>${text}</p></div></div>`).join('')],
  ])('finds the text in %s', (_name, html) =>
    expect(
      extractArticle(`<html><body><div><h1>The bridge</h1>${html}</div></body></html>`, context).text,
    ).toBe(paragraphs.join('\n\n')),
  );

  it('takes the lead that stands apart from the text, and nothing else between the heading and the text', () => {
    const lead = 'Nach drei Jahren Bauzeit rollt der Verkehr wieder über den Hafen.';
    const html = `<main><header><p class="intro">A slogan of the site that stands above every article of it.</p></header>
      <div class="head"><h1>Die Brücke</h1><div class="article-teaser"><p>${lead}</p></div><p class="byline">By Ada Example, who has written of bridges for years.</p></div>
      <div class="share">Share this story with all of your friends and family.</div><div class="body">${wrapped}</div></main>`;
    expect(extractArticle(html, context).text).toBe([lead, ...paragraphs].join('\n\n'));
  });

  it('does not take the foot of an article for its text because both are called so', () => {
    const foot = 'You can write to the editors of this page at any time, and they will answer within a week.';
    const html = `<article class="article">${wrapped}<div class="article-footer"><p>${foot}</p></div></article>`;
    expect(extractArticle(html, context).text).toBe(paragraphs.join('\n\n'));
  });

  it('takes date and author as readers see them where the page states neither', () => {
    const html = `<body><article><h1>The bridge</h1>
      <p class="post-meta">Posted on 12 May 2026 in <a href="/c">Town</a></p><span class="entry-author">By Ada Example</span>
      ${wrapped}</article><div id="comments"><p class="comment-author">By Ben Reader</p></div></body>`;
    expect(extractArticle(html, context)).toMatchObject({
      byline: ['Ada Example'],
      publishedAt: new Date('2026-05-12T00:00:00Z'),
    });
  });

  it('looks an author up who is named once in a graph of linked data', () => {
    const ld = JSON.stringify({
      '@graph': [
        { '@type': 'NewsArticle', headline: 'The bridge', author: { '@id': '#ada' } },
        { '@type': ['Person'], '@id': '#ada', name: 'Ada Example' },
        { '@type': 'Person', '@id': '#ben', name: 'Ben Sample' },
      ],
    });
    const html = `<script type="application/ld+json">${ld}</script><article>${wrapped}</article>`;
    expect(extractArticle(html, context).byline).toEqual(['Ada Example']);
  });

  it('takes the part of the window title that stands in the page, where it has no h1', () => {
    const html = `<title>Bridge Blog » Archive » The bridge opens</title><article><h2>The bridge opens</h2>${wrapped}</article>`;
    expect(extractArticle(html, context).title).toBe('The bridge opens');
  });

  it('reads JSON-LD, ignores a date in the future and says so', () => {
    const ld = JSON.stringify({
      '@graph': [
        { '@type': 'WebSite' },
        {
          '@type': ['NewsArticle'],
          headline: 'The bridge',
          author: [{ name: 'Ada Example' }, { name: 'Ben Beispiel' }],
          datePublished: '2027-05-01T00:00:00Z',
          isAccessibleForFree: false,
          keywords: 'bridge, town',
        },
      ],
    });
    const article = extractArticle(
      `<script type="application/ld+json">${ld}</script><article>${paragraphs.map((p) => `<p>${p}</p>`).join('')}</article>`,
      { ...context, url: 'https://copy.example/bridge' },
    );
    expect(article).toMatchObject({
      title: 'The bridge',
      byline: ['Ada Example', 'Ben Beispiel'],
      paywalled: true,
      tags: ['bridge', 'town'],
    });
    expect(article.notes.join()).toContain('future');
    expect(article.publishedAt).toBeNull();
  });

  it('writes no markup that could run, and only absolute web links', () => {
    const html = `<article>${paragraphs.map((p) => `<p onclick="x()">${p} <a href="/more" onmouseover="x()">more</a> <a href="javascript:alert(1)">bad</a><script>alert(1)</script><svg><script>1</script></svg></p>`).join('')}</article>`;
    const { html: clean } = extractArticle(html, context);
    expect(clean).toContain('<a href="https://copy.example/more">more</a>');
    expect(clean).not.toMatch(/<script|<svg|javascript:|\son\w+=/i);
  });

  it('finds a text whose words stand in elements of their own', () => {
    const words = paragraphs.map((text) => `<p>${text.replace(/\S+/g, '<span data-at="1">$&</span>')}</p>`);
    expect(extractArticle(`<body><div>${words.join('')}</div></body>`, context).text).toBe(
      paragraphs.join('\n\n'),
    );
  });

  it('gives a page without an article little confidence', () => {
    const listing = `<ul>${Array.from({ length: 30 }, (_, n) => `<li><a href="/${n}">Headline number ${n} of the day</a></li>`).join('')}</ul>`;
    expect(extractArticle(`<html><body>${listing}</body></html>`, context).quality.confidence).toBeLessThan(
      0.3,
    );
    expect(extractArticle('', context)).toMatchObject({ text: '', title: null, quality: { confidence: 0 } });
  });

  it.each([
    ['100,000 nested elements', '<div>'.repeat(100_000)],
    ['200 KB of angle brackets', '<'.repeat(200_000)],
    ['100,000 attributes', `<p ${Array.from({ length: 100_000 }, (_, n) => `a${n}=1`).join(' ')}>x</p>`],
    ['a text of 5 MB', `<p>${'word '.repeat(1_000_000)}</p>`],
    ['white space of 5 MB in preformatted text', `<pre>a${' '.repeat(5_000_000)}b</pre>`],
    [
      'stated text of 400,000 wide blanks',
      `<script type="application/ld+json">{"@type":"Article","articleBody":"a${'\u2003'.repeat(400_000)}b"}</script>`,
    ],
    ['100,000 paragraphs that nothing holds', '<p>'.repeat(100_000)],
    ['150,000 links that nothing holds', '<a href="/x">link</a> '.repeat(150_000)],
    ['200,000 pairs of line breaks', 'text<br><br>'.repeat(200_000)],
    ['headings in each other around 4 MB', '<h1>'.repeat(190) + 'word '.repeat(800_000)],
    ['dates in each other around 4 MB', '<div class="date">'.repeat(190) + 'word '.repeat(800_000)],
    ['50,000 comments', '<div class="comment"><p>One, two.</p></div>'.repeat(50_000)],
  ])('reads %s', (_name, html) => expect(typeof extractArticle(html, context).text).toBe('string'));

  it('never throws', () => {
    const tag = fc.constantFrom(
      '<p>',
      '</p>',
      '<div class="a">',
      '</div>',
      '<a href="x">',
      '</a>',
      '<table><tr><td>',
      '<script>',
      '<!--',
      '<br>',
      '<h1>',
      ' text ',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(tag, fc.string()), { maxLength: 60 }),
        (parts) => typeof extractArticle(parts.join(''), context).html === 'string',
      ),
    );
  });
});
