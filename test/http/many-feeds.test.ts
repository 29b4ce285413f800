// Guards against lists that lose or repeat rows where many are alike, and against answers that grow with the feeds:
// ten thousand of them, most with a name, a time or a number of failures that others have too.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { feedHealths, feedOrders } from '../../src/store/feed-pages.js';
import { modes } from '../support/databases.js';
import { newFeed } from '../support/rows.js';
import { type Serving, startServing } from './serving.js';

const FEEDS = 10_000;
const PAGE_BYTES = 150_000;

describe.runIf(modes.includes('postgres'))(`a service with ${FEEDS} feeds`, () => {
  let serving: Serving;
  beforeAll(async () => {
    serving = await startServing('postgres');
    const client = new pg.Client({ connectionString: serving.place.env['DATABASE_URL'] });
    await client.connect();
    await client.query(
      `insert into feedmill.feeds (url, url_key, title, interval_ms, state, failures, next_poll_at, polled_at, succeeded_at)
       select 'https://site-' || n || '.example/feed', 'many ' || n, case when n % 5 > 0 then 'Feed ' || n / 100 end, 60000,
         case when n % 50 = 0 then 'paused' when n % 77 = 0 then 'gone' else 'active' end, n % 4 * (n % 3),
         now() + n % 10 * interval '1 day', case when n % 20 > 0 then now() end, case when n % 30 > 0 then now() - n % 40 * interval '1 hour' end
       from generate_series(1, ${FEEDS}) n`,
    );
    await client.query('analyze feedmill.feeds');
    await client.end();
  });
  afterAll(() => serving.stop());

  const text = async (path: string): Promise<string> => {
    const answer = await serving.ask(path);
    expect(answer.status, path).toBe(200);
    return answer.text();
  };

  it.each(feedOrders)('shows each feed once in the order of %s, while others come and go', async (order) => {
    const { feeds, newsroom } = serving.service.ports.store;
    const before = (await newsroom.feeds.page({}, order, null, 1)).feeds[0];
    const known = (await feeds.count()).active + (await feeds.count()).paused + (await feeds.count()).gone;
    const seen: number[] = [];
    let place: Parameters<typeof newsroom.feeds.page>[2] = null;
    let others = 0;
    do {
      const page = await newsroom.feeds.page({}, order, place, 500);
      seen.push(...page.feeds.map(({ id }) => id));
      place = page.next;
      // One that is shown already goes, and a new one comes, somewhere in the order.
      if (seen.length === 5_000 && before !== undefined) {
        await feeds.remove(before.id);
        others = (await feeds.add(newFeed({ title: 'Feed 5' }))).feed.id;
      }
    } while (place !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => id !== others)).toHaveLength(known);
  });

  it('leads from page to page of a filtered list to each of its feeds', async () => {
    let counted = 0;
    for (const health of feedHealths) {
      const seen: string[] = [];
      let path: string | undefined = `/feeds?health=${health}&q=feed+1&order=failures`;
      while (path !== undefined) {
        const page = await text(path);
        expect(page.length).toBeLessThan(PAGE_BYTES);
        seen.push(...new Set([...page.matchAll(/href="\/feeds\/(\d+)"/g)].map(([, id = '']) => id)));
        path = /<a href="([^"]+)" rel="next">/.exec(page)?.[1]?.replaceAll('&amp;', '&');
      }
      const all = await serving.service.ports.store.newsroom.feeds.page(
        { health, words: 'feed 1' },
        'newest',
        null,
        FEEDS,
      );
      expect(
        seen.map(Number).sort((a, b) => b - a),
        health,
      ).toEqual(all.feeds.map(({ id }) => id));
      counted += seen.length;
    }
    expect(counted).toBeGreaterThan(400);
  });

  it('lists them in the API page by page, and all of them as OPML', async () => {
    const seen: string[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page = await text(`/api/feeds?limit=500&after=${after}`);
      expect(page.length).toBeLessThan(500 * 1_000);
      const { feeds, next } = JSON.parse(page) as { feeds: { url: string }[]; next: number | null };
      seen.push(...feeds.map(({ url }) => url));
      after = next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(FEEDS);
    const opml = await text('/api/feeds/export');
    const listed = [...opml.matchAll(/xmlUrl="([^"]+)"/g)].map(([, url = '']) => url);
    expect(listed.sort()).toEqual(seen.sort());
    expect((await text('/')).length).toBeLessThan(PAGE_BYTES);
  });

  it('does once what two operators ask for at the same moment', async () => {
    const { store } = serving.service.ports;
    const { feed } = await store.feeds.add(newFeed());
    const both = (path: string, method: string, body?: unknown) =>
      Promise.all([1, 2].map(() => serving.ask(path, { method, ...(body === undefined ? {} : { body }) })));
    for (const state of ['paused', 'active'])
      for (const answer of await both(`/api/feeds/${feed.id}`, 'PATCH', { state }))
        expect([answer.status, ((await answer.json()) as { state: string }).state]).toEqual([200, state]);
    const polled = await both(`/api/feeds/${feed.id}/poll`, 'POST');
    expect(polled.map(({ status }) => status)).toEqual([200, 200]);
    // Who comes second may have seen it still, or not any more; it is gone for both.
    for (const { status } of await both(`/api/feeds/${feed.id}`, 'DELETE'))
      expect([200, 404]).toContain(status);
    expect(await store.feeds.find(feed.id)).toBeNull();
  });
});
