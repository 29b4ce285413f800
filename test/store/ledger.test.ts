import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { ledgerEntry } from '../support/rows.js';

describe.each(storeModes)('createLedger on %s', (mode) => {
  let opened: OpenStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(mode);
    store = opened.store;
  });
  afterAll(() => opened.close());

  it('tells the life of an article in order, with what each attempt left', async () => {
    const detail = { status: 200, finalUrl: `https://a.example/?q='"\\`, until: new Date(0) };
    await store.ledger.record(ledgerEntry({ article_id: 7, feed_id: 3, attempt: 2 ** 40, detail }));
    await store.ledger.record(ledgerEntry({ article_id: 8 }));
    await store.ledger.record(
      ledgerEntry({ article_id: 7, feed_id: 3, stage: 'clean', outcome: 'dropped', reason: 'too short' }),
    );
    expect(await store.ledger.ofArticle(7)).toMatchObject([
      {
        stage: 'scrape',
        outcome: 'done',
        attempt: 2 ** 40,
        detail: { ...detail, until: '1970-01-01T00:00:00.000Z' },
      },
      { stage: 'clean', outcome: 'dropped', reason: 'too short', detail: null, at: expect.any(Date) as Date },
    ]);
  });

  it('shows the latest polls of a feed, without the attempts of its articles', async () => {
    for (const reason of ['one', 'two', 'three'])
      await store.ledger.record(ledgerEntry({ stage: 'poll', feed_id: 50, reason }));
    await store.ledger.record(ledgerEntry({ feed_id: 50, article_id: 9 }));
    expect((await store.ledger.ofFeed(50, 2)).map(({ reason }) => reason)).toEqual(['three', 'two']);
  });

  it('counts attempts by stage and outcome since a moment', async () => {
    await opened.db.deleteFrom('ledger').execute();
    const entries = [
      ledgerEntry({ stage: 'tag' }),
      ledgerEntry({ stage: 'clean', outcome: 'failed' }),
      ledgerEntry({ stage: 'tag' }),
    ];
    for (const entry of entries) await store.ledger.record(entry);
    await opened.db
      .insertInto('ledger')
      .values({ ...ledgerEntry({ stage: 'tag' }), detail: null, at: new Date('2001-01-01') })
      .execute();
    expect(await store.ledger.rates(new Date('2002-01-01'))).toEqual([
      { stage: 'clean', outcome: 'failed', count: 1 },
      { stage: 'tag', outcome: 'done', count: 2 },
    ]);
    // The latest two are the old one, which came last, and the one before it.
    expect(await store.ledger.rates(new Date('2002-01-01'), 2)).toEqual([
      { stage: 'tag', outcome: 'done', count: 1 },
    ]);
  });

  it('prunes the oldest rows first, no more than asked and none that is young enough', async () => {
    await opened.db.deleteFrom('ledger').execute();
    for (const day of [3, 1, 2, 20])
      await opened.db
        .insertInto('ledger')
        .values({ ...ledgerEntry({ article_id: day }), detail: null, at: new Date(Date.UTC(2001, 0, day)) })
        .execute();
    const left = async () =>
      (await opened.db.selectFrom('ledger').select('article_id').orderBy('at').execute()).map(
        ({ article_id: day }) => day,
      );
    const before = new Date(Date.UTC(2001, 0, 10));
    expect(await store.ledger.prune(before, 2)).toBe(2);
    expect(await left()).toEqual([3, 20]);
    expect(await store.ledger.prune(before, 2)).toBe(1);
    expect(await store.ledger.prune(before, 2)).toBe(0);
    expect(await left()).toEqual([20]);
  });
});
