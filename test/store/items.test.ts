import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { addArticle, addFeed, seenItem } from '../support/rows.js';

describe.each(storeModes)('createItems on %s', (mode) => {
  let opened: OpenStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(mode);
    store = opened.store;
  });
  afterAll(() => opened.close());

  it('knows an item by each of its signs, in its own feed only', async () => {
    const feedId = await addFeed(store);
    const articleId = await addArticle(store);
    const item = { url: 'https://a.example/1', title: 'One', published_at: new Date('2024-05-06T07:08:09Z') };
    await store.items.record([
      seenItem(feedId, { item_key: 'k', content_hash: 'one', article_id: articleId, ...item }),
    ]);
    await store.items.sign(feedId, [
      { sign: 'u:1', itemKey: 'k' },
      { sign: 'g:1', itemKey: 'k' },
      { sign: 'w:1', itemKey: 'a row that is gone' },
    ]);
    const { published_at: publishedAt, url, title } = item;
    const known = { key: 'k', contentHash: 'one', articleId, url, title, publishedAt };
    expect(await store.items.known(feedId, ['u:1', 'g:1', 'w:1', 'g:2'])).toEqual(
      new Map([
        ['u:1', known],
        ['g:1', known],
      ]),
    );
    expect(await store.items.known(await addFeed(store), ['u:1'])).toEqual(new Map());
  });

  it('lets a sign lead to the item that had it last', async () => {
    const feedId = await addFeed(store);
    await store.items.record([seenItem(feedId, { item_key: 'a' }), seenItem(feedId, { item_key: 'b' })]);
    for (const itemKey of ['a', 'b']) await store.items.sign(feedId, [{ sign: 'g:1', itemKey }]);
    expect((await store.items.known(feedId, ['g:1'])).get('g:1')?.key).toBe('b');
  });

  it('keeps one row of an item that is seen again, with its present content', async () => {
    const feedId = await addFeed(store);
    const before = seenItem(feedId, { item_key: 'k', title: 'Old', skip_reason: 'the item has no link' });
    await store.items.record([before]);
    const published = new Date('2024-05-06T07:08:09Z');
    await store.items.record([
      { ...before, title: 'New', content_hash: 'two', skip_reason: null, published_at: published },
    ]);
    const rows = await opened.db.selectFrom('feed_items').selectAll().where('feed_id', '=', feedId).execute();
    expect(rows).toMatchObject([
      { title: 'New', content_hash: 'two', skip_reason: null, published_at: published },
    ]);
  });

  it('takes and finds more items than one statement holds', async () => {
    const feedId = await addFeed(store);
    const keys = Array.from({ length: 1_203 }, (_, n) => `item ${n}`);
    await store.items.record(keys.map((key) => seenItem(feedId, { item_key: key, content_hash: key })));
    await store.items.sign(
      feedId,
      keys.map((key) => ({ sign: key, itemKey: key })),
    );
    const known = await store.items.known(feedId, keys);
    expect([...known].map(([key, { contentHash }]) => [key, contentHash]).sort()).toEqual(
      keys.map((key) => [key, key]).sort(),
    );
  });

  it('names the feeds of an article and the items that lead to none, newest first', async () => {
    const first = await addFeed(store, { url: 'https://first.example/feed' });
    const second = await addFeed(store, { url: 'https://second.example/feed' });
    const articleId = await addArticle(store);
    await store.items.record([
      seenItem(second, { article_id: articleId, title: 'B', url: 'https://a.example/' }),
      seenItem(first, { article_id: articleId, title: 'A' }),
      seenItem(first, { title: 'Older', skip_reason: 'no link', seen_at: new Date('2020-01-01') }),
      seenItem(first, { title: 'Newer', skip_reason: 'no link', seen_at: new Date('2021-01-01') }),
    ]);
    expect(await store.items.feedsOf(articleId)).toEqual([
      { feedId: first, title: 'A', url: null, feedUrl: 'https://first.example/feed' },
      { feedId: second, title: 'B', url: 'https://a.example/', feedUrl: 'https://second.example/feed' },
    ]);
    expect((await store.items.skipped(first, 10)).map(({ title }) => title)).toEqual(['Newer', 'Older']);
    expect(await store.items.skipped(first, 1)).toHaveLength(1);
    expect(await store.items.skipped(second, 10)).toEqual([]);
  });

  it('keeps dates up to the year 9999, and keys and addresses of any length that the reader lets through', async () => {
    const feedId = await addFeed(store);
    const item = seenItem(feedId, {
      item_key: '新'.repeat(500),
      url: `https://long.example/${'x'.repeat(5_000)}`,
      title: `\u{1F4F0} ' " \\ % _ \u0001`,
      published_at: new Date('9999-12-31T23:59:59.999Z'),
    });
    await store.items.record([item]);
    expect(
      await opened.db.selectFrom('feed_items').selectAll().where('feed_id', '=', feedId).execute(),
    ).toMatchObject([item]);
  });

  it('has the longest that feeds say of an article', async () => {
    const articleId = await addArticle(store);
    expect(await store.items.contentOf(articleId)).toBeNull();
    for (const content of ['Some words.', 'Many more words than these.', null]) {
      const feedId = await addFeed(store);
      await store.items.record([seenItem(feedId, { article_id: articleId, content })]);
    }
    expect(await store.items.contentOf(articleId)).toBe('Many more words than these.');
  });
});
