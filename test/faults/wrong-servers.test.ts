// Servers that answer, and on which nothing can be stored or queued: a start that took them would look well.
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { modes, testPlace } from '../support/databases.js';
import { hasPostgresPrograms, ownPostgres } from '../support/postgres-server.js';
import { runProgram } from '../support/program.js';
import { ownRedis } from '../support/redis-server.js';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** What `feedmill work` says of these settings before it ends. */
async function refusal(env: Record<string, string>, mode: 'embedded' | 'postgres' = 'embedded') {
  const place = await testPlace(mode, env);
  undo.push(() => place.remove());
  const { code, stderr } = await runProgram(['work'], { env: place.env, cwd: place.folder });
  return { code, stderr };
}

describe('a worker', () => {
  it.skipIf(!modes.includes('redis'))('refuses a Redis Cluster', async () => {
    const redis = await ownRedis(['--cluster-enabled', 'yes']);
    undo.push(() => redis.remove());
    expect(await refusal({ REDIS_URL: redis.url }, 'postgres')).toEqual({
      code: 4,
      stderr: `Redis at ${new URL(redis.url).host} runs as a cluster, and the queues need all of their keys in one place. Set REDIS_URL to a Redis without cluster mode (\`cluster-enabled no\` in redis.conf).\n`,
    });
  });

  it.skipIf(!hasPostgresPrograms)('refuses a replica, which answers every question', async () => {
    const postgres = await ownPostgres();
    undo.push(() => postgres.remove());
    await postgres.becomeReplica();
    expect(await refusal({ DATABASE_URL: postgres.url })).toEqual({
      code: 4,
      stderr: `The database at ${new URL(postgres.url).host} takes no changes: it is a replica; set DATABASE_URL to the primary server.\n`,
    });
  });

  it.skipIf(!modes.includes('postgres'))('refuses a database whose transactions are read-only', async () => {
    const place = await testPlace('postgres');
    undo.push(() => place.remove());
    const url = place.settings.databaseUrl ?? '';
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(
      `alter database ${new URL(url).pathname.slice(1)} set default_transaction_read_only = on`,
    );
    await client.end();
    const { code, stderr } = await refusal({ DATABASE_URL: url });
    expect(code).toBe(4);
    expect(stderr).toMatch(/^The database at \S+ takes no changes: its transactions are read-only .+\.\n$/);
  });
});
