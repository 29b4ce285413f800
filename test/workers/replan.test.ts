// A site that was slow for ten minutes would keep its articles waiting for hours, with nothing that says so.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handOn } from '../../src/workers/hand-on.js';
import type { Ports } from '../../src/workers/ports.js';
import { replan } from '../../src/workers/replan.js';
import { modes } from '../support/databases.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { addArticle } from '../support/rows.js';

const SLOW_MS = 30_000;
const MINUTE_MS = 60_000;
const ARTICLES = 8;

describe.each(modes)('replan on %s', (mode) => {
  let idle: IdleService;
  let ports: Ports;
  beforeAll(async () => {
    idle = await startIdle(mode);
    ports = idle.ports;
  });
  afterAll(() => idle.close());

  /** Articles of a site that is asked once in half a minute. */
  const planned = async (site: string): Promise<number[]> => {
    await ports.store.hosts.set(site, { delayMs: SLOW_MS });
    const ids: number[] = [];
    for (let n = 0; n < ARTICLES; n++)
      ids.push(await addArticle(ports.store, { url: `https://${site}/${n}` }));
    await handOn(await ports.store.runs.start(ids, 'scrape', null), ports);
    return ids;
  };
  const runsOf = async (ids: number[]) =>
    (await Promise.all(ids.map((id) => ports.store.runs.find(id)))).flatMap((run) => run ?? []);
  const latest = async (ids: number[]): Promise<number> =>
    Math.max(...(await runsOf(ids)).map(({ due_at: due }) => due.getTime())) - Date.now();

  it('leaves a plan as it is while the site is as slow as it was', async () => {
    const ids = await planned('slow.example');
    expect(await replan(ports)).toBe(0);
    expect(await latest(ids)).toBeGreaterThan(3 * MINUTE_MS);
  });

  it('plans anew when the site is fast again, once, and gives each article a live job in place of the other', async () => {
    const ids = await planned('fast.example');
    const former = await runsOf(ids);
    await ports.store.hosts.set('fast.example', { delayMs: null });
    expect(await replan(ports)).toBeGreaterThan(0);
    expect(await latest(ids)).toBeLessThan(MINUTE_MS + ports.settings.hostDelayMs * ARTICLES);
    for (const { article_id: articleId, ticket } of await runsOf(ids))
      expect(await ports.queues.jobState('scrape', { articleId, ticket })).toBe('live');
    for (const { article_id: articleId, ticket } of former)
      expect(await ports.queues.jobState('scrape', { articleId, ticket })).toBe('missing');
    expect(await replan(ports)).toBe(0);
  });

  it('keeps to a pause that the site has asked for', async () => {
    const ids = await planned('paused.example');
    await ports.store.hosts.set('paused.example', { delayMs: null });
    await ports.store.hosts.pause('paused.example', new Date(Date.now() + 10 * MINUTE_MS));
    expect(await replan(ports)).toBe(0);
    expect(await latest(ids)).toBeGreaterThan(3 * MINUTE_MS);
  });

  it.each([
    ['leaves retries alone, which wait for another reason', 'broken.example', false],
    ['plans retries anew that wait for their turn as all others do', 'mended.example', true],
  ])('%s', async (_what, site, waitsTurn) => {
    const ids = await planned(site);
    for (const articleId of ids) {
      const run = await ports.store.runs.find(articleId);
      await ports.store.runs.begin({ articleId, ticket: run?.ticket ?? 0 }, 'scrape', 'worker', MINUTE_MS);
      const { attempt = 0 } = (await ports.store.runs.find(articleId)) ?? {};
      const dueAt = new Date(Date.now() + articleId * MINUTE_MS + 10 * MINUTE_MS);
      const to = {
        articleId,
        attempt,
        stage: 'scrape' as const,
        newTicket: false,
        failures: 1,
        dueAt,
        waitsTurn,
        reason: 'x',
      };
      await ports.store.runs.advance(
        to,
        {
          stage: 'scrape',
          article_id: articleId,
          feed_id: null,
          batch_id: null,
          attempt,
          outcome: 'retry',
          reason: 'x',
          ms: 1,
          worker: 'worker',
          detail: null,
        },
        null,
      );
    }
    await ports.store.hosts.set(site, { delayMs: null });
    expect(await replan(ports)).toBe(waitsTurn ? ids.length : 0);
  });
});
