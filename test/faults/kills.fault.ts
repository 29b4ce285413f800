// kill -9 at the boundaries of the stages, at a write, and at one article again and again.
import { expect } from 'vitest';
import { stages } from '../../src/pipeline.js';
import { until } from '../support/until.js';
import { fault } from './harness/fault.js';
import { faultOptions, seeded } from './harness/options.js';
import type { FaultService, LogLine } from './harness/service.js';
import type { Trial } from './harness/trial.js';

type Boundary = (line: LogLine) => boolean;

/** The first and the last moment of each stage, by its log lines; polls come first, because they are over soon. */
const boundaries: readonly Boundary[] = stages.flatMap((stage): Boundary[] => [
  ({ msg }) => msg === `${stage} begins`,
  ({ msg }) => msg === `${stage} done`,
]);

const ROUND = { articles: 300, feeds: 30 };

/**
 * Kills a service at each boundary, in an order that the seed shuffles, while it takes in the feeds of this round;
 * resolves with the service that is to go on.
 */
async function killAtBoundaries(trial: Trial, running: FaultService, round: number): Promise<FaultService> {
  const random = seeded(trial.options.seed + round);
  const feeds = trial.newsroom.feedUrls.slice(round * ROUND.feeds, (round + 1) * ROUND.feeds);
  const [first, second, ...others] = boundaries;
  const order = [first, second, ...others.sort(() => random() - 0.5)];
  let service = running;
  let killedAt: number | null = null;
  for (const boundary of order) {
    if (boundary === undefined) continue;
    const reached = service.nextLine('the boundary', boundary);
    if (boundary === first) await trial.ingest(service, feeds);
    await reached;
    await service.kill();
    noteRecovery(trial, service, killedAt);
    killedAt = Date.now();
    trial.caused();
    service = await trial.system.start();
  }
  return service;
}

/** From a kill to the first stage that the next life of the service ended; the start of the process is part of it. */
function noteRecovery(trial: Trial, { lines }: FaultService, killedAt: number | null): void {
  const first = lines.find(({ stage, outcome }) => stage !== undefined && outcome === 'done');
  // A life may be shorter than any stage.
  if (first !== undefined && killedAt !== null) trial.recovered(Date.parse(String(first['time'])) - killedAt);
}

const { rounds } = faultOptions();

fault(
  1,
  {
    articles: rounds * ROUND.articles,
    // Few in hand at once, so that a kill finds articles that were not hit before: three kills park an article as
    // their cause, which is fault 3 and not this one.
    env: {
      FEEDMILL_SCRAPE_CONCURRENCY: '3',
      FEEDMILL_CLEAN_CONCURRENCY: '2',
      FEEDMILL_POLL_CONCURRENCY: '3',
    },
    short: ['embedded'],
    timeoutMs: 600_000 * rounds,
  },
  async (trial) => {
    let service = await trial.system.start();
    for (let round = 0; round < rounds; round++) service = await killAtBoundaries(trial, service, round);
    await trial.ended(service);
    await trial.quiet(service);
    const books = await trial.check({ extraRequests: 3, parked: true });
    expect(books.served).toBe(rounds * ROUND.articles);
  },
);

fault(3, { articles: 50 }, async (trial) => {
  const victim = 7;
  // The page never comes, so that the article is in hand whenever the worker is killed.
  trial.newsroom.fault = (article) => article === victim;
  let service = await trial.system.start();
  await trial.ingest(service);
  const asked = (): number => trial.newsroom.journal.pages.filter(({ article }) => article === victim).length;
  for (let death = 1; death <= 3; death++) {
    await until('the victim is in hand', () => asked() >= death, 180_000);
    await service.kill();
    trial.caused();
    service = await trial.system.start();
  }
  await trial.ended(service);
  await trial.quiet(service);
  const why = await service.ask(`/api/articles?limit=500&state=failed`);
  expect(JSON.stringify(why.json)).toMatch(/killed the worker 3 times at scrape/);
  const books = await trial.check({ extraRequests: 3, parked: true });
  expect(books.ends).toEqual({ stored: 49, failed: 1 });
});
