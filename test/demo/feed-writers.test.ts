import fc from 'fast-check';
import RssParser from 'rss-parser';
import { describe, expect, it } from 'vitest';
import { breakFeed, type NewsFeed, writeFeed } from '../../src/demo/feed-writers.js';

function feed(overrides: Partial<NewsFeed> = {}, title = 'Rain & shine'): NewsFeed {
  const item = {
    id: 'tag:example.org,2030:1',
    title,
    url: 'http://127.0.0.1/a?b=1&c=2',
    summary: 'A <b>day</b>.',
    author: 'A. Nobody',
    publishedAt: new Date('2030-01-02T03:04:05Z'),
  };
  return {
    format: 'rss',
    title: 'Weather',
    description: 'Skies',
    language: 'en',
    url: 'http://127.0.0.1/feed',
    siteUrl: 'http://127.0.0.1/',
    charset: 'utf-8',
    items: [item, { ...item, id: 'tag:example.org,2030:2', url: null, author: null }],
    ...overrides,
  };
}

const xmlFormats = ['rss', 'atom', 'rdf'] as const;

describe('writeFeed', () => {
  it.each(xmlFormats)('writes %s that says the same after a strict parser', async (format) => {
    const parsed = await new RssParser().parseString(writeFeed(feed({ format })));
    expect(parsed.items).toHaveLength(2);
    expect(parsed.items[0]).toMatchObject({
      title: 'Rain & shine',
      link: 'http://127.0.0.1/a?b=1&c=2',
      isoDate: '2030-01-02T03:04:05.000Z',
    });
    expect(parsed.items[1]?.link).toBeUndefined();
  });

  it.each(xmlFormats)('writes well-formed %s whatever a title holds', async (format) => {
    const titles = fc.string({ unit: 'binary' });
    await fc.assert(
      fc.asyncProperty(titles, async (title) => {
        const parsed = await new RssParser().parseString(writeFeed(feed({ format, title }, title)));
        expect(parsed.items).toHaveLength(2);
      }),
      { numRuns: 100 },
    );
  });

  it('leaves the address out of a JSON item that has none', () => {
    const written: unknown = JSON.parse(writeFeed(feed({ format: 'json' })));
    expect(written).toMatchObject({ items: [{ url: 'http://127.0.0.1/a?b=1&c=2' }, {}] });
    expect(written).not.toHaveProperty(['items', 1, 'url']);
  });
});

describe('breakFeed', () => {
  it('keeps what stands before the last description', () => {
    const whole = writeFeed(feed());
    const broken = breakFeed(whole);
    expect(broken).toMatch(/<title>Rain & shine<\/title>[\s\S]*<description>[^<]+$/);
    expect(broken.length).toBeLessThan(whole.length);
  });

  it('refuses a feed without descriptions', () => {
    expect(() => breakFeed('<feed></feed>')).toThrow('A feed without descriptions cannot be cut off in one.');
  });
});
