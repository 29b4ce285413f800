import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discoverFeeds } from '../../src/feeds/discovery.js';

const page = 'https://news.example/section/page.html';
const urls = (html: string): string[] => discoverFeeds(html, page).map(({ url }) => url);

describe('discoverFeeds', () => {
  it('names announced feeds before links that look like feeds, each once and absolute', () => {
    const html = `<!doctype html><head><title>News</title>
<link rel="stylesheet" href="/feed.css"><link rel="icon" href="/rss.png">
<link rel="alternate" hreflang="de" href="/de/"><link REL="Alternate" TYPE="application/atom+xml; charset=utf-8" title="All" href="../all.atom">
</head><a href="/rss">RSS</a><a href="https://news.example/all.atom#top">again</a><a href="/feedback">Tell us</a>`;
    expect(discoverFeeds(html, page)).toEqual([
      {
        url: 'https://news.example/all.atom',
        title: 'All',
        type: 'application/atom+xml; charset=utf-8',
        source: 'link',
      },
      { url: 'https://news.example/rss', title: null, type: null, source: 'anchor' },
    ]);
  });

  it('follows the first base of the page', () =>
    expect(
      urls('<base href="https://cdn.example/x/"><base href="https://no.example/"><a href="feed.xml">'),
    ).toEqual(['https://cdn.example/x/feed.xml']));

  it('does not take a JSON interface or an embedding description for a feed', () =>
    expect(
      urls(`<link rel="alternate" type="application/json" href="/api/posts/1">
<link rel="alternate" type="application/json+oembed" href="/oembed?url=1"><link rel="alternate" type="text/xml+oembed" href="/oembed">
<link rel="alternate" type="application/json" title="JSON Feed" href="/posts.json">`),
    ).toEqual(['https://news.example/posts.json']));

  it.each([
    ['/?feed=rss2', 'https://news.example/?feed=rss2'],
    ['feed:https://news.example/x', null],
    ['feed://news.example/rss', 'http://news.example/rss'],
    ['https://feeds.example/news', 'https://feeds.example/news'],
    ['/blog/rss2/', 'https://news.example/blog/rss2/'],
    ['javascript:feed()', null],
    ['/understanding-rssi', null],
  ])('reads the link %s', (href, url) =>
    expect(
      discoverFeeds(`<a href="${href}">x</a>`, page).find(({ source }) => source === 'anchor')?.url ?? null,
    ).toBe(url),
  );

  it('guesses common paths only where the page names nothing', () => {
    const guesses = discoverFeeds('<p>Nothing here</p>', page);
    expect(guesses.map(({ source }) => source)).toEqual(guesses.map(() => 'common-path'));
    expect(guesses[0]?.url).toBe('https://news.example/feed');
    expect(discoverFeeds('<p>', 'not an address')).toEqual([]);
  });

  it('gives http addresses alone, whatever the page holds', () => {
    const tag = fc
      .tuple(fc.constantFrom('a', 'link', 'base'), fc.string({ unit: 'binary' }))
      .map(([name, href]) => `<${name} rel="alternate feed" type="application/rss+xml" href="${href}">`);
    fc.assert(
      fc.property(fc.array(fc.oneof(tag, fc.string())), (parts) => {
        const found = urls(parts.join(''));
        expect(new Set(found).size).toBe(found.length);
        for (const url of found) expect(new URL(url).protocol).toMatch(/^https?:$/);
      }),
    );
  });

  it('reads a page of a hundred thousand unclosed tags', () =>
    expect(urls(`${'<div><p>'.repeat(100_000)}<a href="/rss">`)).toEqual(['https://news.example/rss']));
});
