import { describe, expect, it } from 'vitest';
import { extractArticle } from '../../src/extract/article.js';
import { samples } from './languages.js';

const context = { url: 'https://paper.example/2026/ferry', now: new Date('2026-06-01T00:00:00Z') };
const textOf = (html: string): string => extractArticle(html, context).text;

const [english] = samples;
if (english === undefined) throw new Error('there are no samples');
const { title } = english;
const paragraphs = [
  ...english.paragraphs,
  'The operator has taken two of the old captains back, and says that the boats run every half hour until nine in the evening.',
  'A ticket costs as much as last year; pupils and those who carry the mail travel without one, as they have since the line began.',
];
const body = paragraphs.map((text) => `<p>${text}</p>`).join('\n');
const lead = 'Half a year of waiting ends: boats cross the lake again, and they are on time.';
const others = ['The mill is sold', 'A bridge for frogs', 'Snow in the valley']
  .map(
    (name, at) => `<li><a href="/${at}">${name}</a><p>What became of it, told in two lines below.</p></li>`,
  )
  .join('');
const comment =
  '<p>I have lived here for forty years and never have I seen such a thing, I must say, not once.</p>';

/** What common publishing systems put around and into an article. */
const systems: [string, string][] = [
  [
    'WordPress, with a block theme',
    `<div class="wp-site-blocks"><header class="wp-block-template-part"><nav class="wp-block-navigation"><a href="/">Home</a></nav></header>
    <main class="wp-block-group"><h1 class="wp-block-post-title">${title}</h1><div class="wp-block-post-date"><time datetime="2026-05-02">May 2, 2026</time></div>
    <div class="entry-content wp-block-post-content">${body}<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3><a href="#">Click to share</a></div>
    <div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3>${others}</div></div>
    <div class="wp-block-comments comments-area"><h2>3 responses</h2><ol class="commentlist">${comment.repeat(6)}</ol><form class="comment-form"><p>Your address is kept to ourselves, and required fields are marked.</p></form></div></main></div>`,
  ],
  [
    'Drupal',
    `<div class="layout-container"><main role="main"><article class="node node--type-article"><h1><span class="field--name-title">${title}</span></h1>
    <div class="node__meta">Submitted by <span>ada</span> on Sat, 05/02/2026 - 10:00</div><div class="node__content"><div class="field field--name-body text-formatted">${body}</div>
    <div class="field field--name-field-tags"><div class="field__label">Tags</div><a href="/t/1">ferry</a> <a href="/t/2">lake</a></div></div></article>
    <section class="view-related-content"><h2>You may like</h2><ul>${others}</ul></section></main></div>`,
  ],
  [
    'Ghost',
    `<div class="viewport"><main class="gh-main"><article class="gh-article post"><header class="gh-article-header"><h1 class="gh-article-title">${title}</h1><p class="gh-article-excerpt">${lead}</p>
    <div class="gh-article-meta"><h4 class="gh-article-author-name">Ada Example</h4><time>May 2, 2026</time> — 4 min read</div></header><section class="gh-content">${body}</section></article>
    <section class="gh-subscribe"><h3>Sign up for more like this.</h3><a href="#">Enter your email</a></section><section class="gh-read-next">${others}</section></main></div>`,
  ],
  [
    'Blogger',
    `<div class="main-outer"><div id="Blog1" class="widget Blog"><div class="post hentry"><h3 class="post-title entry-title">${title}</h3><div class="post-body entry-content" itemprop="description articleBody">
    ${paragraphs.join('<br><br>')}<div style="clear: both;"></div></div><div class="post-footer"><span>Posted by Ada at 10:00</span></div></div>
    <div id="comments" class="comments"><h4>2 comments:</h4>${comment.repeat(8)}</div></div></div><aside class="sidebar">${others}</aside>`,
  ],
  [
    'a site of nameless sections, as Medium writes them',
    `<div id="root"><div class="a b c"><div class="ab ac"><article><div class="l"><section><div class="fi fj"><h1 class="hk hl">${title}</h1>
    <div class="hu"><a href="/@ada">Ada Example</a><button>Follow</button><span>5 min read</span></div>${paragraphs.map((text) => `<p class="pw-post-body-paragraph ix iy">${text}</p>`).join('')}</div></section></div></article></div>
    <div class="ab"><a href="/tag/ferry">Ferry</a><a href="/tag/lake">Lake</a></div><div class="kk"><h2>More from Ada Example</h2>${others}</div></div></div>`,
  ],
  [
    'Arc, with hashed names and cards in the text',
    `<div id="fusion-app"><section class="b-article"><header class="c-header"><h1 class="headline">${title}</h1><h2 class="b-headline-subheading">${lead}</h2></header>
    <div class="b-byline">By <a href="/ada">Ada Example</a></div><article class="b-article-body article-body-wrapper"><p class="c-paragraph">${paragraphs[0]}</p><div class="ad-slot"><p>Advertisement</p></div>
    <p class="c-paragraph">${paragraphs[1]}</p><div class="interstitial-link"><p>[ <a href="/x">Read more: The mill is sold to a family from the city</a> ]</p></div>${paragraphs
      .slice(2)
      .map((text) => `<p class="c-paragraph">${text}</p>`)
      .join('')}</article></section><div class="b-results-list recommended">${others}</div></div>`,
  ],
  [
    'AMP',
    `<amp-sidebar id="menu" hidden><ul>${others}</ul></amp-sidebar><article class="amp-wp-article"><header><h1 class="amp-wp-title">${title}</h1><div class="amp-wp-byline">Ada Example</div></header>
    <figure class="amp-wp-article-featured-image"><amp-img src="/a.jpg"></amp-img><p class="wp-caption-text">The ferry at its landing, seen from the mill on the other shore.</p></figure>
    <div class="amp-wp-article-content">${body}<amp-ad></amp-ad></div><footer class="amp-wp-article-footer"><a href="#respond">Leave a Comment</a></footer></article><amp-consent><p>We and those with whom we work store what you read, unless you say no.</p></amp-consent>`,
  ],
  [
    'a newspaper of sections cut at advertisements',
    `<div id="__next"><main><div class="head"><h1>${title}</h1></div>${paragraphs
      .map(
        (text) =>
          `<div class="css-1x2y"><div class="css-3z"><p>${text}</p></div></div><div class="css-ad"><span>Advertisement</span></div>`,
      )
      .join(
        '',
      )}<div class="css-bottom"><ul>${others}</ul></div></main><footer><p>All that stands here belongs to the paper, and may not be taken without asking it.</p></footer></div>`,
  ],
];

