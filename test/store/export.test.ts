import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { addArticle, addFeed, publish, seenItem, settle } from '../support/rows.js';

describe.each(storeModes)('createExports on %s', (mode) => {
  let opened: OpenStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(mode);
    store = opened.store;
  });
  afterAll(() => opened.close());

  it('pages through what is stored by rising id, with the text, and with the HTML if asked', async () => {
    const one = await publish(store, {
      text: 'Ein Text.',
      language: 'de',
      article: { url: 'https://a.example/1' },
    });
    const two = await publish(store, { text: 'A text.', article: { url: 'https://b.example/2' } });
    await settle(store, await addArticle(store), { state: 'dropped', reason: 'by hand' });
    const feedId = await addFeed(store);
    await store.items.record([seenItem(feedId, { article_id: two.articleId })]);
    const ids = async (
      ...[filter, after = 0, limit = 10]: [Parameters<typeof store.exports.page>[0], number?, number?]
    ) => (await store.exports.page(filter, { after, limit, html: false })).map(({ id }) => id);
    expect(await ids({})).toEqual([one.articleId, two.articleId]);
    expect(await ids({}, 0, 1)).toEqual([one.articleId]);
    expect(await ids({}, one.articleId)).toEqual([two.articleId]);
    expect(await ids({ language: 'de' })).toEqual([one.articleId]);
    expect(await ids({ host: 'b.example' })).toEqual([two.articleId]);
    expect(await ids({ feedId })).toEqual([two.articleId]);
    expect(await ids({ since: new Date('9999-01-01') })).toEqual([]);
    expect(await ids({ before: new Date('9999-01-01') })).toHaveLength(2);
    const [plain] = await store.exports.page({}, { after: 0, limit: 1, html: false });
    expect(plain).toMatchObject({ text: 'Ein Text.', language: 'de', html: null, confidence: 1 });
    const [whole] = await store.exports.page({}, { after: 0, limit: 1, html: true });
    expect(whole?.html).toBe('<p>Ein Text.</p>');
  });
});
