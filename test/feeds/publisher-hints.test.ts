import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../src/feeds/parse.js';
import { freshSeconds, publisherHints } from '../../src/feeds/publisher-hints.js';

describe('freshSeconds', () => {
  const date = 'Mon, 06 May 2024 10:00:00 GMT';
  it.each<[string, Record<string, string>, number | null]>([
    ['max-age', { 'cache-control': 'public, max-age=600' }, 600],
    ['max-age less what the answer has aged', { 'cache-control': 'max-age=600', age: '590' }, 10],
    ['nothing of an answer that is stale', { 'cache-control': 'max-age=600', age: '700' }, null],
    ['Expires', { date, expires: 'Mon, 06 May 2024 10:05:00 GMT' }, 300],
    [
      'max-age rather than Expires',
      { 'cache-control': 'max-age=60', date, expires: 'Mon, 06 May 2024 11:00:00 GMT' },
      60,
    ],
    ['nothing of an Expires that lies in the past', { date, expires: 'Thu, 19 Nov 1981 08:52:00 GMT' }, null],
    ['nothing of an Expires that is no date', { date, expires: '0' }, null],
    ['nothing where it may not be kept', { 'cache-control': 'no-cache, max-age=600' }, null],
    ['nothing of s-maxage, which is for shared caches', { 'cache-control': 's-maxage=600' }, null],
    ['nothing without headers', {}, null],
  ])('is %s', (_, headers, seconds) => expect(freshSeconds(headers)).toBe(seconds));
});

describe('publisherHints', () => {
  it('are what the feed and its answer say', () => {
    const outcome = parseFeed(
      '<rss version="2.0"><channel><ttl>90</ttl><skipHours><hour>0</hour><hour>24</hour><hour>3</hour><hour>99</hour></skipHours><skipDays><day>Saturday</day><day>sunday</day><day>Never</day></skipDays></channel></rss>',
      { url: 'https://n.example/f', now: new Date() },
    );
    if (outcome.status !== 'feed') throw new Error(outcome.message);
    expect(publisherHints(outcome.feed, { 'cache-control': 'max-age=5' })).toEqual({
      ttlMinutes: 90,
      cacheSeconds: 5,
      skipHours: [0, 3],
      skipDays: [6, 0],
    });
  });
});
