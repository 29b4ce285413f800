import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchProgress, changeBatch } from '../../src/operations/reingest.js';
import { stepBatch, stepBatches } from '../../src/workers/batch-step.js';
import type { Ports } from '../../src/workers/ports.js';
import { startReingest } from '../../src/workers/reingest.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { storeModes } from '../support/open-store.js';
import { addArticle, addDraft, ledgerEntry, newArticle, newBatch, publish, settle } from '../support/rows.js';

describe.each(storeModes)('stepBatch on %s', (mode) => {
  let idle: IdleService;
  let ports: Ports;
  beforeAll(async () => {
    idle = await startIdle(mode);
    ports = idle.ports;
  });
  afterAll(() => idle.close());

  /** Ends what is on its way for a batch, as its stages would. */
  async function endAll(batchId: number, ids: Iterable<number>): Promise<void> {
    for (const articleId of ids) {
      const run = await ports.store.runs.find(articleId);
      if (run?.batch_id !== batchId) continue;
      const owned = { articleId, attempt: run.attempt };
      await ports.store.runs.finish(owned, { article: {}, draft: null }, ledgerEntry());
    }
  }
  const stateOf = async (id: number) => (await ports.store.batches.find(id))?.state;
  const start = (host: string, dryRun = false) =>
    startReingest({ selection: { host }, from: 'scrape', dryRun }, ports);

  it('hands on some articles at a time, waits while it is paused, and ends when all have ended', async () => {
    const host = 'many.example';
    const found = await ports.store.articles.discover(
      Array.from({ length: 1_100 }, (_, n) => newArticle({ url: `https://${host}/${n}` })),
    );
    const ids = [...found.values()].map(({ id }) => id);
    const { batchId, articles } = await start(host);
    expect(articles).toBe(1_100);
    // One look hands on as many as its time allows.
    while ((await ports.store.batches.inHand(batchId)) < 1_000) await stepBatches(ports);
    await stepBatches(ports);
    expect(await ports.store.batches.inHand(batchId)).toBe(1_000);
    expect((await changeBatch(batchId, 'pause', ports)).batch.state).toBe('paused');
    await endAll(batchId, ids);
    await stepBatches(ports);
    expect(await ports.store.batches.inHand(batchId)).toBe(0);
    await changeBatch(batchId, 'resume', ports);
    expect(await ports.store.batches.inHand(batchId)).toBe(100);
    expect((await batchProgress(batchId, ports)).finished).toBe(false);
    await endAll(batchId, ids);
    expect((await batchProgress(batchId, ports)).finished).toBe(true);
    await stepBatches(ports);
    expect(await stateOf(batchId)).toBe('finished');
  });

  it('refuses a second batch of the same selection with the number of the first, until that one has ended', async () => {
    const id = await addArticle(ports.store, { url: 'https://twice.example/' });
    const { batchId } = await start('twice.example');
    await expect(start('twice.example')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: `Batch ${batchId} runs for the same selection (running, from scrape). Wait for its end, or cancel it with \`feedmill reingest cancel ${batchId}\`.`,
    });
    await endAll(batchId, [id]);
    expect((await start('twice.example')).batchId).toBeGreaterThan(batchId);
  });

  it('hands on nothing more of a batch that is cancelled', async () => {
    await addArticle(ports.store, { url: 'https://cancelled.example/' });
    const { batchId } = await start('cancelled.example');
    await changeBatch(batchId, 'cancel', ports);
    await expect(changeBatch(batchId, 'resume', ports)).rejects.toMatchObject({
      message: `Batch ${batchId} cannot be asked to resume: it is cancelled. That can be asked of a batch that is paused.`,
    });
    await expect(changeBatch(batchId, 'commit', ports)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(changeBatch(0, 'cancel', ports)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('leaves out of a dry run what is on its way, and says so', async () => {
    const busy = await addArticle(ports.store, { url: 'https://dry.example/busy' });
    const idleId = await addArticle(ports.store, { url: 'https://dry.example/idle' });
    await ports.store.runs.start([busy], 'clean', null);
    const { batchId } = await start('dry.example', true);
    expect(await ports.store.runs.find(busy)).toMatchObject({ stage: 'clean', batch_id: null });
    expect(await ports.store.runs.find(idleId)).toMatchObject({ stage: 'scrape', batch_id: batchId });
    expect(await ports.store.batchItems.list(batchId, 5)).toMatchObject([
      { articleId: busy, outcome: 'superseded', reason: 'left out: it is on its way through the pipeline' },
    ]);
  });

  async function dryRunOf(count: number) {
    const batchId = (await ports.store.batches.create(newBatch({ dryRun: true }))) ?? 0;
    const made = [];
    for (let n = 0; n < count; n++) {
      const { articleId, revision } = await publish(ports.store, { text: `Before ${batchId} ${n}` });
      const draftId = await addDraft(ports.store, articleId, { text: `After ${batchId} ${n}` });
      await settle(ports.store, articleId, {}, { id: draftId, state: 'dry' });
      await ports.store.batchItems.record({
        ...{ batchId, articleId, draftId, baseId: revision.id, outcome: 'done', reason: null, change: null },
      });
      made.push({ articleId, draftId });
    }
    await ports.store.batches.move(batchId, ['running'], 'finished');
    return { batchId, made };
  }

  it('commits drafts as runs of the last stage, and refuses those of articles that are on their way', async () => {
    const { batchId, made } = await dryRunOf(2);
    const [one, busy] = made;
    await ports.store.runs.start([busy?.articleId ?? 0], 'scrape', null);
    expect(await changeBatch(batchId, 'commit', ports)).toMatchObject({
      batch: { state: 'committing' },
      drafts: 2,
    });
    const run = await ports.store.runs.find(one?.articleId ?? 0);
    expect(run).toMatchObject({ stage: 'store', draft_id: one?.draftId, batch_id: batchId });
    await ports.store.batchItems.record({
      ...{ batchId, articleId: one?.articleId ?? 0, draftId: null, baseId: null },
      ...{ outcome: 'done', reason: null, change: null },
    });
    await endAll(batchId, [one?.articleId ?? 0]);
    await stepBatch(batchId, ports);
    expect(await stateOf(batchId)).toBe('committed');
    expect(await ports.store.batchItems.list(batchId, 5)).toMatchObject([
      { outcome: 'done' },
      { outcome: 'superseded', reason: 'not committed: the article is on its way through the pipeline' },
    ]);
    expect(await ports.store.revisions.find(busy?.draftId ?? 0)).toBeNull();
  });

  it('deletes the drafts of a dry run that is dropped', async () => {
    const { batchId, made } = await dryRunOf(3);
    expect(await changeBatch(batchId, 'drop', ports)).toMatchObject({
      batch: { state: 'dropped' },
      drafts: 0,
    });
    for (const { draftId } of made) expect(await ports.store.revisions.find(draftId)).toBeNull();
  });
});
