// What the last stage tells the world: too much or too little is noticed by nobody in here.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeBatch } from '../../src/operations/reingest.js';
import { attempt } from '../../src/workers/attempt.js';
import { stepBatches } from '../../src/workers/batch-step.js';
import type { Ports } from '../../src/workers/ports.js';
import { store as storeStage } from '../../src/workers/store.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { storeModes } from '../support/open-store.js';
import { addArticle, addDraft, draftLanguage, keepLanguage, newBatch } from '../support/rows.js';

const signal = new AbortController().signal;

describe.each(storeModes)('the store stage on %s', (mode) => {
  let idle: IdleService;
  let ports: Ports;
  beforeAll(async () => {
    idle = await startIdle(mode);
    ports = idle.ports;
  });
  afterAll(() => idle.close());

  const draftOf = async (articleId: number, text: string): Promise<number> => {
    const draftId = await addDraft(ports.store, articleId, { text });
    await keepLanguage(ports.store, articleId, draftId, draftLanguage());
    return draftId;
  };
  /** Delivers the job of an article's store stage, as often as asked; the outcomes. */
  async function deliver(articleId: number, times = 1): Promise<unknown[]> {
    const run = await ports.store.runs.find(articleId);
    const job = { articleId, ticket: run?.ticket ?? 0, revisionId: run?.draft_id ?? 0 };
    const results: unknown[] = [];
    for (let n = 0; n < times; n++) results.push(await attempt(storeStage, job, ports, signal));
    return results.map((result) => (result as { value?: { outcome?: string } }).value?.outcome);
  }
  async function pass(articleId: number, text: string, times = 1): Promise<unknown[]> {
    const draftId = await draftOf(articleId, text);
    const batchId = (await ports.store.batches.create(newBatch())) ?? 0;
    await ports.store.runs.startIdle([{ articleId, draftId }], 'store', batchId);
    return deliver(articleId, times);
  }
  async function eventsOf(articleId: number) {
    const { events } = await ports.store.events.after(0, { limit: 1_000 });
    return events.filter((event) => event.articleId === articleId);
  }

  it('makes one event of a revision, however often its job is delivered', async () => {
    const articleId = await addArticle(ports.store, { url: 'https://told.example/once' });
    expect(await pass(articleId, 'First.', 2)).toEqual(['done', 'superseded']);
    expect(await pass(articleId, 'Second.', 2)).toEqual(['done', 'superseded']);
    const told = await eventsOf(articleId);
    expect(told).toMatchObject([
      {
        type: 'article.stored',
        language: 'en',
        data: { url: 'https://told.example/once', title: 'A title', thin: null },
      },
      { type: 'article.revised', data: { change: { text: { from: '6 characters', to: '7 characters' } } } },
    ]);
    expect(told.at(-1)?.revisionId).toBe((await ports.store.articles.find(articleId))?.revision_id);
  });

  it('makes none of what has not changed, nor of a second address of a story', async () => {
    const text = 'A text of one story, as long as a story is. '.repeat(30);
    const articleId = await addArticle(ports.store, { url: 'https://same.example/1' });
    await pass(articleId, text);
    expect(await pass(articleId, text)).toEqual(['unchanged']);
    expect(await eventsOf(articleId)).toHaveLength(1);
    const twinId = await addArticle(ports.store, { url: 'https://same.example/2' });
    expect(await pass(twinId, text)).toEqual(['duplicate']);
    expect(await eventsOf(twinId)).toEqual([]);
  });

  it('makes none of a dry run, and one when that is committed', async () => {
    const articleId = await addArticle(ports.store);
    await pass(articleId, 'Before the dry run.');
    const draftId = await draftOf(articleId, 'After the dry run.');
    const batchId = (await ports.store.batches.create(newBatch({ dryRun: true }))) ?? 0;
    await ports.store.runs.startIdle([{ articleId, draftId }], 'store', batchId);
    expect(await deliver(articleId)).toEqual(['done']);
    expect(await eventsOf(articleId)).toHaveLength(1);

    await ports.store.batches.move(batchId, ['running'], 'finished');
    await changeBatch(batchId, 'commit', ports);
    expect(await deliver(articleId, 2)).toEqual(['done', 'superseded']);
    await stepBatches(ports);
    expect((await eventsOf(articleId)).map(({ type, revisionId }) => [type, revisionId])).toEqual([
      ['article.stored', expect.any(Number)],
      ['article.revised', draftId],
    ]);
  });
});
