// Articles per second through the whole pipeline, beside no-op jobs through the same five queues and beside the same
// pages cleaned by the same threads with nothing else to do, in the same run. The pages are ingested several times, each
// time by a new service on an empty database in this one process: first cold, with all code still to be compiled, which
// is how a one-shot ingest runs; last warm, with threads that have cleaned the pages some times before, which is how a
// service runs for months. The figure is the warm one; all of them are told, and where the processor time went. Once
// more the feeds are polled one by one, so that articles come at half of that rate: how long one takes from
// poll to stored says nothing while all of them wait in a queue.
// usage: bench:pipeline -- --mode embedded|postgres|redis --opml URL
// Databases: FEEDMILL_TEST_POSTGRES and FEEDMILL_TEST_REDIS, as for the tests; what the bench makes it removes.
import { parseArgs } from 'node:util';
import { type Stage, stages } from '../src/pipeline.js';
import type { QueueBackend } from '../src/queues/backend.js';
import type { Service } from '../src/service.js';
import type { Mode } from '../src/settings.js';
import type { CleanTask } from '../src/workers/clean-thread.js';
import { type Ingested, ingest, POLL_MS, pause, withService } from './ingest.js';
import { namedSeconds, threadSeconds } from './usage.js';

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

const round = (value: number): number => Math.round(value * 10) / 10;

/** Passes in which the compiler still has work, each faster than the one before. */
const PASSES_TO_WARM = 4;
// Threads are a service's own, so those of the last pass have cleaned nothing yet.
const ROUNDS_TO_WARM = 5;

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

async function tasksOf({ ports }: Service, urls: string[], signal: AbortSignal): Promise<CleanTask[]> {
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
  return tasks;
}

/** Does `one` for every page, as many at once as the clean stage; pages per second. */
async function throughThreads(
  { ports }: Service,
  tasks: readonly CleanTask[],
  one: (task: CleanTask) => Promise<unknown>,
): Promise<number> {
  const queue = tasks.values();
  const started = performance.now();
  const lane = async (): Promise<void> => {
    for (const task of queue) await one(task);
  };
  await Promise.all(Array.from({ length: ports.settings.cleanConcurrency }, lane));
  return tasks.length / ((performance.now() - started) / 1000);
}

/** Cleans and tags the pages until the threads' code is compiled; then how many a second they clean, and nothing else. */
async function cleanerAlone(service: Service, urls: string[]): Promise<number> {
  const { signal } = new AbortController();
  const { threads } = service.ports;
  const tasks = await tasksOf(service, urls, signal);
  for (let round = 0; round < ROUNDS_TO_WARM; round++)
    await throughThreads(service, tasks, async (task) => {
      const cleaned = await threads.clean(task, signal);
      if (cleaned.status !== 'done') return;
      const { text, declaredLanguage } = cleaned.result.article;
      await threads.tag({ text, hints: { declared: declaredLanguage, feed: null } }, signal);
    });
  return throughThreads(service, tasks, (task) => threads.clean(task, signal));
}

const usage = () => ({
  ...threadSeconds(process.pid),
  postgres: namedSeconds('postgres'),
  redis: namedSeconds('redis-server'),
});

/**
 * Processor time of an article between two readings, in ms: of the event loop, of the busiest thread (the cleaner's, or
 * that of the embedded database), of all other threads, and of the servers.
 */
function cpuOf(began: ReturnType<typeof usage>, ended: ReturnType<typeof usage>, articles: number) {
  const before = new Map(began.others.map(({ id, used }) => [id, used]));
  const threads = ended.others.map(({ id, used }) => used - (before.get(id) ?? 0)).sort((a, b) => b - a);
  const [busiest = 0, ...rest] = threads;
  const each = (seconds: number): number => round((seconds * 1_000) / articles);
  return {
    loop: each(ended.main - began.main),
    busiestThread: each(busiest),
    otherThreads: each(rest.reduce((sum, one) => sum + one, 0)),
    postgres: each(ended.postgres - began.postgres),
    redis: each(ended.redis - began.redis),
  };
}

async function warmRun(service: Service, urls: string[]) {
  const { backend } = service.ports.queues;
  const concurrencyOf = (): number => service.ports.settings.scrapeConcurrency;
  const before = await noops(backend, concurrencyOf, Number(values['noop-jobs']));
  const cleaner = await cleanerAlone(service, urls);
  const began = usage();
  const run = await ingest(service, opml);
  const cpu = cpuOf(began, usage(), run.urls.length);
  const after = await noops(backend, concurrencyOf, Number(values['noop-jobs']));
  return { ...run, cpu, cleaner, noop: (before + after) / 2 };
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
console.log(
  JSON.stringify({
    mode,
    articles: warm.urls.length,
    seconds: round(warm.seconds),
    articlesPerSecond: round(warm.urls.length / warm.seconds),
    beforeArticlesPerSecond: passes.map(({ urls, seconds }) => round(urls.length / seconds)),
    cleanerArticlesPerSecond: round(warm.cleaner),
    noopArticlesPerSecond: round(warm.noop),
    cpuMsPerArticle: warm.cpu,
    p50Ms: quantile(warm, 0.5),
    p95Ms: quantile(warm, 0.95),
    halfLoadArticlesPerSecond: round(half.urls.length / half.seconds),
    halfLoadP50Ms: quantile(half, 0.5),
    halfLoadP95Ms: quantile(half, 0.95),
    peakRssMb: Math.round(peakRss / 1e6),
  }),
);
process.exit(0);
