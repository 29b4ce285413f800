import { describe, expect, it } from 'vitest';
import { discoverFeeds } from '../../src/feeds/discovery.js';
import { parseFeed } from '../../src/feeds/parse.js';

const options = { url: 'https://n.example/news.xml', now: new Date('2026-06-01T00:00:00Z') };
const urlset = (inner: string): string =>
  `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">${inner}</urlset>`;

describe('a news sitemap', () => {
  it('is read as a feed, whatever prefix it writes', () => {
    const outcome = parseFeed(
      urlset(
        `<url><loc>https://n.example/one</loc><lastmod>2026-05-31T08:00:00Z</lastmod><n:news><n:publication><n:name>The Paper</n:name><n:language>en</n:language></n:publication><n:publication_date>2026-05-31T07:00:00+02:00</n:publication_date><n:title>One &amp;amp; two</n:title><n:keywords>tea, milk, tea</n:keywords><n:genres>Blog</n:genres></n:news><image:image><image:loc>/one.jpg</image:loc></image:image></url><url><loc>https://n.example/about</loc></url>`,
      ),
      options,
    );
    expect(outcome).toMatchObject({
      status: 'feed',
      feed: {
        format: 'sitemap',
        title: 'The Paper',
        siteUrl: 'https://n.example/',
        language: 'en',
        items: [
          {
            url: 'https://n.example/one',
            title: 'One & two',
            publishedAt: new Date('2026-05-31T05:00:00Z'),
            updatedAt: new Date('2026-05-31T08:00:00Z'),
            categories: ['tea', 'milk'],
            language: 'en',
            enclosures: [{ url: 'https://n.example/one.jpg' }],
            extra: { 'news:genres': 'Blog' },
          },
        ],
      },
    });
  });

  it('is not what other sitemaps are', () => {
    for (const text of [
      urlset('<url><loc>https://n.example/</loc></url>'),
      '<sitemapindex><sitemap/></sitemapindex>',
    ])
      expect(parseFeed(text, options)).toEqual({
        status: 'not-a-feed',
        kind: 'sitemap',
        message: 'This is a sitemap without news, not a feed',
      });
  });

  it('is guessed after all feeds where a page names none', () =>
    expect(discoverFeeds('<p>no feed', 'https://n.example/').at(-1)).toMatchObject({
      url: 'https://n.example/news_sitemap.xml',
      source: 'common-path',
    }));
});
