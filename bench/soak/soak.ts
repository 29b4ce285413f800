// A service that works for a long time on a site that publishes all the while, with a fault in every twentieth answer
// and, where workers are processes of their own, one of them started again every five minutes; then whether it stood
// still, by slopes, and whether everything is accounted for, by `feedmill audit --deep`.
// usage: test:soak -- --minutes 60 --mode redis|postgres|embedded [--out folder] [--chart docs/images/soak-redis.svg]
import { mkdirSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Mode } from '../../src/settings.js';
import { type TestPlace, testPlace } from '../../test/support/databases.js';
import { ownRedis, type RedisServer } from '../../test/support/redis-server.js';
import { until } from '../../test/support/until.js';
import { chartOf } from './chart.js';
import { type SoakOrigin, startSoakOrigin } from './origin.js';
import { type Running, startRunning } from './processes.js';
import { databaseMb, metricIn, processSample, redisMb, type Sample } from './samples.js';
import { type Finding, findings, kilobytesAnArticle } from './verdict.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    mode: { type: 'string', default: 'redis' },
    out: { type: 'string', default: 'soak' },
    chart: { type: 'string' },
  },
});
const minutes = Number(values.minutes);
const mode = values.mode as Mode;
const folder = resolve(values.out);
const EVERY_MS = 400;
const FAULTS = 0.05;
const LOOK_MS = 5_000;
const RESTART_MS = 300_000;
/** Garbage is collected by demand this often; in between the processes do it by themselves, as anywhere. */
const COLLECT_MS = 180_000;
// Nothing is published for so long before: threads that clean are let go after 20 s without work, with their garbage.
const REST_MS = 30_000;
const DRAIN_MS = 180_000;
/** Slopes of a shorter run are those of caches that fill. */
const TELLING_MINUTES = 30;

const settings = {
  FEEDMILL_LOG_LEVEL: 'error',
  FEEDMILL_POLL_MIN_MS: '5000',
  FEEDMILL_POLL_START_MS: '5000',
  FEEDMILL_POLL_MAX_MS: '10000',
  FEEDMILL_TICK_MS: '1000',
  FEEDMILL_SWEEP_MS: '5000',
};

interface Run {
  place: TestPlace;
  origin: SoakOrigin;
  redis: RedisServer | null;
  running: Running;
  samples: Sample[];
  began: number;
  /** The event up to which stored articles were counted. */
  event: number;
  stored: number;
}

interface StoredPage {
  events: { id: number; at: string; payload?: { url?: string }; url?: string }[];
  next: number;
}

/** Counts what was stored since the last look; how long each took from its publication on. */
async function latencies(run: Run): Promise<number[]> {
  const seconds: number[] = [];
  for (;;) {
    const page = await run.running.ask<StoredPage>(
      `/api/events?types=article.stored&limit=500&after=${run.event}`,
    );
    for (const event of page.events) {
      const published = run.origin.publishedAt(
        JSON.stringify(event).match(/"(http[^"]+\/article\/\d+)"/)?.[1] ?? '',
      );
      if (published !== undefined) seconds.push((Date.parse(event.at) - published) / 1_000);
    }
    run.stored += page.events.length;
    if (page.next === run.event) return seconds;
    run.event = page.next;
  }
}

/** The site fails from the first request on, so that some feeds are found at a later try. */
async function addFeeds({ origin, running }: Run): Promise<void> {
  await until('all feeds are added', async () => {
    const { problems } = await running.ask<{ problems: unknown[] }>('/api/feeds', { urls: origin.feedUrls });
    return problems.length === 0;
  });
}

async function look(run: Run, collected = false): Promise<void> {
  if (collected) await run.running.collect();
  const took = (await latencies(run)).sort((a, b) => a - b);
  const metrics = await run.running.text('/metrics');
  const sample: Sample = {
    at: Math.round((Date.now() - run.began) / 1_000),
    collected,
    processes: run.running.processes().flatMap(({ name, pid }) => processSample(name, pid) ?? []),
    handles: metricIn(metrics, 'nodejs_active_handles_total'),
    redisMb: await redisMb(run.redis),
    databaseMb: await databaseMb(run.place),
    published: run.origin.published,
    stored: run.stored,
    latencySeconds: took[Math.floor(took.length / 2)] ?? null,
  };
  run.samples.push(sample);
  await appendFile(join(folder, `${mode}.ndjson`), `${JSON.stringify(sample)}\n`);
}

async function work(run: Run): Promise<void> {
  const end = run.began + minutes * 60_000;
  let collect = run.began + COLLECT_MS;
  for (let restart = run.began + RESTART_MS; Date.now() < end; ) {
    if (Date.now() > collect) {
      run.origin.pause();
      await sleep(REST_MS);
      await look(run, true);
      run.origin.goOn();
      collect += COLLECT_MS;
    } else await look(run);
    if (Date.now() > restart) {
      await run.running.restartWorker();
      restart += RESTART_MS;
    }
    await sleep(LOOK_MS);
  }
  run.origin.pause();
  const all = run.origin.published;
  await until(
    `all ${all} articles are stored`,
    async () => {
      await sleep(1_000);
      await latencies(run);
      return run.stored >= all;
    },
    DRAIN_MS,
  ).catch(() => undefined);
}

function said(
  run: Run,
  found: readonly Finding[],
  states: Readonly<Record<string, number>>,
  audit: string,
): string[] {
  const size = kilobytesAnArticle(run.samples);
  const judged = minutes >= TELLING_MINUTES;
  return [
    `${mode}, ${minutes} minutes, ${cpus().length} cores, Node ${process.version}: ${run.stored} of ${run.origin.published} articles stored, ${run.origin.faults} faults`,
    ...found.map(
      ({ what, value, unit, limit, holds }) =>
        `${what}: ${value.toFixed(2)} ${unit}, limit ${limit}: ${holds ? 'holds' : judged ? 'GROWS' : `too short a run to tell (${TELLING_MINUTES} minutes)`}`,
    ),
    ...(size === null ? [] : [`store: ${size.toFixed(1)} KB an article`]),
    `articles by state: ${Object.entries(states)
      .map(([state, count]) => `${count} ${state}`)
      .join(', ')}`,
    `audit --deep: ${audit}`,
  ];
}

async function soak(): Promise<boolean> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${mode}.ndjson`), '');
  const redis = mode === 'redis' ? await ownRedis() : null;
  const place = await testPlace(mode, settings);
  const env = redis === null ? place.env : { ...place.env, REDIS_URL: redis.url };
  const origin = await startSoakOrigin(EVERY_MS, FAULTS);
  const running = await startRunning(mode, env, place.folder, folder);
  const run: Run = { place, origin, redis, running, samples: [], began: Date.now(), event: 0, stored: 0 };
  try {
    await addFeeds(run);
    await work(run);
    const { articles } = await running.ask<{ articles: { states: Record<string, number> } }>('/api/status');
    await running.stop();
    const audit = await running.audit();
    const found = findings(run.samples);
    const lines = said(run, found, articles.states, audit);
    console.log(lines.join('\n'));
    writeFileSync(values.chart ?? join(folder, `${mode}.svg`), chartOf(run.samples, lines));
    const grows = minutes >= TELLING_MINUTES && found.some(({ holds }) => !holds);
    return !grows && audit === 'sound' && run.stored >= origin.published;
  } finally {
    await running.stop();
    await origin.close();
    await redis?.remove();
    await place.remove();
  }
}

process.exit((await soak()) ? 0 : 1);