describe('mainText', () => {
  it('knows samples and systems', () => {
    expect(samples.length).toBeGreaterThanOrEqual(24);
    expect(systems.length).toBeGreaterThanOrEqual(8);
  });

  it.each(systems)('takes the article and nothing else from %s', (_name, html) => {
    const page = `<!doctype html><html lang="en"><head><title>${title}</title><meta property="og:title" content="${title}"></head><body>${html}</body></html>`;
    const expected = html.includes(lead) ? [lead, ...paragraphs] : paragraphs;
    expect(textOf(page)).toBe(expected.join('\n\n'));
  });

  it.each(samples)('leaves out what sites put into a text in $language', (sample) => {
    const [first, second] = sample.paragraphs;
    const html = `<html lang="${sample.language}"><head><title>${sample.title}</title></head><body><div class="x"><h1>${sample.title}</h1><div class="y">
      <p>${sample.advertisement}</p><p>${first}</p><p><b>${sample.related.split(/[:：]/)[0]}:</b> <a href="/other">${sample.related.split(/[:：]/)[1]}</a></p><p>${sample.advertisement}</p>
      <p>${second}</p><p><a href="/follow">${sample.prompt}</a></p></div></div></body></html>`;
    expect(textOf(html)).toBe(`${first}\n\n${second}`);
  });

  it('takes the lead that says what the page says in summary, whatever it is called', () => {
    const html = `<meta name="description" content="${lead}"><main><div class="top"><h1>${title}</h1></div><div class="c7"><strong>${lead.slice(0, -1)}</strong></div><div class="c8">${body}</div></main>`;
    expect(textOf(html)).toBe([lead.slice(0, -1), ...paragraphs].join('\n\n'));
  });

  it('takes the first of the articles that a page loads below each other', () => {
    const next = Array.from(
      { length: 9 },
      (_, at) =>
        `<p>Number ${at} of the next one: it is longer than the first, so that length alone would choose it instead.</p>`,
    ).join('');
    const html = `<main><article class="story"><h1>${title}</h1><div>${body}</div></article><article class="story"><h1>The mill is sold</h1><div>${next}</div></article></main>`;
    expect(textOf(html)).toBe(paragraphs.join('\n\n'));
  });

  it('prefers a short article to the comments below it', () => {
    const html = `<article><h1>${title}</h1><div class="text"><p>${paragraphs[0]}</p></div></article><div class="post-comments">${comment.repeat(1)}${Array.from({ length: 20 }, (_, at) => `<div class="comment-body"><p>Reader ${at} says at some length what has been said before, and says it once more below.</p></div>`).join('')}</div>`;
    expect(textOf(html)).toBe(paragraphs[0]);
  });

  it('reads a page that hides its article until a script shows it', () => {
    expect(
      textOf(`<body><h1>${title}</h1><div style="display:none" class="story">${body}</div></body>`),
    ).toBe(paragraphs.join('\n\n'));
  });

  it('keeps references to other sites, and leaves out links to more of the same', () => {
    const html = `<article><h1>${title}</h1><p>${paragraphs[0]}</p><ul><li><a href="https://harbour.example/plan">The plan of the harbour</a></li></ul><p><a href="/more">What else happened at the lake this week</a></p><p>${paragraphs[1]}</p></article>`;
    expect(textOf(html)).toBe([paragraphs[0], 'The plan of the harbour', paragraphs[1]].join('\n\n'));
  });

  it('keeps the lines of lists and tables, and says nothing twice', () => {
    const html = `<article><h1>${title}</h1>${body}<h2>Times</h2><table><tr><th>Day</th><th>First boat</th></tr><tr><td>Monday</td><td>seven</td></tr></table><p>${paragraphs[1]}</p><ul><li>Bring a coat.</li><li>Bring a friend.</li></ul></article>`;
    expect(textOf(html)).toBe(
      [...paragraphs, 'Times', 'Day First boat\nMonday seven', 'Bring a coat.\nBring a friend.'].join('\n\n'),
    );
  });
});
