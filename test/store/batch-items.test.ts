import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EndedItem } from '../../src/store/batch-items.js';
import type { Store } from '../../src/store/store.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { addArticle, addDraft, newBatch, publish, settle } from '../support/rows.js';

describe.each(storeModes)('createBatchItems on %s', (mode) => {
  let opened: OpenStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(mode);
    store = opened.store;
  });
  afterAll(() => opened.close());

  const batch = async (): Promise<number> => (await store.batches.create(newBatch({ dryRun: true }))) ?? 0;
  const end = (batchId: number, articleId: number, item: Partial<EndedItem> = {}): Promise<void> =>
    store.batchItems.record({
      ...{ batchId, articleId, outcome: 'done', reason: null, change: null, draftId: null, baseId: null },
      ...item,
    });

  /** A stored article and the draft that a dry run has made of it. */
  async function dryDraft(batchId: number, text: string, kept: number, host = 'report.example') {
    const { articleId, revision } = await publish(store, {
      article: { url: `https://${host}/${text.length}` },
      text: 'The council met on Monday.',
    });
    const draftId = await addDraft(store, articleId, { text });
    await settle(store, articleId, {}, { id: draftId, state: 'dry' });
    const change = {
      wouldBe: 'revised',
      change: {
        text: { from: 'a', to: 'b', kept },
        byline: { from: [], to: ['A B'] },
        title: { from: 'A', to: null },
      },
      confidence: { from: 0.5, to: 0.75 },
    };
    await end(batchId, articleId, { draftId, baseId: revision.id, change });
    return { articleId, draftId, baseId: revision.id };
  }

  it('counts each article once, with its latest end', async () => {
    const [first, second, batchId] = [await addArticle(store), await addArticle(store), await batch()];
    await end(batchId, second, { change: { wouldBe: 'revised' } });
    await end(batchId, first, { outcome: 'failed', reason: 'gone' });
    await end(batchId, first);
    expect(await store.batchItems.progress(batchId)).toEqual([{ outcome: 'done', count: 2 }]);
    expect(await store.batchItems.list(batchId, 10)).toMatchObject([
      { articleId: first, outcome: 'done', reason: null, change: null },
      { articleId: second, outcome: 'done', change: { wouldBe: 'revised' } },
    ]);
    expect(await store.batchItems.list(batchId, 1)).toHaveLength(1);
  });

  it('keeps the drafts of a dry run until they are deleted, and never deletes a current revision', async () => {
    const batchId = await batch();
    const one = await dryDraft(batchId, 'The council met on Tuesday.', 0.8);
    const two = await dryDraft(batchId, 'The mayor resigned.', 0.2);
    expect(await store.batchItems.countDrafts(batchId)).toBe(2);
    expect(await store.batchItems.drafts(batchId, { after: one.articleId, limit: 5 })).toEqual([
      { articleId: two.articleId, draftId: two.draftId },
    ]);
    expect(await store.batchItems.baseOf(batchId, one.draftId)).toBe(one.baseId);
    expect(await store.batchItems.baseOf(batchId, 0)).toBeUndefined();
    await store.revisions.settle(one.baseId, 'past');
    await store.revisions.settle(one.draftId, 'current');
    expect(await store.batchItems.deleteDrafts(batchId, 10)).toBe(2);
    expect(await store.batchItems.countDrafts(batchId)).toBe(0);
    expect((await store.revisions.find(one.draftId))?.state).toBe('current');
    expect(await store.revisions.find(two.draftId)).toBeNull();
  });

  it('reports by site what is gained, lost and changed, and the texts that keep the fewest words', async () => {
    const batchId = await batch();
    const little = await dryDraft(batchId, 'The council met on Wednesday.', 0.8);
    const much = await dryDraft(batchId, 'Something else altogether.', 0.25);
    await end(batchId, await addArticle(store, { url: 'https://other.example/' }), { outcome: 'unchanged' });
    expect(await store.batchReport.sites(batchId, 10)).toEqual([
      {
        host: 'report.example',
        articles: 2,
        stored: 0,
        revised: 2,
        wordsKept: 0.525,
        confidence: { from: 0.5, to: 0.75 },
        fields: [
          { field: 'byline', gained: 2, lost: 0, changed: 0 },
          { field: 'text', gained: 0, lost: 0, changed: 2 },
          { field: 'title', gained: 0, lost: 2, changed: 0 },
        ],
      },
      expect.objectContaining({
        host: 'other.example',
        articles: 1,
        revised: 0,
        fields: [],
        confidence: null,
      }),
    ]);
    const largest = await store.batchReport.largest(batchId, 5);
    expect(largest.map(({ articleId }) => articleId)).toEqual([much.articleId, little.articleId]);
    expect(largest[0]).toMatchObject({
      before: 'The council met on Monday.',
      after: 'Something else altogether.',
    });
  });
});
