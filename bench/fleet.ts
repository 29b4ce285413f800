// One Redis and one PostgreSQL under one, two and four `feedmill work` processes: articles a second, what the processes
// do beside cleaning, what an article costs either server, and from it how many a day each could carry. The list is
// ingested some times before, and forgotten again, so that no process is measured while it compiles its code.
// usage: bench:fleet -- --opml URL [--processes 1,2,4] [--json]
// The servers are those of the tests (FEEDMILL_TEST_POSTGRES, FEEDMILL_TEST_REDIS); nobody else may use them meanwhile.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import pg from 'pg';
import { createLog } from '../src/log.js';
import { startService } from '../src/service.js';
import { type TestPlace, testPlace } from '../test/support/databases.js';
import { ingest, pause } from './ingest.js';
import { postgresUse, redisUse, threadSeconds } from './usage.js';

const { values } = parseArgs({
  options: {
    opml: { type: 'string' },
    processes: { type: 'string', default: '1,2,4' },
    json: { type: 'boolean', default: false },
  },
});
if (values.opml === undefined) throw new Error('--opml URL is missing: the address of an OPML list of feeds');
const { opml } = values;
const DAY = 86_400;
/** How often each process has had its share of the list before it is measured. */
const TIMES_TO_WARM = 2;
const main = resolve(import.meta.dirname, '../dist/main.js');

function work(place: TestPlace): ChildProcess {
  const args = ['--max-semi-space-size=32', main, 'work', '--port', '0'];
  const { PATH = '' } = process.env;
  return spawn(process.execPath, args, {
    cwd: place.folder,
    env: { PATH, MALLOC_ARENA_MAX: '2', ...place.env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** The processor time of a process, and which part of it is not that of its cleaning threads, the busiest ones. */
function sharesOf(pid: number, cleanThreads: number): { used: number; outside: number } {
  const { main: own, others } = threadSeconds(pid);
  const used = own + others.reduce((sum, one) => sum + one.used, 0);
  const cleaning = others.slice(0, cleanThreads).reduce((sum, one) => sum + one.used, 0);
  return { used, outside: used - cleaning };
}

async function measure(processes: number) {
  const place = await testPlace('redis', { FEEDMILL_ALLOW_PRIVATE: new URL(opml).host });
  const asker = await startService(place.settings, createLog(place.settings, 2), { command: 'bench' });
  const redis = new Redis(place.settings.redisUrl ?? '');
  const client = new pg.Client({ connectionString: place.settings.databaseUrl ?? '' });
  await client.connect();
  const workers = Array.from({ length: processes }, () => work(place));
  try {
    while ((await asker.ports.store.workers.alive()).length < processes) await pause();
    const pids = workers.map(({ pid = 0 }) => pid);
    const threads = place.settings.cleanThreads;
    for (let time = 0; time < processes * TIMES_TO_WARM; time++) {
      await ingest(asker, opml);
      await client.query('truncate feedmill.articles, feedmill.feeds cascade');
    }
    const before = { redis: await redisUse(redis), postgres: await postgresUse(client) };
    const began = pids.map((pid) => sharesOf(pid, threads));
    const { urls, seconds } = await ingest(asker, opml);
    const ended = pids.map((pid) => sharesOf(pid, threads));
    const after = { redis: await redisUse(redis), postgres: await postgresUse(client) };
    const each = <K extends string>(from: Record<K, number>, to: Record<K, number>) =>
      Object.fromEntries(
        (Object.keys(from) as K[]).map((key) => [key, (to[key] - from[key]) / urls.length]),
      ) as Record<K, number>;
    const shares = ended.map(({ used, outside }, n) => {
      const start = began[n] ?? { used: 0, outside: 0 };
      return (outside - start.outside) / (used - start.used);
    });
    return {
      processes,
      articles: urls.length,
      articlesPerSecond: urls.length / seconds,
      outsideCleaner: shares.reduce((sum, share) => sum + share, 0) / shares.length,
      redisPerArticle: each({ ...before.redis }, { ...after.redis }),
      postgresPerArticle: each({ ...before.postgres }, { ...after.postgres }),
    };
  } finally {
    for (const worker of workers) worker.kill('SIGTERM');
    await Promise.all(workers.map((worker) => worker.exitCode ?? once(worker, 'exit')));
    redis.disconnect();
    await client.end();
    await asker.stop();
    await place.remove();
  }
}

/** Articles a day that one thread of a server, or all of a machine like this, could carry; computed, not run. */
function limits({ redisPerArticle, postgresPerArticle }: Awaited<ReturnType<typeof measure>>) {
  const cores = availableParallelism();
  return {
    redisOneCorePerDay: DAY / redisPerArticle.cpuSeconds,
    postgresPerCorePerDay: DAY / postgresPerArticle.cpuSeconds,
    postgresHerePerDay: (DAY * cores) / postgresPerArticle.cpuSeconds,
  };
}

const runs = [];
for (const count of values.processes.split(',')) runs.push(await measure(Number(count)));
const last = runs.at(-1);
const computed = last === undefined ? null : limits(last);
const rounded = (_key: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(4)) : value;
if (values.json) console.log(JSON.stringify({ runs, computed }, rounded));
else {
  for (const run of runs) console.log(JSON.stringify(run, rounded, 2));
  console.log('computed from the last of them:', JSON.stringify(computed, rounded, 2));
}
process.exit(0);
