// Queues deliver at least once and in no order that can be relied on. What is delivered twice has one effect, and an
// older page never goes over a newer one.
import { expect } from 'vitest';
import { stages } from '../../src/pipeline.js';
import type { Service } from '../../src/service.js';
import { articleText } from '../support/origin.js';
import { until } from '../support/until.js';
import { fault } from './harness/fault.js';
import { inProcess } from './harness/in-process.js';

/** Pages of one article, each newer than the one before. */
const VERSIONS = 5;

/** Puts every job that the queues hold, in any state, into them again under another id. */
async function deliverAgain({ ports: { queues } }: Service): Promise<number> {
  let again = 0;
  for (const stage of stages) {
    const queue = queues.backend.queue<unknown>(stage, { maxEvents: 100 });
    const jobs = await queue.getJobs(['waiting', 'active', 'delayed', 'completed', 'prioritized'], 0, 1_000);
    for (const job of jobs) {
      if (job === undefined) continue;
      await queue.add(job.name, job.data, { removeOnComplete: 100 });
      again++;
    }
    await queue.close();
  }
  return again;
}

fault(42, { articles: 100 }, async (trial) => {
  const first = await trial.load();
  for (let times = 0; times < 3; times++) await first.ask('/api/ingest', { urls: trial.newsroom.feedUrls });
  await trial.quiet(first);
  await trial.stop();
  const service = await inProcess(trial);
  let again = 0;
  for (let times = 0; times < 3; times++) again += await deliverAgain(service);
  trial.caused(again);
  expect(again).toBeGreaterThan(100);
  const idle = async (): Promise<boolean> => {
    const counts = await Promise.all(
      stages.map(async (stage) => {
        const queue = service.ports.queues.backend.queue<unknown>(stage, { maxEvents: 100 });
        const count = await queue.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized');
        await queue.close();
        return count;
      }),
    );
    return counts.every((count) => count === 0);
  };
  await until('what was delivered again has been taken', idle, 120_000);
  await service.stop();
  const books = await trial.check();
  expect(books.ends).toEqual({ stored: 100 });
});

fault(43, { articles: 30 }, async (trial) => {
  const changed = 3;
  const first = await trial.load();
  await trial.quiet(first);
  // Each re-ingest overtakes the one before, which has its page in hand already; what is shown at the end is the newest.
  for (let version = 1; version <= VERSIONS; version++) {
    // The same selection twice would be refused while the first runs.
    const urls = [changed, changed + version].map((article) => trial.newsroom.urlOf(article));
    trial.newsroom.edited.set(changed, articleText(10_000 + version));
    const asked = await first.ask('/api/reingest', { urls, from: 'scrape' });
    expect(asked.status, JSON.stringify(asked.json)).toBeLessThan(300);
    trial.caused();
  }
  const newest = articleText(10_000 + VERSIONS).slice(0, 60);
  const shown = async (): Promise<boolean> => {
    const { json } = await first.ask(`/api/search?q=${encodeURIComponent(`"${10_000 + VERSIONS}"`)}`);
    return JSON.stringify(json).includes(String(10_000 + VERSIONS));
  };
  await until(`the newest page is shown: ${newest}`, shown, 60_000);
  await trial.quiet(first);
  await trial.check({ extraRequests: VERSIONS + 1 });
});
