// A clock that goes back leaves sites, articles and feeds waiting for it to come again, and nothing fails meanwhile.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handOn } from '../../src/workers/hand-on.js';
import type { Ports } from '../../src/workers/ports.js';
import { createSetBackWatch } from '../../src/workers/set-back.js';
import { modes } from '../support/databases.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { pollResult } from '../support/poll-result.js';
import { addArticle, addFeed } from '../support/rows.js';

const HOUR_MS = 3_600_000;
const SITE = 'clock.example';
/** More than are recalled at once. */
const PLANNED = 250;

describe.each(modes)('a clock that is set back, on %s', (mode) => {
  let idle: IdleService;
  let ports: Ports;
  beforeAll(async () => {
    idle = await startIdle(mode);
    ports = idle.ports;
  });
  afterAll(() => idle.close());

  const dueInMs = async (articleId: number): Promise<number> =>
    ((await ports.store.runs.find(articleId))?.due_at.getTime() ?? 0) - Date.now();

  it('keeps nothing waiting that was put off while it was two hours ahead, and nothing else comes early', async () => {
    let ownMs = 0;
    const look = createSetBackWatch(() => ownMs);
    const soon = await addArticle(ports.store);
    const late = await addArticle(ports.store);
    await ports.store.runs.start([soon], 'scrape', null, new Date(Date.now() + HOUR_MS / 2));
    await ports.store.runs.start([late], 'scrape', null, new Date(Date.now() + 2 * HOUR_MS));
    const feedId = await addFeed(ports.store);
    const claim = await ports.store.feeds.claim(feedId, 60_000);
    const nextPollAt = new Date(Date.now() + 2 * HOUR_MS + 600_000);
    await ports.store.feeds.endPoll(
      feedId,
      claim?.attempt ?? 0,
      pollResult({ nextPollAt, intervalMs: 600_000 }),
    );
    await ports.store.hosts.reserve(SITE, 7_200, 1_000);
    await ports.store.hosts.pause(SITE, new Date(Date.now() + 2 * HOUR_MS));

    expect(await look(ports)).toBe(0);
    // Its own clock went on by two hours more than the database's.
    ownMs += 2 * HOUR_MS;
    expect(await look(ports)).toBe(1);

    expect(await dueInMs(late)).toBeLessThan(HOUR_MS);
    expect(await dueInMs(soon)).toBeGreaterThan(0);
    const { first } = await ports.store.hosts.reserve(SITE, 1, 1_000);
    expect(first.getTime() - Date.now()).toBeLessThan(HOUR_MS);
    expect(await ports.store.hosts.take(SITE, 1_000)).toMatchObject({ status: 'go' });
    const feed = await ports.store.feeds.find(feedId);
    expect((feed?.next_poll_at.getTime() ?? 0) - Date.now()).toBeLessThan(HOUR_MS);
    expect(await look(ports)).toBe(0);
  });

  it('recalls articles once that wait for turns of their site for as long again', async () => {
    await ports.store.hosts.set('slow.example', { delayMs: 30_000 });
    const ids: number[] = [];
    for (let n = 0; n < PLANNED; n++)
      ids.push(await addArticle(ports.store, { url: `https://slow.example/${n}` }));
    await handOn(await ports.store.runs.start(ids, 'scrape', null), ports);
    let ownMs = 0;
    const look = createSetBackWatch(() => ownMs);
    await look(ports);
    ownMs += 120_000;
    const recalled = await look(ports);
    expect(recalled).toBeGreaterThan(0.9 * PLANNED);
    // And the one that comes soon, which the test before has left.
    expect(recalled).toBeLessThanOrEqual(PLANNED + 1);
  });
});
