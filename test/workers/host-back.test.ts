// A site that was away for two minutes must not cost its articles a quarter of an hour.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handOn } from '../../src/workers/hand-on.js';
import { hostBack } from '../../src/workers/host-back.js';
import { modes } from '../support/databases.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { addArticle } from '../support/rows.js';

const MINUTE_MS = 60_000;
const ARTICLES = 6;

describe.each(modes)('hostBack on %s', (mode) => {
  let idle: IdleService;
  beforeAll(async () => {
    idle = await startIdle(mode);
  });
  afterAll(() => idle.close());

  /** Articles of a host that wait for minutes, the first of them for the next moment. */
  const waiting = async (host: string): Promise<number[]> => {
    const { store } = idle.ports;
    await store.hosts.set(host, { delayMs: MINUTE_MS });
    const ids: number[] = [];
    for (let n = 0; n < ARTICLES; n++)
      ids.push(await addArticle(store, { url: `https://${host}/${n}`, host }));
    await handOn(await store.runs.start(ids, 'scrape', null), idle.ports);
    await store.hosts.set(host, { delayMs: null });
    return ids;
  };
  const runsOf = async (ids: number[]) =>
    (await Promise.all(ids.map((id) => idle.ports.store.runs.find(id)))).flatMap((run) => run ?? []);
  const latestMs = async (ids: number[]): Promise<number> =>
    Math.max(...(await runsOf(ids)).map(({ due_at: due }) => due.getTime())) - Date.now();

  it('brings forward what waits for the host, and nothing of another one', async () => {
    const [back, away] = [await waiting('back.example'), await waiting('away.example')];
    await hostBack('back.example', idle.ports);
    expect(await latestMs(back)).toBeLessThan(MINUTE_MS);
    expect(await latestMs(away)).toBeGreaterThan(3 * MINUTE_MS);
    for (const { article_id: articleId, ticket } of await runsOf(back))
      expect(await idle.ports.queues.jobState('scrape', { articleId, ticket })).toBe('live');
  });

  it('leaves alone what is in hand', async () => {
    const [articleId = 0, ...others] = await waiting('held.example');
    const { runs } = idle.ports.store;
    const [held] = await runsOf([articleId]);
    await runs.begin({ articleId, ticket: held?.ticket ?? 0 }, 'scrape', 'a-worker', 10 * MINUTE_MS);
    await hostBack('held.example', idle.ports);
    expect((await runsOf([articleId])).map(({ ticket }) => ticket)).toEqual([held?.ticket]);
    expect(await latestMs(others)).toBeLessThan(MINUTE_MS);
  });
});
