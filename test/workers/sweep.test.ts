// Whatever the sweep overlooks is lost without a word, so it is tried against every kind of queue.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Ports } from '../../src/workers/ports.js';
import { sweep } from '../../src/workers/sweep.js';
import { modes } from '../support/databases.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { pollResult } from '../support/poll-result.js';
import { addArticle, addFeed, addSnapshot, ledgerEntry } from '../support/rows.js';

const longAgo = new Date('2001-01-01T00:00:00Z');

describe.each(modes)('sweep on %s', (mode) => {
  let idle: IdleService;
  let ports: Ports;
  beforeAll(async () => {
    idle = await startIdle(mode);
    ports = idle.ports;
  });
  afterAll(() => idle.close());
  // What earlier tests left is put off, so that each one counts its own.
  beforeEach(async () => {
    const left = await ports.store.runs.overdue(1_000, -60_000);
    await ports.store.runs.postpone(
      left.map(({ articleId }) => articleId),
      3_600_000,
    );
  });

  const overdue = async (stage: 'scrape' | 'clean' = 'scrape') => {
    const articleId = await addArticle(ports.store);
    if (stage === 'clean') await addSnapshot(ports.store, articleId);
    const [run] = await ports.store.runs.start([articleId], stage, null, longAgo);
    if (run === undefined) throw new Error('the run was not started');
    return run;
  };
  const stateOf = ({ articleId, ticket }: { articleId: number; ticket: number }) =>
    ports.queues.jobState('scrape', { articleId, ticket });

  it('adds the job of an article that has none', async () => {
    const run = await overdue();
    expect(await stateOf(run)).toBe('missing');
    expect(await sweep(ports)).toBe(1);
    expect(await stateOf(run)).toBe('live');
    expect(await ports.store.runs.find(run.articleId)).toMatchObject({ ticket: run.ticket });
  });

  it('adds the job of the stage that the article waits for', async () => {
    const run = await overdue('clean');
    expect(await sweep(ports)).toBe(1);
    const { articleId, ticket, snapshotId } = run;
    expect(await ports.queues.jobState('clean', { articleId, ticket, snapshotId: snapshotId ?? 0 })).toBe(
      'live',
    );
  });

  it('leaves alone what has a live job, waiting or delayed, and looks at it no sooner than in a while', async () => {
    const waiting = await overdue();
    const delayed = await overdue();
    await ports.queues.add('scrape', [{ data: waiting }, { data: delayed, delayMs: 3_600_000 }]);
    expect(await sweep(ports)).toBe(0);
    for (const run of [waiting, delayed])
      expect(await ports.store.runs.find(run.articleId)).toMatchObject({ ticket: run.ticket });
    expect(await ports.store.runs.overdue(10, 0)).toEqual([]);
  });

  it('leaves alone what is not overdue', async () => {
    const [run] = await ports.store.runs.start([await addArticle(ports.store)], 'scrape', null);
    expect(await sweep(ports)).toBe(0);
    expect(await stateOf(run ?? { articleId: 0, ticket: 0 })).toBe('missing');
  });

  it('adds another job when the one of the article has ended without it', async () => {
    const run = await overdue();
    await ports.queues.add('scrape', [{ data: run }]);
    const worker = ports.queues.backend.worker('scrape', async () => 'nothing was done', { concurrency: 1 });
    worker.on('error', () => undefined);
    try {
      await new Promise<void>((resolve) => {
        worker.on('completed', (job) => {
          if ((job.data as { articleId: number }).articleId === run.articleId) resolve();
        });
      });
    } finally {
      await worker.close();
    }
    expect(await stateOf(run)).toBe('finished');
    expect(await sweep(ports)).toBe(1);
    const again = await ports.store.runs.find(run.articleId);
    expect(again?.ticket).not.toBe(run.ticket);
    expect(await stateOf({ ...run, ticket: again?.ticket ?? 0 })).toBe('live');
  });

  it('begins again at the page when what the stage works on is gone', async () => {
    const [run] = await ports.store.runs.start([await addArticle(ports.store)], 'clean', null, longAgo);
    expect(await sweep(ports)).toBe(1);
    const again = await ports.store.runs.find(run?.articleId ?? 0);
    expect(again).toMatchObject({ stage: 'scrape' });
    expect(await stateOf({ articleId: run?.articleId ?? 0, ticket: again?.ticket ?? 0 })).toBe('live');
  });

  it('comes back to what the queue did not take', async () => {
    const run = await overdue();
    const away = { ...ports, queues: { ...ports.queues, add: () => Promise.reject(new Error('away')) } };
    await sweep(away);
    expect(await stateOf(run)).toBe('missing');
    expect(await ports.store.runs.overdue(1_000, -90_000)).toContainEqual(
      expect.objectContaining({ articleId: run.articleId }),
    );
  });

  it('adds the poll of a feed whose claim has lost its job, and leaves one alone that has it or has ended', async () => {
    const [lost, live, ended] = [
      await addFeed(ports.store),
      await addFeed(ports.store),
      await addFeed(ports.store),
    ];
    const claim = async (id: number): Promise<number> =>
      (await ports.store.feeds.claim(id, 600_000))?.attempt ?? 0;
    const attempts = { lost: await claim(lost), live: await claim(live), ended: await claim(ended) };
    await ports.queues.add('poll', [{ data: { feedId: live, attempt: attempts.live } }]);
    await ports.store.feeds.endPoll(ended, attempts.ended, pollResult());
    expect(await sweep(ports)).toBe(0);
    await ports.store.feeds.postponeClaims([lost, live, ended], -1_000);
    expect(await sweep(ports)).toBe(1);
    expect(await ports.queues.jobState('poll', { feedId: lost, attempt: attempts.lost })).toBe('live');
    expect(await ports.queues.jobState('poll', { feedId: ended, attempt: attempts.ended })).toBe('missing');
    expect(await sweep(ports)).toBe(0);
  });

  it('recalls what was put off while the clock was a year ahead', async () => {
    const inAYear = new Date(Date.now() + 365 * 86_400_000);
    const articleId = await addArticle(ports.store);
    const [run] = await ports.store.runs.start([articleId], 'scrape', null, inAYear);
    const feedId = await addFeed(ports.store);
    const claim = await ports.store.feeds.claim(feedId, 600_000);
    await ports.store.feeds.endPoll(feedId, claim?.attempt ?? 0, pollResult({ nextPollAt: inAYear }));
    expect(await sweep(ports)).toBe(1);
    const recalled = await ports.store.runs.find(articleId);
    expect(recalled?.ticket).toBeGreaterThan(run?.ticket ?? 0);
    expect(await stateOf({ articleId, ticket: recalled?.ticket ?? 0 })).toBe('live');
    const due = await ports.store.feeds.claimDue(500, 600_000);
    expect(due.map(({ id }) => id)).toContain(feedId);
    expect(await sweep(ports)).toBe(0);
  });

  it('queues again what sleeps in the queue, because the clock was a year ahead when it was delayed', async () => {
    const run = await overdue();
    const feedId = await addFeed(ports.store);
    const claim = await ports.store.feeds.claim(feedId, 600_000);
    await ports.store.feeds.postponeClaims([feedId], -1_000);
    const poll = { feedId, attempt: claim?.attempt ?? 0 };
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 365 * 86_400_000);
    await ports.queues.add('scrape', [{ data: run, delayMs: 1_000 }]);
    await ports.queues.add('poll', [{ data: poll, delayMs: 1_000 }]);
    clock.mockRestore();
    expect(await stateOf(run)).toBe('asleep');
    expect(await ports.queues.jobState('poll', poll)).toBe('asleep');
    expect(await sweep(ports)).toBe(2);
    expect(await stateOf(run)).toBe('missing');
    const again = await ports.store.runs.find(run.articleId);
    expect(await stateOf({ articleId: run.articleId, ticket: again?.ticket ?? 0 })).toBe('live');
    expect(await ports.queues.jobState('poll', { ...poll, attempt: poll.attempt + 1 })).toBe('live');
  });

  /** The ports on a day to come, by the clock of this process and, where wanted, by that of the database. */
  const onDay = (days: number, ofDatabase: boolean): Ports => {
    const day = (): Date => new Date(Date.now() + days * 86_400_000);
    const { store } = ports;
    const setBack = ofDatabase ? { ...store.setBack, clock: async () => day() } : store.setBack;
    return { ...ports, now: day, store: { ...store, setBack } };
  };

  it('prunes the ledger by its age', async () => {
    const articleId = 1_000_000;
    await ports.store.ledger.record(ledgerEntry({ article_id: articleId }));
    await sweep(ports);
    expect(await ports.store.ledger.ofArticle(articleId)).toHaveLength(1);
    const afterItsDays = ports.settings.ledgerDays + 1;
    await sweep(onDay(afterItsDays, false));
    expect(await ports.store.ledger.ofArticle(articleId), 'by a clock that is ahead').toHaveLength(1);
    await sweep(onDay(afterItsDays, true));
    expect(await ports.store.ledger.ofArticle(articleId)).toEqual([]);
  });

  it('gives waiting events their ids, and prunes them by their age', async () => {
    const { store } = ports;
    await store.events.record({ type: 'alert.raised', data: {} });
    await sweep(ports);
    expect(await store.events.number(10)).toBe(0);
    expect((await store.events.after(0, { limit: 10 })).events).toHaveLength(1);
    await sweep(onDay(ports.settings.eventDays + 1, true));
    expect((await store.events.after(0, { limit: 10 })).events).toEqual([]);
  });

  it('prunes the ledger and the events by their number', async () => {
    const { store } = ports;
    for (const articleId of [1_000_001, 1_000_002, 1_000_003]) {
      await store.ledger.record(ledgerEntry({ article_id: articleId }));
      await store.events.record({ type: 'alert.raised', data: { articleId } });
    }
    const settings = { ...ports.settings, ledgerMaxRows: 1, eventMaxRows: 1 };
    await sweep({ ...ports, settings });
    expect(await store.ledger.ofArticle(1_000_002)).toEqual([]);
    expect(await store.ledger.ofArticle(1_000_003)).toHaveLength(1);
    const { events } = await store.events.after(0, { limit: 10 });
    expect(events.map(({ data }) => data)).toEqual([{ articleId: 1_000_003 }]);
  });
});
