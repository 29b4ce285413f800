// One article made twice shows on every list; two articles made one lose the second without a trace.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeedItem } from '../../src/feeds/feed.js';
import { feedItem, Reader, type Told } from './items.js';

const DAY = 86_400_000;
const START = Date.UTC(2024, 0, 1);

/** Article `n` as an honest feed tells it. */
const honest = (n: number): FeedItem =>
  feedItem({
    id: `https://www.paper.example/?p=${n}`,
    url: `https://www.paper.example/2024/story-about-subject-${n}`,
    title: `Story about subject ${n}`,
    summary: `What happened to subject ${n}`,
    publishedAt: new Date(START + n * 3_600_000),
  });
const told = (
  numbers: number[],
  change: (item: FeedItem, n: number) => Partial<FeedItem> = () => ({}),
): Told[] => numbers.map((n) => ({ article: String(n), item: { ...honest(n), ...change(honest(n), n) } }));
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);

type Change = (item: FeedItem, n: number) => Partial<FeedItem>;
const token = (n: number): string => `${(n + 7) * 104_729}a9f8e7d6c5b4`.slice(-16);
let request = 0;

const changes: [string, Change][] = [
  ['guids with another scheme', ({ id }) => ({ id: id?.replace('https:', 'http:') ?? null })],
  ['guids with another host', ({ id }) => ({ id: id?.replace('www.paper', 'news.paper') ?? null })],
  ['guids that are missing', () => ({ id: null })],
  ['guids that are all new', (_, n) => ({ id: `tag:new:${n}` })],
  ['links with another host', ({ url }) => ({ url: url?.replace('www.paper', 'new-paper') ?? null })],
  [
    'guids and links with another host',
    ({ id, url }) => ({
      id: id?.replace('www.paper', 'new-paper') ?? null,
      url: url?.replace('www.paper', 'new-paper') ?? null,
    }),
  ],
  [
    'guids and links of another system, with the titles and times of before',
    (_, n) => ({ id: `urn:${n}`, url: `https://www.paper.example/node/${n}` }),
  ],
  ['links with tracking parameters', ({ url }) => ({ url: `${url}?utm_source=rss&fbclid=abc` })],
  ['links with a token of the request', ({ url }) => ({ url: `${url}?sid=${token(++request)}` })],
  ['links with a token and no guid', ({ url }) => ({ id: null, url: `${url}?session=${token(++request)}` })],
  [
    'guids that are links with a token',
    ({ url }) => ({ id: `${url}?x=${token(request)}`, url: `${url}?x=${token(++request)}` }),
  ],
  ['links to AMP pages', ({ url }) => ({ id: null, url: `${url}/amp` })],
  ['links to AMP pages by a parameter', ({ url }) => ({ id: null, url: `${url}?outputType=amp` })],
  [
    'links to a cache of AMP pages',
    ({ url }) => ({ id: null, url: `https://www.google.com/amp/s/${url?.replace('https://', '')}` }),
  ],
  ['links to pages for phones', ({ url }) => ({ id: null, url: url?.replace('www.', 'm.') ?? null })],
  ['links with a slash at the end', ({ url }) => ({ id: null, url: `${url}/` })],
  [
    'links in another percent-encoding',
    ({ url }) => ({ id: null, url: url?.replace('about', '%61bout') ?? null }),
  ],
  ['titles that were corrected', ({ title }) => ({ title: `${title}, corrected` })],
  [
    'titles that were corrected, and links that are made of them',
    ({ title, url }) => ({ title: `${title}, corrected`, url: `${url}-corrected` }),
  ],
  ['a new time of publication', () => ({ publishedAt: new Date(START + 90 * DAY) })],
  ['no time of publication', () => ({ publishedAt: null })],
];

