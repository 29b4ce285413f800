// Redis or PostgreSQL away, at the start and in the middle: the start says so in one line and ends, and a running
// service says that it is not ready, loses nothing, and goes on by itself.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.js';
import { addUrls, pollNow } from '../../src/operations/feeds.js';
import { stages } from '../../src/pipeline.js';
import { type Service, startService } from '../../src/service.js';
import type { Settings } from '../../src/settings.js';
import { readiness } from '../../src/workers/readiness.js';
import { modes, type TestPlace, testPlace } from '../support/databases.js';
import { type Origin, startOrigin } from '../support/origin.js';
import { hasPostgresPrograms, ownPostgres, type PostgresServer } from '../support/postgres-server.js';
import { runProgram } from '../support/program.js';
import { freePort, ownRedis, type RedisServer } from '../support/redis-server.js';
import { allArticles } from '../support/running.js';
import { until } from '../support/until.js';

const ARTICLES = 60;
const BEFORE = 15;

let origin: Origin;
let place: TestPlace;
beforeEach(async () => {
  origin = await startOrigin(ARTICLES);
  place = await testPlace('embedded', { FEEDMILL_SWEEP_MS: '1000', FEEDMILL_SCRAPE_CONCURRENCY: '4' });
});
afterEach(async () => {
  await origin.close();
  await place.remove();
});

const isReady = async (service: Service): Promise<boolean> => (await readiness(service.ports, service)).ready;

/** Runs an ingest whose server goes away when some pages have been asked for, and comes back. */
async function withOutage(
  settings: Settings,
  outage: { begin(): Promise<void>; end(): Promise<void> },
): Promise<void> {
  const service = await startService(settings, createLog(settings, 2), { command: 'test', stages });
  const { feeds } = await addUrls([origin.opmlUrl], [], service.ports);
  await pollNow(
    feeds.map(({ feed }) => feed.id),
    service.ports,
  );
  await until('the ingest is on its way', () => origin.pageRequests() >= BEFORE);
  await outage.begin();
  await until('the service says that it is not ready', async () => !(await isReady(service)));
  await outage.end();
  await until('the service is ready again', () => isReady(service));
  await until(
    'every article is stored',
    async () => {
      const articles = await allArticles(service);
      return articles.length === ARTICLES && articles.every(({ state }) => state === 'stored');
    },
    90_000,
  );
  const articles = await allArticles(service);
  const revisions = await Promise.all(articles.map(({ id }) => service.ports.store.revisions.list(id)));
  expect(new Set(articles.map(({ url }) => url)).size).toBe(ARTICLES);
  expect(
    revisions.map((all) => all.map(({ state }) => state).filter((state) => state === 'current')),
  ).toEqual(Array.from({ length: ARTICLES }, () => ['current']));
  await service.stop();
}

describe.skipIf(!modes.includes('redis'))('Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await ownRedis();
  });
  afterAll(() => redis.remove());

  it('that dies with all its jobs costs no article', async () => {
    const own = await testPlace('postgres', { FEEDMILL_SWEEP_MS: '1000' });
    await withOutage(
      { ...own.settings, redisUrl: redis.url },
      { begin: () => redis.stop(), end: () => redis.start() },
    );
    await own.remove();
  });

  it('that may evict jobs is refused at the start', async () => {
    await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    const own = await testPlace('postgres', { REDIS_URL: redis.url });
    const { code, stderr } = await runProgram(['start'], { env: own.env, cwd: own.folder });
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: expect.stringMatching(
        /^Redis at \S+ has maxmemory-policy allkeys-lru and may throw away queued jobs\. Set it with .+\n$/,
      ) as string,
    });
    await own.remove();
  });

  it('that is away ends the start with one line', async () => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    const own = await testPlace('postgres', { REDIS_URL: url });
    const { code, stderr } = await runProgram(['start'], { env: own.env, cwd: own.folder });
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /^Redis at 127\.0\.0\.1:\d+ cannot be used: .+ Check REDIS_URL and that the server runs; articles wait in the database\.\n$/,
    );
    await own.remove();
  });
});

describe('PostgreSQL', () => {
  it.skipIf(!hasPostgresPrograms)(
    'that crashes and comes back costs no article',
    async () => {
      const postgres: PostgresServer = await ownPostgres();
      await withOutage(
        { ...place.settings, databaseUrl: postgres.url },
        { begin: () => postgres.crash(), end: () => postgres.start() },
      );
      await postgres.remove();
    },
    150_000,
  );

  it('that is away ends the start with one line', async () => {
    const env = { ...place.env, DATABASE_URL: `postgres://postgres@127.0.0.1:${await freePort()}/news` };
    const { code, stderr } = await runProgram(['start'], { env, cwd: place.folder });
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /^The database at 127\.0\.0\.1:\d+ cannot be used: .+ Check DATABASE_URL and that the server runs\.\n$/,
    );
  });
});
