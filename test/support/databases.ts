// Databases of a test's own: an embedded one in a temporary folder, or a new database on the local PostgreSQL that is
// dropped afterwards. Where no PostgreSQL answers, suites say so and skip; with FEEDMILL_TEST_ALL=1 that is an error.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { loadSettings } from '../../src/config.js';
import type { Mode, Settings } from '../../src/settings.js';

const postgresUrl = process.env['FEEDMILL_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const redisUrl = process.env['FEEDMILL_TEST_REDIS'] ?? 'redis://127.0.0.1:6379/9';
const nothingLeftOut = process.env['FEEDMILL_TEST_ALL'] === '1';

async function answers(name: string, probe: () => Promise<void>): Promise<boolean> {
  try {
    await probe();
    return true;
  } catch (error) {
    if (nothingLeftOut) throw new Error(`FEEDMILL_TEST_ALL=1, but ${name} does not answer`, { cause: error });
    process.stderr.write(`left out: tests on ${name}, because none answers\n`);
    return false;
  }
}

async function postgresAnswers(): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl, connectionTimeoutMillis: 2_000 });
  await client.connect();
  await client.end();
}

async function redisAnswers(): Promise<void> {
  const redis = new Redis(redisUrl, { lazyConnect: true, connectTimeout: 2_000, retryStrategy: () => null });
  redis.on('error', () => undefined);
  await redis.connect();
  redis.disconnect();
}

const hasPostgres = await answers(`PostgreSQL (${new URL(postgresUrl).host})`, postgresAnswers);
const hasRedis = await answers(`Redis (${new URL(redisUrl).host})`, redisAnswers);

/** The modes that this machine can test. */
export const modes: Mode[] = [
  'embedded',
  ...(hasPostgres ? (['postgres'] as const) : []),
  ...(hasPostgres && hasRedis ? (['redis'] as const) : []),
];

export interface TestPlace {
  env: Record<string, string>;
  settings: Settings;
  folder: string;
  /** Removes the folder, the database and the Redis keys that this place made. */
  remove(): Promise<void>;
}

let places = 0;

/** An empty place to run in, in the given mode; `env` adds settings in the environment's words. */
export async function testPlace(mode: Mode, env: Record<string, string> = {}): Promise<TestPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'feedmill-test-'));
  const name = `feedmill_test_${process.pid}_${++places}`;
  const all: Record<string, string> = {
    FEEDMILL_DATA_DIR: join(folder, 'data'),
    FEEDMILL_LOG_LEVEL: 'silent',
    FEEDMILL_HOST_DELAY_MS: '0',
    FEEDMILL_ALLOW_PRIVATE: '127.0.0.1',
    FEEDMILL_PORT: '0',
    ...env,
  };
  if (mode !== 'embedded') {
    await administer(`create database ${name}`);
    const url = new URL(postgresUrl);
    url.pathname = `/${name}`;
    all['DATABASE_URL'] = url.href;
  }
  if (mode === 'redis') Object.assign(all, { REDIS_URL: redisUrl, FEEDMILL_QUEUE_PREFIX: name });
  return {
    env: all,
    settings: loadSettings(all, folder).settings,
    folder,
    remove: async () => {
      if (mode !== 'embedded') await administer(`drop database if exists ${name} with (force)`);
      if (mode === 'redis') await removeKeys(name);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function removeKeys(prefix: string): Promise<void> {
  const redis = new Redis(redisUrl);
  for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 500 })) {
    if ((keys as string[]).length > 0) await redis.unlink(...(keys as string[]));
  }
  redis.disconnect();
}
