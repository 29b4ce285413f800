// Articles per second through the whole pipeline, beside no-op jobs through the same five queues and beside the same
// pages cleaned by the same threads with nothing else to do, in the same run. The pages are ingested several times, each
// time by a new service on an empty database in this one process: first cold, with all code still to be compiled, which
// is how a one-shot ingest runs; last warm, which is how a service runs for months. The figure is the warm one; all of
// them are told. Once more the feeds are polled one by one, so that articles come at half of that rate: how long one
// takes from poll to stored says nothing while all of them wait in a queue.
// usage: bench:pipeline -- --mode embedded|postgres|redis --opml URL
// Databases: FEEDMILL_TEST_POSTGRES and FEEDMILL_TEST_REDIS, as for the tests; what the bench makes it removes.
import { parseArgs } from 'node:util';
import { type Stage, stages } from '../src/pipeline.js';
import type { QueueBackend } from '../src/queues/backend.js';
import type { Service } from '../src/service.js';
import type { Mode } from '../src/settings.js';
import type { CleanTask } from '../src/workers/clean-thread.js';
import { type Ingested, ingest, POLL_MS, pause, withService } from './ingest.js';

const { values } = parseArgs({
  options: {
    mode: { type: 'string', default: 'embedded' },
    opml: { type: 'string' },
    'noop-jobs': { type: 'string', default: '500' },
  },
});
if (values.opml === undefined) throw new Error('--opml URL is missing: the address of an OPML list of feeds');
const { opml } = values;
const mode = values.mode as Mode;

/** Passes in which the compiler still has work, each faster than the one before. */
const PASSES_TO_WARM = 4;

let peakRss = 0;
const watch = setInterval(() => {
  peakRss = Math.max(peakRss, process.memoryUsage.rss());
}, POLL_MS);

/** Chains `count` jobs through five queues of their own; articles (chains) per second. */
async function noops(
  backend: QueueBackend,
  concurrencyOf: (stage: Stage) => number,
  count: number,
): Promise<number> {
  const queues = stages.map((stage) => backend.queue<{ n: number }>(`noop-${stage}`, { maxEvents: 1_000 }));
  let ended = 0;
  const workers = stages.map((stage, index) =>
    backend.worker<{ n: number }>(
      `noop-${stage}`,
      async (job) => {
        const next = queues[index + 1];
        if (next === undefined) ended++;
        else await next.add(job.name, job.data, { removeOnComplete: { count: 100 } });
      },
      { concurrency: concurrencyOf(stage) },
    ),
  );
  const started = performance.now();
  await queues[0]?.addBulk(
    Array.from({ length: count }, (_, n) => ({
      name: 'noop',
      data: { n },
      opts: { removeOnComplete: { count: 100 } },
    })),
  );
  while (ended < count) await pause();
  const seconds = (performance.now() - started) / 1000;
  await Promise.all(workers.map((worker) => worker.close()));
  await Promise.all(queues.map((queue) => queue.close()));
  return count / seconds;
}

/** Cleans the pages in the service's threads, as many at once as the clean stage; pages per second. */
async function cleanerAlone({ ports }: Service, urls: string[]): Promise<number> {
  const { signal } = new AbortController();
  const tasks: CleanTask[] = [];
  for (const url of urls) {
    const page = await ports.web.get({ url, acceptTypes: 'page', signal });
    if (page.status !== 'ok') continue;
    tasks.push({
      packed: { codec: 'identity', body: page.body, size: page.body.length },
      contentType: page.contentType,
      url,
      now: new Date(),
      hints: { title: null, byline: [], publishedAt: null, language: null },
      rule: null,
    });
  }
  const queue = tasks.values();
  const started = performance.now();
  const lane = async (): Promise<void> => {
    for (const task of queue) await ports.threads.clean(task, signal);
  };
  await Promise.all(Array.from({ length: ports.settings.cleanConcurrency }, lane));
  return tasks.length / ((performance.now() - started) / 1000);
}

async function warmRun(service: Service, urls: string[]) {
  const { backend } = service.ports.queues;
  const concurrencyOf = (): number => service.ports.settings.scrapeConcurrency;
  const before = await noops(backend, concurrencyOf, Number(values['noop-jobs']));
  const cleaner = await cleanerAlone(service, urls);
  const run = await ingest(service, opml);
  const after = await noops(backend, concurrencyOf, Number(values['noop-jobs']));
  return { ...run, cleaner, noop: (before + after) / 2 };
}

const passes: Ingested[] = [];
for (let pass = 0; pass < PASSES_TO_WARM; pass++)
  passes.push(await withService(mode, opml, (service) => ingest(service, opml)));
const [cold] = passes as [Ingested];
const warm = await withService(mode, opml, (service) => warmRun(service, cold.urls));
const feedsPolled = (await (await fetch(opml)).text()).match(/xmlUrl=/g)?.length ?? 1;
const HALF = 0.5;
const half = await withService(mode, opml, (service) =>
  ingest(service, opml, (warm.seconds * 1_000) / feedsPolled / HALF),
);
clearInterval(watch);
const quantile = ({ latencies }: Ingested, q: number): number =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * q))] ?? 0;
const round = (value: number): number => Math.round(value * 10) / 10;
console.log(
  JSON.stringify({
    mode,
    articles: warm.urls.length,
    seconds: round(warm.seconds),
    articlesPerSecond: round(warm.urls.length / warm.seconds),
    beforeArticlesPerSecond: passes.map(({ urls, seconds }) => round(urls.length / seconds)),
    cleanerArticlesPerSecond: round(warm.cleaner),
    noopArticlesPerSecond: round(warm.noop),
    p50Ms: quantile(warm, 0.5),
    p95Ms: quantile(warm, 0.95),
    halfLoadArticlesPerSecond: round(half.urls.length / half.seconds),
    halfLoadP50Ms: quantile(half, 0.5),
    halfLoadP95Ms: quantile(half, 0.95),
    peakRssMb: Math.round(peakRss / 1e6),
  }),
);
process.exit(0);