describe('matchItems', () => {
  it.each(changes)('knows items again by %s', (_, change) => {
    const reader = new Reader();
    expect(reader.poll(told(range(0, 10)))).toHaveLength(10);
    expect(reader.poll(told(range(0, 10)))).toEqual([]);
    expect(reader.poll(told(range(0, 10), change))).toEqual([]);
    // New ones come, old ones go, and the change stays.
    expect(reader.poll(told(range(2, 12), change))).toEqual(['10', '11']);
    expect(reader.poll(told(range(4, 14), change))).toEqual(['12', '13']);
    expect(reader.mistakes).toEqual([]);
  });

  it.each(changes)('knows items again when one of them comes with %s', (_, change) => {
    const reader = new Reader();
    reader.poll(told(range(0, 10)));
    const [changed] = told([4], change);
    // The one whose guid, address and system are all new is another article for all that one poll shows.
    const isOther = changed?.item.id === 'urn:4';
    const poll = told(range(0, 10)).map((one) =>
      one.article === '4' && changed !== undefined ? changed : one,
    );
    expect(reader.poll(poll)).toEqual(isOther ? ['4'] : []);
    if (!isOther) expect(reader.mistakes).toEqual([]);
  });

  it('tells articles apart that a feed gives one guid', () => {
    const reader = new Reader();
    const reused: Change = () => ({ id: 'the-only-guid' });
    expect(reader.poll(told([1, 2, 3], reused))).toEqual(['1', '2', '3']);
    expect(reader.poll(told([2, 3, 4], reused))).toEqual(['4']);
    expect(reader.poll(told([5], reused))).toEqual(['5']);
    expect(reader.rule).toBe('guid-and-link');
    expect(reader.mistakes).toEqual([]);
  });

  it('tells articles apart whose guids are their places in the feed', () => {
    const reader = new Reader();
    for (const from of range(0, 12)) {
      const numbers = range(from, from + 6);
      const poll = numbers.map((n, at) => ({ article: String(n), item: { ...honest(n), id: String(at) } }));
      expect(reader.poll(poll)).toEqual(from === 0 ? numbers.map(String) : [String(from + 5)]);
    }
    expect(reader.mistakes).toEqual([]);
  });

  it('tells articles apart that have one title: of other days, or at other addresses of one time', () => {
    const reader = new Reader();
    const weather: Change = (_, n) => ({
      id: null,
      title: 'Weather report',
      url: `https://www.paper.example/weather/${n}`,
      publishedAt: new Date(START + n * DAY),
    });
    for (const n of range(0, 8)) expect(reader.poll(told([n], weather))).toEqual([String(n)]);
    const sameTime: Change = (item, n) => ({ ...weather(item, n), publishedAt: new Date(START) });
    expect(reader.poll(told([20, 21], sameTime))).toEqual(['20', '21']);
    expect(reader.poll(told([22], sameTime))).toEqual(['22']);
    expect(reader.mistakes).toEqual([]);
  });

  it('tells articles apart that all have the time of the feed, and titles that recur', () => {
    const reader = new Reader();
    const report: Change = (_, n) => ({
      id: null,
      title: `Report ${n % 3}`,
      url: `https://www.paper.example/report/${n}`,
      publishedAt: new Date(START),
    });
    expect(reader.poll(told([3, 4, 5], report))).toEqual(['3', '4', '5']);
    expect(reader.poll(told([0, 1, 2], report))).toEqual(['0', '1', '2']);
    expect(reader.mistakes).toEqual([]);
  });

  it('tells articles apart that have one title and no date', () => {
    const reader = new Reader();
    const gallery: Change = (_, n) => ({
      id: null,
      title: 'Pictures of the day',
      url: `https://www.paper.example/gallery/abc${1_000_000_000 + n}`,
      publishedAt: null,
    });
    for (const n of range(0, 5)) expect(reader.poll(told([n], gallery))).toEqual([String(n)]);
    expect(reader.mistakes).toEqual([]);
  });

  it('takes what a feed lists twice for one item', () => {
    const reader = new Reader();
    const [one] = told([1]);
    if (one === undefined) throw new Error('there is no item');
    const amp = { article: '1', item: { ...one.item, id: null, url: `${one.item.url}/amp` } };
    expect(reader.poll([one, one, amp])).toEqual(['1']);
  });

  it('remembers no signs of a feed that makes new ones with each request', () => {
    const reader = new Reader();
    const tokens: Change = ({ url }) => ({ id: null, url: `${url}?session=x&k=${token(++request)}` });
    for (let n = 0; n < 3; n++) reader.poll(told(range(0, 10), tokens));
    const { signs } = reader;
    for (let n = 0; n < 30; n++) expect(reader.poll(told(range(0, 10), tokens))).toEqual([]);
    expect(reader.signs).toBe(signs);
    expect(reader.rule).toBe('title-and-date');
  });

  it('never makes one article two, nor two one, whatever honest articles come and go in whatever dress', () => {
    const dress = fc.constantFrom<Change>(
      () => ({}),
      ...changes.filter(([name]) => !name.includes('another system')).map(([, change]) => change),
    );
    const poll = fc.record({ from: fc.nat(20), length: fc.integer({ min: 1, max: 12 }), change: dress });
    fc.assert(
      fc.property(fc.array(poll, { minLength: 2, maxLength: 6 }), (polls) => {
        const reader = new Reader();
        for (const { from, length } of polls) reader.poll(told(range(from, from + length)));
        for (const { from, length, change } of polls) {
          reader.poll(told(range(from, from + length), change));
          expect(reader.mistakes).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('never makes two articles one whose titles are those of others, in whatever dress', () => {
    const dull = (numbers: number[], change: Change): Told[] =>
      told(numbers, (_, n) => ({
        title: `Report ${n % 3}`,
        url: `https://www.paper.example/report/${n}`,
      })).map(({ article, item }) => ({ article, item: { ...item, ...change(item, Number(article)) } }));
    // Left out is one time for all of them: see the test below.
    const dress = fc.constantFrom<Change>(
      () => ({}),
      ...changes.filter(([name]) => name !== 'a new time of publication').map(([, change]) => change),
    );
    const poll = fc.record({ from: fc.nat(20), length: fc.integer({ min: 1, max: 12 }), change: dress });
    fc.assert(
      fc.property(fc.array(poll, { minLength: 2, maxLength: 6 }), (polls) => {
        const reader = new Reader();
        for (const { from, length, change } of polls) reader.poll(dull(range(from, from + length), change));
        expect(reader.mistakes.filter((mistake) => mistake.includes('taken for'))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('takes two of one title and one time for one, where the feed has made new addresses with each request', () => {
    const reader = new Reader();
    const tokens: Change = ({ url }) => ({ id: null, url: `${url}?session=${token(++request)}` });
    const report: Change = (item, n) => ({
      ...tokens(item, n),
      title: 'Report',
      publishedAt: new Date(START),
    });
    for (let n = 0; n < 3; n++) reader.poll(told(range(0, 10), tokens));
    expect(reader.rule).toBe('title-and-date');
    expect(reader.poll(told([20], report))).toEqual(['20']);
    expect(reader.poll(told([21], report))).toEqual([]);
  });
});
