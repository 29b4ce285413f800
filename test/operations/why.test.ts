import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { why } from '../../src/operations/why.js';
import { type OpenStore, openStore } from '../support/open-store.js';
import { ledgerEntry, publish } from '../support/rows.js';

describe('why', () => {
  let opened: OpenStore;
  beforeAll(async () => {
    opened = await openStore('embedded');
  });
  afterAll(() => opened.close());

  it('tells the language that a text was given, and a declaration that it contradicts', async () => {
    const { store } = opened;
    const { articleId } = await publish(store, { language: 'de' });
    for (const detail of [{ language: 'de', declared: 'en' }, { language: 'de' }])
      await store.ledger.record(ledgerEntry({ stage: 'tag', article_id: articleId, detail }));
    const answer = await why(String(articleId), { store, now: () => new Date() });
    if (answer.status !== 'known') throw new Error(`the article is ${answer.status}`);
    expect(answer.life.map(({ text }) => text)).toEqual([
      'tag done: de, although en is declared',
      'tag done: de',
    ]);
  });
});
