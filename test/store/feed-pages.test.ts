import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { articlesPerDay, DAYS_SHOWN } from '../../src/operations/feed-days.js';
import { type FeedFilter, type FeedOrder, type FeedPlace, feedOrders } from '../../src/store/feed-pages.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { addArticle, addFeed } from '../support/rows.js';

describe.each(storeModes)('createFeedPages on %s', (mode) => {
  let opened: OpenStore;
  const ids: number[] = [];
  beforeAll(async () => {
    opened = await openStore(mode);
    for (const title of ['b', 'a', null, 'A', '100 % news', 'b'])
      ids.push(await addFeed(opened.store, { title }));
    const [first = 0, second = 0, third = 0] = ids;
    await sql`update feeds set failures = 2, polled_at = now(), succeeded_at = now() - interval '1 day', last_error = 'x' where id = ${first}`.execute(
      opened.db,
    );
    await sql`update feeds set failures = 2, next_poll_at = now() + interval '1 day' where id = ${second}`.execute(
      opened.db,
    );
    await opened.store.feeds.setState(third, 'paused');
  });
  afterAll(() => opened.close());

  const walk = async (filter: FeedFilter, order: FeedOrder, limit: number): Promise<number[]> => {
    const seen: number[] = [];
    for (let after: FeedPlace | null = null, first = true; first || after !== null; first = false) {
      const page: Awaited<ReturnType<typeof opened.store.newsroom.feeds.page>> =
        await opened.store.newsroom.feeds.page(filter, order, after, limit);
      expect(page.feeds.length).toBeLessThanOrEqual(limit);
      seen.push(...page.feeds.map(({ id }) => id));
      after = page.next;
    }
    return seen;
  };

  it('counts the articles of each feed by the day on which they were found', async () => {
    const [first = 0, second = 0] = ids;
    for (const [feedId, at] of [
      [first, '2026-03-01T00:10:00Z'],
      [first, '2026-03-01T23:50:00Z'],
      [first, '2026-02-27T12:00:00Z'],
      [second, '2026-03-02T12:00:00Z'],
    ] as const) {
      const id = await addArticle(opened.store, { feedId });
      await sql`update articles set discovered_at = ${at} where id = ${id}`.execute(opened.db);
    }
    const { perDay } = opened.store.newsroom.feeds;
    const days = await perDay([first, second], new Date('2026-02-28'));
    expect(days.sort((a, b) => a.feedId - b.feedId)).toEqual([
      { feedId: first, day: new Date('2026-03-01'), articles: 2 },
      { feedId: second, day: new Date('2026-03-02'), articles: 1 },
    ]);
    const now = () => new Date('2026-03-02T18:00:00Z');
    const perFeed = await articlesPerDay([first, second, 999], { store: opened.store, now });
    expect([...perFeed.values()].map((counts) => counts.slice(-4))).toEqual([
      [1, 0, 2, 0],
      [0, 0, 0, 1],
      [0, 0, 0, 0],
    ]);
    expect(perFeed.get(first)).toHaveLength(DAYS_SHOWN);
  });

  it('shows every feed once in every order, whatever the size of the page and however many are alike', async () => {
    for (const order of feedOrders) {
      const whole = await walk({}, order, 100);
      expect(
        [...whole].sort((a, b) => a - b),
        order,
      ).toEqual(ids);
      for (const limit of [1, 2, 6])
        expect(await walk({}, order, limit), `${order} by ${limit}`).toEqual(whole);
    }
  });

  it('puts first what each order is for', async () => {
    const [first, second] = ids;
    expect((await walk({}, 'failures', 10)).slice(0, 2).sort()).toEqual([first, second]);
    expect((await walk({}, 'silent', 10)).at(-1)).toBe(first);
    expect((await walk({}, 'next', 10)).at(-1)).toBe(second);
    expect((await walk({}, 'newest', 10))[0]).toBe(ids.at(-1));
  });

  it('filters by health and by words, in which no character means another', async () => {
    const [first, second, third, , percent] = ids;
    expect(await walk({ health: 'failing' }, 'newest', 10)).toEqual([second, first]);
    expect(await walk({ health: 'paused' }, 'newest', 10)).toEqual([third]);
    expect(await walk({ health: 'new' }, 'newest', 10)).not.toContain(first);
    expect(await walk({ words: '0 % N' }, 'newest', 10)).toEqual([percent]);
    expect(await walk({ words: '_' }, 'newest', 10)).toEqual([]);
  });
});
