// Articles per second through the whole pipeline, beside no-op jobs through the same five queues and beside the same
// pages cleaned by the same threads with nothing else to do, in the same run. One service ingests list after list, as
// one that runs for months: by the first lists, which are told as well, its code is compiled, its threads are warm and
// its connections have their statements planned; the last but one is the figure, and where the processor time of it
// went. The feeds of the last list are polled one by one, so that articles come at half of that rate: how long one
// takes from poll to stored says nothing while all of them wait in a queue.
// usage: bench:pipeline -- --mode embedded|postgres|redis --opml URL --opml URL …
// Each list is of another site, or its articles would be duplicates; a newsroom at a port of its own is one.
// Databases: FEEDMILL_TEST_POSTGRES and FEEDMILL_TEST_REDIS, as for the tests; what the bench makes it removes.
import { parseArgs } from 'node:util';
import { type Stage, stages } from '../src/pipeline.js';
import type { QueueBackend } from '../src/queues/backend.js';
import type { Service } from '../src/service.js';
import type { Mode } from '../src/settings.js';
import type { CleanTask } from '../src/workers/clean-thread.js';
import { type Ingested, ingest, POLL_MS, pause, withService } from './ingest.js';
import { cpuPerArticle, cpuSoFar } from './usage.js';

const { values } = parseArgs({
  options: {
    mode: { type: 'string', default: 'embedded' },
    opml: { type: 'string', multiple: true, default: [] },
    'noop-jobs': { type: 'string', default: '500' },
  },
});
const [last, measured, ...others] = values.opml.toReversed();
if (last === undefined || measured === undefined)
  throw new Error('two times --opml URL and more: addresses of OPML lists of feeds, each of another site');
const toWarm = others.reverse();
const mode = values.mode as Mode;

const round = (value: number): number => Math.round(value * 10) / 10;

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

/** How many pages a second are cleaned by threads that do nothing else. */
async function cleanerAlone(service: Service, urls: string[]): Promise<number> {
  const { signal } = new AbortController();
  const { threads } = service.ports;
  const tasks = await tasksOf(service, urls, signal);
  return throughThreads(service, tasks, (task) => threads.clean(task, signal));
}

const HALF = 0.5;

const passes = async (service: Service) => {
  const { queues, settings } = service.ports;
  const before: Ingested[] = [];
  for (const list of toWarm) before.push(await ingest(service, list));
  const began = cpuSoFar();
  const warm = await ingest(service, measured);
  const cpu = cpuPerArticle(began, cpuSoFar(), warm.urls.length);
  const cleaner = await cleanerAlone(service, warm.urls);
  const noop = await noops(queues.backend, () => settings.scrapeConcurrency, Number(values['noop-jobs']));
  const feeds = (await (await fetch(last)).text()).match(/xmlUrl=/g)?.length ?? 1;
  const half = await ingest(service, last, (warm.seconds * 1_000) / feeds / HALF);
  return { before, warm, cpu, cleaner, noop, half };
};

const { before, warm, cpu, cleaner, noop, half } = await withService(mode, values.opml, passes);
clearInterval(watch);
const quantile = ({ latencies }: Ingested, q: number): number =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * q))] ?? 0;
console.log(
  JSON.stringify({
    mode,
    articles: warm.urls.length,
    seconds: round(warm.seconds),
    articlesPerSecond: round(warm.urls.length / warm.seconds),
    beforeArticlesPerSecond: before.map(({ urls, seconds }) => round(urls.length / seconds)),
    cleanerArticlesPerSecond: round(cleaner),
    noopArticlesPerSecond: round(noop),
    cpuMsPerArticle: cpu,
    p50Ms: quantile(warm, 0.5),
    p95Ms: quantile(warm, 0.95),
    halfLoadArticlesPerSecond: round(half.urls.length / half.seconds),
    halfLoadP50Ms: quantile(half, 0.5),
    halfLoadP95Ms: quantile(half, 0.95),
    peakRssMb: Math.round(peakRss / 1e6),
  }),
);
process.exit(0);
