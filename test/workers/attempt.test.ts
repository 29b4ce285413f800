import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pipeline } from '../../src/pipeline.js';
import type { DueRun } from '../../src/store/due-run.js';
import { makingSnapshot, packSnapshot } from '../../src/store/snapshots.js';
import { type ArticleStageRun, attempt } from '../../src/workers/attempt.js';
import { done, dropped, failed, type Outcome, retry, wait } from '../../src/workers/outcome.js';
import type { Ports } from '../../src/workers/ports.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { storeModes } from '../support/open-store.js';
import { addArticle, addDraft, newBatch, newSnapshot, publish } from '../support/rows.js';

const now = new Date('2024-05-06T07:08:09.000Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);
const signal = new AbortController().signal;

describe.each(storeModes)('attempt on %s', (mode) => {
  let idle: IdleService;
  let ports: Ports;
  beforeAll(async () => {
    idle = await startIdle(mode);
    ports = { ...idle.ports, now: () => now, random: () => 0, workerId: 'tester' };
  });
  afterAll(() => idle.close());

  const start = async (articleId?: number, batchId: number | null = null): Promise<DueRun> => {
    const id = articleId ?? (await addArticle(ports.store));
    const [run] = await ports.store.runs.start([id], 'scrape', batchId);
    if (run === undefined) throw new Error('the run was not started');
    return run;
  };
  const ending = (outcome: Outcome | (() => Promise<Outcome>)): ArticleStageRun<'scrape'> => ({
    name: 'scrape',
    run: async () => (typeof outcome === 'function' ? outcome() : outcome),
  });
  const tryOnce = (run: DueRun, outcome: Outcome | (() => Promise<Outcome>), with_: Partial<Ports> = {}) =>
    attempt(ending(outcome), run, { ...ports, ...with_ }, signal);
  const snapshotOf = async ({ articleId }: DueRun) =>
    makingSnapshot(await packSnapshot(newSnapshot(articleId)));
  const life = async ({ articleId }: DueRun) =>
    (await ports.store.ledger.ofArticle(articleId)).map(({ outcome, reason }) => [outcome, reason]);
  const article = ({ articleId }: DueRun) => ports.store.articles.find(articleId);
  const runOf = ({ articleId }: DueRun) => ports.store.runs.find(articleId);
  const dies = (run: DueRun, worker: string) => ports.store.runs.begin(run, 'scrape', worker, 1_000);

  it('hands a finished article on to the next stage with a job that lives', async () => {
    const run = await start();
    const result = await tryOnce(run, done('clean', { bytes: 4 }, await snapshotOf(run)));
    expect(result).toEqual({ status: 'completed', value: { outcome: 'done', bytes: 4 } });
    const next = await runOf(run);
    expect(next).toMatchObject({ stage: 'clean', failures: 0, running_since: null });
    const job = { articleId: run.articleId, ticket: next?.ticket ?? 0, snapshotId: next?.snapshot_id ?? 0 };
    expect(await ports.queues.jobState('clean', job)).toBe('live');
    expect(await life(run)).toEqual([['done', null]]);
  });

  it('does nothing with a job that is not the article\u2019s any more', async () => {
    const run = await start();
    await start(run.articleId);
    const result = await tryOnce(run, () => Promise.reject(new Error('the stage was run')));
    expect(result).toEqual({ status: 'completed', value: { outcome: 'superseded' } });
    expect(await life(run)).toEqual([]);
  });

  it('throws away what an attempt wrote that another has overtaken', async () => {
    const run = await start();
    const before = (await ports.store.snapshots.list(run.articleId)).length;
    const result = await tryOnce(run, async () => {
      await dies(run, 'tester');
      return done('clean', {}, await snapshotOf(run));
    });
    expect(result).toEqual({ status: 'completed', value: { outcome: 'superseded' } });
    expect(await ports.store.snapshots.list(run.articleId)).toHaveLength(before);
    expect(await life(run)).toEqual([]);
    expect(await runOf(run)).toMatchObject({ stage: 'scrape', ticket: run.ticket });
  });

  it('pauses longer with each failed try, between half and all of the doubled pause', async () => {
    const run = await start();
    const short: number[] = [];
    for (const chance of [0, 0.5, 1]) {
      const result = await tryOnce(run, retry('the server failed'), { random: () => chance });
      if (result.status !== 'retry') throw new Error(result.status);
      short.push(result.delayMs);
      expect((await runOf(run))?.due_at).toEqual(later(result.delayMs));
    }
    const { backoffMs } = pipeline.scrape;
    expect(short).toEqual([backoffMs / 2, backoffMs * 1.5, backoffMs * 4]);
    expect(await runOf(run)).toMatchObject({ failures: 3, reason: 'the server failed', ticket: run.ticket });
  });

  it('waits as long as the server asked', async () => {
    const run = await start();
    const result = await tryOnce(run, retry('slow down', 3_600_000));
    expect(result).toEqual({ status: 'retry', reason: 'slow down', delayMs: 3_600_000 });
    expect((await runOf(run))?.due_at).toEqual(later(3_600_000));
  });

  it('gives an article up after its last try, with the reason of that try', async () => {
    const run = await start();
    const { tries } = pipeline.scrape;
    for (let n = 1; n < tries; n++) expect((await tryOnce(run, retry(`no ${n}`))).status).toBe('retry');
    const reason = `failed at scrape: the last; given up after ${tries} tries`;
    expect(await tryOnce(run, retry('the last'))).toEqual({ status: 'failed', reason });
    expect(await article(run)).toMatchObject({ state: 'failed', reason });
    expect(await runOf(run)).toBeNull();
    expect(await life(run)).toHaveLength(tries);
  });

  it('counts waiting as no try', async () => {
    const run = await start();
    const until = later(60_000);
    expect(await tryOnce(run, wait('not yet', until))).toEqual({ status: 'delayed', until });
    expect(await runOf(run)).toMatchObject({ failures: 0, due_at: until, ticket: run.ticket });
  });

  it('pauses an article whose worker died and parks it after three deaths', async () => {
    const run = await start();
    const never = () => Promise.reject(new Error('the stage was run'));
    for (const [deaths, pauseMs] of [
      [1, 5_000],
      [2, 20_000],
    ] as const) {
      await dies(run, `victim ${deaths}`);
      expect(await tryOnce(run, never)).toEqual({ status: 'delayed', until: later(pauseMs) });
      expect(await article(run)).toMatchObject({ state: 'discovered' });
    }
    await dies(run, 'victim 3');
    const reason =
      'failed at scrape: killed the worker 3 times at scrape; `feedmill reingest` tries it again';
    expect(await tryOnce(run, never)).toEqual({ status: 'failed', reason });
    expect(await article(run)).toMatchObject({ state: 'failed', reason });
    expect(await runOf(run)).toBeNull();
  });

  it('brings back apart what died together', async () => {
    const run = await start();
    await dies(run, 'victim');
    const result = await tryOnce(run, failed('never run'), { random: () => 0.5 });
    expect(result).toEqual({ status: 'delayed', until: later(7_500) });
  });

  it('takes a run that was given back for no death', async () => {
    const run = await start();
    for (let n = 0; n < 4; n++) {
      await dies(run, `stopped ${n}`);
      await ports.store.runs.giveBack(run, `stopped ${n}`);
    }
    expect(await tryOnce(run, dropped('it is a poem'))).toMatchObject({ status: 'completed' });
    expect(await article(run)).toMatchObject({
      state: 'dropped',
      reason: 'dropped at scrape: it is a poem',
    });
  });

  it('leaves a stored article as it is when a later run comes to nothing, and says so beside it', async () => {
    const { articleId } = await publish(ports.store, { title: 'Kept' });
    const batchId = (await ports.store.batches.create(newBatch())) ?? 0;
    const run = await start(articleId, batchId);
    await tryOnce(run, failed('the page is gone'));
    const reason = 'failed at scrape: the page is gone';
    expect(await article(run)).toMatchObject({ state: 'stored', title: 'Kept', reason });
    expect(await ports.store.batchItems.list(batchId, 10)).toMatchObject([{ outcome: 'failed', reason }]);
  });

  it.each([failed('the page is gone'), dropped('it is a poem')])(
    'changes nothing of an article in a dry run that ends as $status',
    async (outcome) => {
      const batchId = await ports.store.batches.create(newBatch({ dryRun: true }));
      const run = await start(undefined, batchId);
      await tryOnce(run, outcome);
      expect(await article(run)).toMatchObject({ state: 'discovered', reason: null });
      expect(await ports.store.batchItems.list(batchId ?? 0, 10)).toMatchObject([
        { outcome: outcome.status },
      ]);
    },
  );

  it('ends the run even when the queue takes no job, and the sweep finds it', async () => {
    const run = await start();
    const queues = { ...ports.queues, add: () => Promise.reject(new Error('the queue is away')) };
    const made = done('clean', {}, await snapshotOf(run));
    expect(await tryOnce(run, made, { queues })).toMatchObject({ status: 'completed' });
    const overdue = await ports.store.runs.overdue(1_000, -60_000);
    expect(overdue).toContainEqual(expect.objectContaining({ articleId: run.articleId, stage: 'clean' }));
  });

  it('leaves no draft of an article that fails behind it', async () => {
    const articleId = await addArticle(ports.store);
    const draftId = await addDraft(ports.store, articleId, { text: 'Never shown.' });
    const [run] = await ports.store.runs.startIdle([{ articleId, draftId }], 'tag', 1);
    if (run === undefined) throw new Error('the run was not started');
    const tag: ArticleStageRun<'tag'> = { name: 'tag', run: async () => failed('no language') };
    await attempt(tag, { articleId, ticket: run.ticket, revisionId: draftId }, ports, signal);
    expect(await ports.store.revisions.find(draftId)).toBeNull();
  });
});
