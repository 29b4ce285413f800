import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { addArticle, addFeed, addSnapshot, ledgerEntry } from '../support/rows.js';

describe.each(storeModes)('createNewsroom on %s', (mode) => {
  let opened: OpenStore;
  beforeAll(async () => {
    opened = await openStore(mode);
  });
  afterAll(() => opened.close());

  it('gives the bytes of a page as they came, to its own article alone', async () => {
    const { store } = opened;
    const [articleId, other] = [await addArticle(store), await addArticle(store)];
    const bytes = Buffer.from('<p>caf\xe9</p>'.repeat(500), 'latin1');
    const snapshotId = await addSnapshot(store, articleId, bytes);
    const original = await store.newsroom.original(articleId, snapshotId);
    expect(Buffer.from(original?.bytes ?? []).equals(bytes)).toBe(true);
    expect(original?.contentType).toBe('text/html');
    expect(await store.newsroom.original(other, snapshotId)).toBeNull();
  });

  it('names hosts that asked to slow down, pages and feeds alike, within the latest attempts', async () => {
    const { store } = opened;
    const article_id = await addArticle(store, { url: 'https://a.example/1' });
    const feed_id = await addFeed(store, { url: 'https://b.example:8080/feed' });
    const reason = 'The server answered 429: the server asks to slow down.';
    const tries = [
      { article_id, outcome: 'retry', reason },
      { feed_id, stage: 'poll', outcome: 'retry', reason: 'The server answered 529.' },
      { article_id, outcome: 'failed', reason },
      { article_id, outcome: 'retry', reason: 'The server answered 503.' },
    ] as const;
    for (const one of tries) await store.ledger.record(ledgerEntry(one));
    const found = (attempts: number) =>
      store.newsroom
        .throttled(attempts)
        .then((all) => all.map(({ host, times, reason: words }) => [host, times, words]));
    expect(await found(100)).toEqual([
      ['a.example', 2, reason],
      ['b.example:8080', 1, 'The server answered 529.'],
    ]);
    expect(await found(2)).toEqual([['a.example', 1, reason]]);
  });
});
