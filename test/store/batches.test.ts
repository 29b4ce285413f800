import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchSelection } from '../../src/store/schema.js';
import type { Store } from '../../src/store/store.js';
import { urlKey } from '../../src/web/canonical-url.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import {
  addArticle,
  addArticles,
  addFeed,
  addSnapshot,
  newArticle,
  seenItem,
  settle,
} from '../support/rows.js';

describe.each(storeModes)('createBatches on %s', (mode) => {
  let opened: OpenStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(mode);
    store = opened.store;
  });
  afterAll(() => opened.close());

  const select = (selection: BatchSelection, after = 0, limit = 1_000, needsSnapshot = false) =>
    store.batches.select(
      selection,
      (selection.urls ?? []).map((url) => urlKey(url)),
      { after, limit },
      needsSnapshot,
    );

  it('keeps what a batch was asked for', async () => {
    const selection = { urls: [`https://a.example/'"\\?q=%00`], since: '2024-01-01' };
    const id = await store.batches.create({ fromStage: 'clean', dryRun: true, selection, total: 3 });
    expect(await store.batches.find(id)).toEqual({ id, fromStage: 'clean', dryRun: true, total: 3 });
    expect(await store.batches.find(0)).toBeNull();
    const rows = await opened.db.selectFrom('batches').select('selection').where('id', '=', id).execute();
    expect(rows).toEqual([{ selection }]);
  });

  it('counts each article once, with its latest end', async () => {
    const [first = 0, second = 0] = await addArticles(store, [newArticle(), newArticle()]);
    const batchId = await store.batches.create({
      fromStage: 'scrape',
      dryRun: false,
      selection: {},
      total: 2,
    });
    const end = { batchId, reason: null, change: null };
    await store.batches.record({
      ...end,
      articleId: second,
      outcome: 'done',
      change: { wouldBe: 'revised' },
    });
    await store.batches.record({ ...end, articleId: first, outcome: 'failed', reason: 'gone' });
    await store.batches.record({ ...end, articleId: first, outcome: 'done' });
    expect(await store.batches.progress(batchId)).toEqual([{ outcome: 'done', count: 2 }]);
    expect(await store.batches.items(batchId, 10)).toMatchObject([
      { articleId: first, outcome: 'done', reason: null, change: null },
      { articleId: second, outcome: 'done', change: { wouldBe: 'revised' } },
    ]);
    expect(await store.batches.items(batchId, 1)).toHaveLength(1);
  });

  it('selects by URL, feed, time and failure, and by all of them together', async () => {
    const feedId = await addFeed(store);
    const articles = [newArticle(), newArticle(), newArticle()];
    const [listed = 0, failed = 0, old = 0] = await addArticles(store, articles);
    await store.items.record([
      seenItem(feedId, { article_id: listed }),
      seenItem(feedId, { article_id: failed }),
      seenItem(feedId),
    ]);
    await settle(store, failed, { state: 'failed' });
    await settle(store, old, { discovered_at: new Date('2001-01-01'), state: 'failed' });
    expect(await select({ urls: [articles[2]?.url ?? '', 'https://unheard.example/'] })).toEqual([old]);
    expect(await select({ feedId })).toEqual([listed, failed]);
    expect(await select({ failed: true })).toEqual([failed, old]);
    expect(await select({ failed: true, since: '2002-01-01' })).toEqual([failed]);
    expect(await select({ feedId, urls: [articles[0]?.url ?? ''] })).toEqual([listed]);
    expect(await select({ feedId, urls: [articles[2]?.url ?? ''] })).toEqual([]);
    expect(await select({ since: '9999-12-31' })).toEqual([]);
  });

  it('selects everything by pages, and only what has a snapshot if asked', async () => {
    const bare = await addArticle(store);
    const kept = await addArticle(store);
    await addSnapshot(store, kept);
    const all = await select({ all: true });
    expect(all.slice(-2)).toEqual([bare, kept]);
    const pages = [await select({ all: true }, 0, 2), await select({ all: true }, all[1], 1_000)];
    expect(pages.flat()).toEqual(all);
    expect(await select({ all: true }, bare - 1, 1_000, true)).toEqual([kept]);
  });
});
