import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArticleState, LedgerOutcome } from '../../src/store/schema-articles.js';
import type { Store } from '../../src/store/store.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { addArticle, addFeed, ledgerEntry, seenItem, settle } from '../support/rows.js';

describe.each(storeModes)('createProgress on %s', (mode) => {
  let opened: OpenStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(mode);
    store = opened.store;
  });
  afterAll(() => opened.close());

  const polled = (feedId: number, outcome: LedgerOutcome) =>
    store.ledger.record(ledgerEntry({ stage: 'poll', feed_id: feedId, outcome }));
  const listed = async (feedId: number) => {
    const articleId = await addArticle(store, { feedId });
    await store.items.record([seenItem(feedId, { article_id: articleId })]);
    return articleId;
  };
  const ended = async (articleId: number, feedId: number, state: ArticleState, reason: string | null) => {
    await store.ledger.record(ledgerEntry({ stage: 'store', article_id: articleId, feed_id: feedId }));
    await settle(store, articleId, { state, reason });
  };

  it('is finished when every feed is polled to an end and none of its articles is on its way', async () => {
    const feeds = [await addFeed(store), await addFeed(store)];
    const [first = 0, second = 0] = feeds;
    const mark = await store.progress.mark();
    const since = () => store.progress.since(mark, feeds);
    expect(await since()).toMatchObject({ feeds: { total: 2, polled: 0 }, finished: false });
    await polled(first, 'done');
    await polled(second, 'retry');
    expect(await since()).toMatchObject({ feeds: { polled: 1 }, finished: false });
    const articleId = await listed(first);
    await store.runs.start([articleId], 'scrape', null);
    await polled(second, 'unchanged');
    expect(await since()).toMatchObject({
      feeds: { polled: 2, unchanged: 1, failed: 0 },
      waiting: { scrape: 1 },
      finished: false,
    });
    const run = await store.runs.find(articleId);
    await store.runs.finish(
      { articleId, attempt: run?.attempt ?? 0 },
      { article: { state: 'stored' }, draft: null },
      ledgerEntry({ article_id: articleId, feed_id: first }),
    );
    expect(await since()).toEqual({
      feeds: { total: 2, polled: 2, failed: 0, unchanged: 1 },
      waiting: {},
      ended: { scrape: 1 },
      fresh: { stored: 1 },
      reasons: [],
      finished: true,
    });
  });

  it('counts nothing that ended before its mark, and nothing of other feeds', async () => {
    const feedId = await addFeed(store);
    const other = await addFeed(store);
    await polled(feedId, 'done');
    await ended(await listed(feedId), feedId, 'stored', null);
    const mark = await store.progress.mark();
    await polled(other, 'done');
    await ended(await listed(other), other, 'stored', null);
    await store.runs.start([await listed(other)], 'scrape', null);
    expect(await store.progress.since(mark, [feedId])).toEqual({
      feeds: { total: 1, polled: 0, failed: 0, unchanged: 0 },
      waiting: {},
      ended: {},
      fresh: {},
      reasons: [],
      finished: false,
    });
  });

  it('says why articles are not stored, and counts a failed poll as polled', async () => {
    const feedId = await addFeed(store);
    const mark = await store.progress.mark();
    await polled(feedId, 'failed');
    for (const reason of ['dropped at clean: short', 'dropped at clean: short', 'dropped at scrape: pdf'])
      await ended(await listed(feedId), feedId, 'dropped', reason);
    const progress = await store.progress.since(mark, [feedId]);
    expect(progress).toMatchObject({
      feeds: { polled: 1, failed: 1 },
      fresh: { dropped: 3 },
      finished: true,
    });
    expect([...progress.reasons].sort((a, b) => b.count - a.count)).toEqual([
      { state: 'dropped', reason: 'dropped at clean: short', count: 2 },
      { state: 'dropped', reason: 'dropped at scrape: pdf', count: 1 },
    ]);
  });
});
