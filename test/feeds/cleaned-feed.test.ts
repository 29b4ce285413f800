import { describe, expect, it } from 'vitest';
import { atomFeed, type CleanedItem, jsonFeed, urnOf } from '../../src/feeds/cleaned-feed.js';
import { parseFeed } from '../../src/feeds/parse.js';

const now = new Date('2026-11-27T00:00:00Z');
const item = (overrides: Partial<CleanedItem> = {}): CleanedItem => ({
  url: 'https://harbour.example/gates?a=1&b=2',
  title: 'Gates & <locks> "open"',
  html: `<p>It's <a href="https://harbour.example/?x=1&amp;y=2">open</a> &lt;now&gt;</p>`,
  authors: ['Ada Quay', 'Bo <Pier>'],
  source: 'The Harbour Post',
  tags: ['city', 'a "b" & c'],
  imageUrl: 'https://harbour.example/1.jpg',
  language: 'zh-Hant',
  publishedAt: new Date('2026-11-25T10:00:00Z'),
  updatedAt: new Date('2026-11-26T11:12:13.000Z'),
  ...overrides,
});
const feedOf = (...items: CleanedItem[]) => ({
  title: 'All & sundry',
  url: 'http://localhost:8080/out/articles.atom?q=a&language=en',
  pageUrl: 'http://localhost:8080/articles?q=a&language=en',
  items,
});
const read = (text: string) => {
  const outcome = parseFeed(text, { url: 'http://localhost:8080/', now });
  if (outcome.status !== 'feed') throw new Error(outcome.message);
  return outcome.feed;
};

describe.each([
  ['atomFeed', atomFeed, 'atom'],
  ['jsonFeed', jsonFeed, 'json'],
] as const)('%s', (_name, write, format) => {
  it('is read back by our own reader as what went in', () => {
    const one = item();
    const feed = read(write(feedOf(one, item({ url: 'https://harbour.example/2', authors: [], tags: [] }))));
    expect(feed).toMatchObject({
      format,
      title: 'All & sundry',
      feedUrl: feedOf().url,
      siteUrl: feedOf().pageUrl,
    });
    expect(feed.items).toHaveLength(2);
    expect(feed.items[0]).toMatchObject({
      id: urnOf(one.url),
      url: one.url,
      title: one.title,
      contentHtml: one.html,
      categories: one.tags,
      language: one.language,
      publishedAt: one.publishedAt,
      updatedAt: one.updatedAt,
    });
    expect(feed.items[0]?.authors.map(({ name }) => name)).toEqual(one.authors);
  });

  it('is a feed without items as well, and gives an article without a title its address for one', () => {
    expect(read(write(feedOf())).items).toEqual([]);
    expect(read(write(feedOf(item({ title: null })))).items[0]?.title).toBe(item().url);
  });
});

describe('atomFeed', () => {
  it('leaves out what XML cannot hold', () => {
    const text = atomFeed(
      feedOf(item({ title: 'A\u0000\u0008B\ufffe\ud800C', html: '<p>\u000bD\uffff</p>' })),
    );
    expect(read(text).items[0]).toMatchObject({ title: 'ABC', contentHtml: '<p>D</p>' });
    expect(text).toMatch(/^[\t\n\r -\ud7ff\ue000-\ufffd]*$/);
  });
});

describe('urnOf', () => {
  it('is the name-based UUID of the address', () => {
    // As Python's uuid.uuid5(uuid.NAMESPACE_URL, …) has it.
    expect(urnOf('https://harbour.example/gates')).toBe('urn:uuid:6b62fbd1-86a6-5483-9063-e96d5adca25d');
  });
});
