import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DueRun } from '../../src/store/due-run.js';
import type { Store } from '../../src/store/store.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { addArticle, addArticles, newArticle } from '../support/rows.js';

const LEASE_MS = 120_000;

describe.each(storeModes)('createRunRecovery on %s', (mode) => {
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

  it('finds what is overdue, the longest first, and leaves alone what is not or was put off', async () => {
    await opened.db.deleteFrom('runs').execute();
    const ids = await addArticles(store, [newArticle(), newArticle(), newArticle()]);
    const [oldest = 0, old = 0, fresh = 0] = ids;
    await store.runs.start([old], 'scrape', null, new Date('2002-01-01'));
    await store.runs.start([oldest], 'scrape', 3, new Date('2001-01-01'));
    await store.runs.start([fresh], 'scrape', null);
    const overdue = async (limit = 10) =>
      (await store.runs.overdue(limit, 5_000)).map(({ articleId }) => articleId);
    expect(await overdue()).toEqual([oldest, old]);
    expect(await overdue(1)).toEqual([oldest]);
    expect((await store.runs.overdue(1, 5_000))[0]).toMatchObject({ stage: 'scrape', batchId: 3 });
    await store.runs.postpone([oldest], 60_000);
    expect(await overdue()).toEqual([old]);
    await store.runs.postpone([], 60_000);
    const far = new Date('2100-01-01');
    await store.runs.start([old], 'scrape', null, far);
    await store.runs.postpone([old], 1);
    expect((await store.runs.find(old))?.due_at).toEqual(far);
  });

  it('issues a new ticket once, and none when the run has moved on', async () => {
    const run = await started();
    const answers = await Promise.all([1, 2].map(() => store.runs.reissue(run.articleId, run.ticket)));
    expect(answers.filter((ticket) => ticket === null)).toHaveLength(1);
    const ticket = answers.find((one) => one !== null) ?? 0;
    expect(await store.runs.begin(run, 'scrape', 'a', LEASE_MS)).toBeNull();
    expect(await store.runs.begin({ ...run, ticket }, 'scrape', 'a', LEASE_MS)).not.toBeNull();
  });

  it('leases again what the worker has in hand, and nothing else', async () => {
    const [mine, others, waiting] = [await started(), await started(), await started()];
    await store.runs.begin(mine, 'scrape', 'a', 1);
    await store.runs.begin(others, 'scrape', 'b', 1);
    const ids = [mine, others, waiting].map(({ articleId }) => articleId);
    const dueAt = async ({ articleId }: DueRun) => (await store.runs.find(articleId))?.due_at;
    const [othersBefore, waitingBefore] = [await dueAt(others), await dueAt(waiting)];
    await store.runs.renew(ids, 'a', LEASE_MS);
    await store.runs.renew([], 'a', LEASE_MS);
    expect((await dueAt(mine))?.getTime()).toBeGreaterThan(Date.now() + LEASE_MS / 2);
    expect([await dueAt(others), await dueAt(waiting)]).toEqual([othersBefore, waitingBefore]);
  });
});
