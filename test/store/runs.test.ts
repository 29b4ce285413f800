import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DueRun } from '../../src/store/due-run.js';
import { makingDraft } from '../../src/store/revisions.js';
import type { Advance } from '../../src/store/runs.js';
import { makingSnapshot, packSnapshot } from '../../src/store/snapshots.js';
import type { Store } from '../../src/store/store.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import {
  addArticle,
  addArticles,
  addSnapshot,
  ledgerEntry,
  newArticle,
  newDraft,
  newSnapshot,
} from '../support/rows.js';

const LEASE_MS = 120_000;

describe.each(storeModes)('createRuns on %s', (mode) => {
  let opened: OpenStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(mode);
    store = opened.store;
  });
  afterAll(() => opened.close());

  const started = async (): Promise<DueRun> => {
    const [run] = await store.runs.start([await addArticle(store)], 'scrape', null);
    if (run === undefined) throw new Error('the run was not started');
    return run;
  };
  const begin = async (run: DueRun, worker = 'a') => {
    const begun = await store.runs.begin(run, run.stage, worker, LEASE_MS);
    if (begun === null) throw new Error('the run was not begun');
    return begun.run;
  };
  const onward = (run: DueRun, attempt: number, overrides: Partial<Advance> = {}): Advance => ({
    articleId: run.articleId,
    attempt,
    stage: 'clean',
    newTicket: true,
    failures: 0,
    dueAt: null,
    reason: null,
    ...overrides,
  });
  const snapshotOf = async ({ articleId }: DueRun) =>
    makingSnapshot(await packSnapshot(newSnapshot(articleId)));
  const entryOf = ({ articleId }: DueRun) => ledgerEntry({ article_id: articleId });
  const finish = (run: DueRun, attempt: number) =>
    store.runs.finish(
      { articleId: run.articleId, attempt },
      { article: { reason: 'ended' }, draft: null },
      entryOf(run),
    );
  const lifeOf = async ({ articleId }: DueRun) => (await store.ledger.ofArticle(articleId)).length;

  it('gives the stage its article and the run that it is part of', async () => {
    const article = newArticle();
    const [articleId = 0] = await addArticles(store, [article]);
    const snapshotId = await addSnapshot(store, articleId);
    const [run] = await store.runs.start([articleId], 'clean', null);
    expect(run).toMatchObject({ articleId, stage: 'clean', snapshotId, draftId: null, host: article.host });
    const begun = await store.runs.begin(run as DueRun, 'clean', 'a', LEASE_MS);
    expect(begun).toMatchObject({
      run: { failures: 0, deaths: 0, died: false, batchId: null, snapshotId, draftId: null },
      article: { id: articleId, url: article.url, hints: article.hints },
    });
    expect(await store.runs.find(articleId)).toMatchObject({
      worker: 'a',
      running_since: expect.any(Date) as Date,
    });
  });

  it('gives the cleaner its page, and the stages after it their draft without its HTML', async () => {
    const articleId = await addArticle(store);
    const snapshotId = await addSnapshot(store, articleId, Buffer.from('a page'));
    const [run] = await store.runs.start([articleId], 'clean', null);
    const atClean = await store.runs.begin(run as DueRun, 'clean', 'a', LEASE_MS);
    expect(atClean).toMatchObject({
      page: { id: snapshotId, headers: { 'content-type': 'text/html' }, codec: 'identity', size: 6 },
      draft: null,
    });
    const draft = newDraft(articleId, snapshotId);
    const to = onward(run as DueRun, atClean?.run.attempt ?? 0, { stage: 'tag' });
    const moved = await store.runs.advance(to, entryOf(run as DueRun), makingDraft(draft));
    const job = { articleId, ticket: moved?.ticket ?? 0 };
    const atTag = await store.runs.begin(job, 'tag', 'a', LEASE_MS);
    expect(atTag).toMatchObject({ page: null, draft: { id: moved?.draftId, text: draft.text } });
    expect(atTag?.draft).not.toHaveProperty('html');
  });

  it('gives null for a page and a draft that are missing', async () => {
    const articleId = await addArticle(store);
    for (const stage of ['clean', 'tag'] as const) {
      const [run] = await store.runs.start([articleId], stage, null);
      const begun = await store.runs.begin(run as DueRun, stage, 'a', LEASE_MS);
      expect(begun).toMatchObject({ article: { id: articleId }, page: null, draft: null });
    }
  });

  it('begins no job that is not the one of the run: another ticket, another stage, another article', async () => {
    const run = await started();
    expect(await store.runs.begin({ ...run, ticket: run.ticket + 1 }, 'scrape', 'a', LEASE_MS)).toBeNull();
    expect(await store.runs.begin(run, 'clean', 'a', LEASE_MS)).toBeNull();
    expect(await store.runs.begin({ ...run, articleId: 0 }, 'scrape', 'a', LEASE_MS)).toBeNull();
    expect(await store.runs.find(run.articleId)).toMatchObject({ running_since: null, worker: null });
  });

  it('lets only the newest of two attempts move the run on', async () => {
    const run = await started();
    const older = await begin(run);
    const newer = await begin(run);
    expect(newer.attempt).toBeGreaterThan(older.attempt);
    const before = await store.runs.find(run.articleId);
    expect(
      await store.runs.advance(onward(run, older.attempt), entryOf(run), await snapshotOf(run)),
    ).toBeNull();
    expect(await store.runs.find(run.articleId)).toEqual(before);
    expect(await lifeOf(run)).toBe(0);
    expect(await store.snapshots.list(run.articleId)).toEqual([]);
    const moved = await store.runs.advance(onward(run, newer.attempt), entryOf(run), await snapshotOf(run));
    const [made] = await store.snapshots.list(run.articleId);
    expect(await store.runs.find(run.articleId)).toMatchObject({
      stage: 'clean',
      ticket: moved?.ticket,
      snapshot_id: made?.id,
      running_since: null,
    });
    expect(moved?.ticket).not.toBe(run.ticket);
    expect(await lifeOf(run)).toBe(1);
  });

  it('lets only the newest of two attempts end the run', async () => {
    const run = await started();
    const older = await begin(run);
    const newer = await begin(run);
    expect(await finish(run, older.attempt)).toBe(false);
    expect(await store.runs.find(run.articleId)).not.toBeNull();
    expect(await lifeOf(run)).toBe(0);
    expect(await store.articles.find(run.articleId)).toMatchObject({ reason: null });
    expect(await finish(run, newer.attempt)).toBe(true);
    expect(await store.runs.find(run.articleId)).toBeNull();
    expect(await store.articles.find(run.articleId)).toMatchObject({ reason: 'ended' });
    expect(await finish(run, newer.attempt)).toBe(false);
    expect(await lifeOf(run)).toBe(1);
  });

  it('fences off the running attempt and the queued job of an article that is started again', async () => {
    const run = await started();
    const { attempt } = await begin(run);
    const [again] = await store.runs.start([run.articleId], 'scrape', null);
    expect(await store.runs.begin(run, 'scrape', 'a', LEASE_MS)).toBeNull();
    expect(await finish(run, attempt)).toBe(false);
    expect(await begin(again as DueRun, 'b')).toMatchObject({ died: false, deaths: 0, failures: 0 });
  });

  it('counts a start whose process is gone as a death, and none of the start that finds it', async () => {
    const run = await started();
    await begin(run, 'a');
    expect(await begin(run, 'b')).toMatchObject({ died: true, deaths: 1 });
    expect(await begin(run, 'c')).toMatchObject({ died: false, deaths: 1 });
    expect(await begin(run, 'd')).toMatchObject({ died: true, deaths: 2 });
  });

  it('counts no death when the same process begins again, or the attempt has ended', async () => {
    const run = await started();
    await begin(run, 'a');
    const again = await begin(run, 'a');
    expect(again).toMatchObject({ died: false, deaths: 0 });
    await store.runs.advance(
      onward(run, again.attempt, { stage: 'scrape', newTicket: false, failures: 1 }),
      entryOf(run),
      null,
    );
    expect(await begin(run, 'b')).toMatchObject({ died: false, deaths: 0, failures: 1 });
  });

  it('counts no death after a run was given back by its own worker, and one after another gave it back', async () => {
    const run = await started();
    await begin(run, 'a');
    await store.runs.giveBack(run, 'a');
    expect(await begin(run, 'b')).toMatchObject({ died: false, deaths: 0 });
    await store.runs.giveBack(run, 'a');
    expect(await begin(run, 'c')).toMatchObject({ died: true, deaths: 1 });
  });

  it('keeps deaths through retries of a stage and forgets them at the next one', async () => {
    const run = await started();
    await begin(run, 'a');
    const second = await begin(run, 'b');
    await store.runs.advance(
      onward(run, second.attempt, { stage: 'scrape', newTicket: false }),
      entryOf(run),
      null,
    );
    const third = await begin(run, 'c');
    expect(third).toMatchObject({ died: false, deaths: 1 });
    const moved = await store.runs.advance(onward(run, third.attempt), entryOf(run), null);
    const next = { ...run, stage: 'clean' as const, ticket: moved?.ticket ?? 0 };
    expect(await begin(next, 'd')).toMatchObject({ died: false, deaths: 0 });
  });

  it('starts none when asked for none, only those that exist, and more than a statement has parameters', async () => {
    const articleId = await addArticle(store);
    expect(await store.runs.start([], 'scrape', null)).toEqual([]);
    const many = [articleId, ...Array.from({ length: 70_000 }, (_, n) => 1_000_000_000 + n)];
    expect((await store.runs.start(many, 'scrape', null)).map((run) => run.articleId)).toEqual([articleId]);
    await store.runs.postpone(many, 1);
  });
});
