// Guards against events that no reader ever sees: nothing else would notice one that was passed over.

import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Schema } from '../../src/store/schema.js';
import { createStore, type Store } from '../../src/store/store.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { addArticle, addFeed, seenItem } from '../support/rows.js';

const daysFromNow = (days: number): Date => new Date(Date.now() + days * 86_400_000);

describe.each(storeModes)('createEvents on %s', (mode) => {
  let opened: OpenStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(mode);
    store = opened.store;
  });
  afterAll(() => opened.close());

  const all = async (cursor: number, filter = {}) => store.events.after(cursor, { limit: 100, ...filter });

  it('hands out what was recorded, page by page and in order', async () => {
    const from = await store.events.latest();
    const data = { title: `it's "so" \\ ok`, count: 1, none: null };
    for (const articleId of [1, 2, 3])
      await store.events.record({
        type: 'article.stored',
        articleId,
        revisionId: articleId,
        feedId: 9,
        data,
      });
    const first = await store.events.after(from, { limit: 2 });
    expect(first.events).toMatchObject([
      { type: 'article.stored', articleId: 1, revisionId: 1, feedId: 9, language: null, data },
      { articleId: 2 },
    ]);
    const second = await store.events.after(first.next, { limit: 2 });
    expect(second.events.map(({ articleId }) => articleId)).toEqual([3]);
    expect(await store.events.after(second.next, { limit: 2 })).toEqual({ events: [], next: second.next });
    expect(second.next).toBe(await store.events.latest());
    const newest = await store.events.newest({ limit: 2 });
    expect(newest.events.map(({ articleId }) => articleId)).toEqual([2, 3]);
    expect(newest.next).toBe(second.next);
  });

  it('writes an event of an article\u2019s revision once, and of a feed each time', async () => {
    const from = await store.events.latest();
    const revised = { type: 'article.revised', articleId: 5, revisionId: 7, data: {} } as const;
    const failing = { type: 'feed.failing', feedId: 3, data: {} } as const;
    for (const event of [revised, revised, failing, failing]) await store.events.record(event);
    await store.events.record({ ...revised, revisionId: 8 });
    const { events } = await all(from);
    expect(events.map(({ type, revisionId }) => [type, revisionId])).toEqual([
      ['article.revised', 7],
      ['feed.failing', null],
      ['feed.failing', null],
      ['article.revised', 8],
    ]);
  });

  it('leaves out what a filter does not mean, and goes on behind it', async () => {
    const feedId = await addFeed(store);
    const articleId = await addArticle(store);
    await store.items.record([seenItem(feedId, { article_id: articleId })]);
    const from = await store.events.latest();
    const type = 'article.stored';
    await store.events.record({ type, articleId, revisionId: 100, language: 'zh-Hant', data: {} });
    await store.events.record({ type: 'feed.failing', feedId, data: {} });
    await store.events.record({ type, articleId: 900, revisionId: 101, language: 'en', data: {} });
    const types = async (filter: object) => (await all(from, filter)).events.map((event) => event.type);
    expect(await types({ types: ['feed.failing', 'feed.recovered'] })).toEqual(['feed.failing']);
    expect(await types({ feedId })).toEqual(['article.stored', 'feed.failing']);
    expect(await types({ language: 'zh' })).toEqual(['article.stored']);
    expect((await all(from, { language: 'fr' })).next).toBe(await store.events.latest());
  });

  it('writes nothing of a transaction that is rolled back', async () => {
    const from = await store.events.latest();
    const broken = store.transaction(async (tx) => {
      await tx.events.record({ type: 'alert.raised', data: {} });
      throw new Error('not to be');
    });
    await expect(broken).rejects.toThrow('not to be');
    expect((await all(from)).events).toEqual([]);
  });

  it('tells a reader whose last event is thrown away, or was never given', async () => {
    await store.events.record({ type: 'alert.raised', data: { n: 1 } });
    const old = await store.events.latest();
    expect(await store.events.standing(old)).toBe('good');
    expect(await store.events.standing(old + 1)).toBe('ahead');
    await store.events.record({ type: 'alert.raised', data: { n: 2 } });
    await store.events.record({ type: 'alert.raised', data: { n: 3 } });
    const last = await store.events.latest();
    expect(await store.events.standing(old)).toBe('good');
    while ((await store.events.prune(daysFromNow(1), 2)) > 0);
    expect((await all(0)).events).toEqual([]);
    expect(await store.events.standing(old)).toBe('expired');
    expect(await store.events.standing(last)).toBe('good');
    expect(await store.events.latest()).toBe(0);
  });
});

const servers = storeModes.filter((mode) => mode === 'postgres');
describe.skipIf(servers.length === 0)('createEvents in transactions that run at once', () => {
  let opened: OpenStore;
  beforeAll(async () => {
    opened = await openStore('postgres');
  });
  afterAll(() => opened.close());

  const begin = async (db: Kysely<Schema>) => {
    const transaction = await db.startTransaction().execute();
    return { store: createStore(transaction), commit: () => transaction.commit().execute() };
  };

  it('loses no event that was written first and committed last', async () => {
    const { store, db } = opened;
    const slow = await begin(db);
    await slow.store.events.record({ type: 'alert.raised', data: { of: 'slow' } });
    await store.events.record({ type: 'alert.raised', data: { of: 'quick' } });
    const before = await store.events.after(0, { limit: 10 });
    expect(before.events.map(({ data }) => data['of'])).toEqual(['quick']);
    await slow.commit();
    const after = await store.events.after(before.next, { limit: 10 });
    expect(after.events.map(({ data }) => data['of'])).toEqual(['slow']);
  });

  it('gives no ids while another reader does, so that none become readable behind its own', async () => {
    const { store, db } = opened;
    const from = await store.events.latest();
    await store.events.record({ type: 'alert.raised', data: { of: 'first' } });
    const numbering = await begin(db);
    expect(await numbering.store.events.number(10)).toBe(1);
    await store.events.record({ type: 'alert.raised', data: { of: 'second' } });
    expect(await store.events.after(from, { limit: 10 })).toEqual({ events: [], next: from });
    await numbering.commit();
    const { events } = await store.events.after(from, { limit: 10 });
    expect(events.map(({ data }) => data['of'])).toEqual(['first', 'second']);
  });
});
