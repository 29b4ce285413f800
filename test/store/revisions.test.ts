import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import {
  addArticle,
  addDraft,
  addSnapshot,
  draftLanguage,
  keepDraft,
  keepLanguage,
  newDraft,
} from '../support/rows.js';

describe.each(storeModes)('createRevisions on %s', (mode) => {
  let opened: OpenStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(mode);
    store = opened.store;
  });
  afterAll(() => opened.close());

  it('reads a draft back as it was written, hostile text and far dates included', async () => {
    const articleId = await addArticle(store);
    const snapshotId = await addSnapshot(store, articleId);
    const given = newDraft(articleId, snapshotId, {
      title: `'; drop table revisions; -- \\ " \u{1F4F0}`,
      byline: ['O\u2019Neil, "Ada"', '{}', '\\', 'NULL', ''],
      tags: ['a,b', 'null'],
      published_at: new Date('9999-12-31T23:59:59.999Z'),
      published_day: '9999-12-31',
      modified_at: new Date('1000-01-01T00:00:00.000Z'),
      canonical_url: `https://long.example/${'x'.repeat(5_000)}`,
      paywalled: false,
      text: 'ß\n\t\u0001'.repeat(250_000),
    });
    const id = await keepDraft(store, given);
    const { attribution, quality, ...columns } = given;
    const read = await store.revisions.find(id);
    expect(read?.text === given.text).toBe(true);
    expect(read).toMatchObject({ ...columns, state: 'draft', language: null, tagger_version: null });
    expect(read?.attribution).toEqual(JSON.parse(attribution));
    expect(read?.quality).toEqual(JSON.parse(quality));
  });

  it('completes a draft with its language', async () => {
    const articleId = await addArticle(store);
    const id = await addDraft(store, articleId);
    const language = draftLanguage({
      tag: 'de-CH',
      quality: {
        ...draftLanguage().quality,
        residue: { count: 2, spans: [{ start: 3, end: 11, text: 'on "air"', tag: 'en' }] },
      },
    });
    await keepLanguage(store, articleId, id, language);
    expect(await store.revisions.find(id)).toMatchObject({
      state: 'draft',
      language: 'de-CH',
      script: 'Latn',
      language_detail: language.detail,
      quality: language.quality,
      tagger_version: 1,
    });
  });

  it('lets an article have one current revision', async () => {
    const articleId = await addArticle(store);
    const first = await addDraft(store, articleId);
    const second = await addDraft(store, articleId);
    await store.revisions.settle(first, 'current');
    await expect(store.revisions.settle(second, 'current')).rejects.toMatchObject({
      constraint: 'revisions_current',
    });
    await store.revisions.settle(first, 'past');
    await store.revisions.settle(second, 'current');
    expect((await store.revisions.list(articleId)).map(({ id, state }) => [id, state])).toEqual([
      [first, 'past'],
      [second, 'current'],
    ]);
  });

  it('answers null for a revision that is not there', async () => {
    expect(await store.revisions.find(0)).toBeNull();
  });
});
