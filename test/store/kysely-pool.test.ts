// A network that forgets its connections. Guards against a silent failure: a pool that lends out again what leads
// nowhere recovers from nothing, and each statement waits for its whole time.
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { preparedPool } from '../../src/store/kysely-pool.js';
import { modes, type TestPlace, testPlace } from '../support/databases.js';
import { type Network, openNetwork } from '../support/slow-network.js';

const QUERY_TIMEOUT_MS = 500;

describe.skipIf(!modes.includes('postgres'))('a connection of the store that leads nowhere', () => {
  let place: TestPlace;
  let network: Network;
  let db: Kysely<unknown>;
  let opened = 0;
  beforeEach(async () => {
    place = await testPlace('postgres');
    const url = place.settings.databaseUrl ?? '';
    network = await openNetwork(Number(new URL(url).port || 5432));
    opened = 0;
    const pool = new pg.Pool({
      connectionString: network.through(url),
      max: 1,
      query_timeout: QUERY_TIMEOUT_MS,
    });
    pool.on('connect', (client) => {
      opened++;
      client.on('error', () => undefined);
    });
    db = new Kysely({ dialect: new PostgresDialect({ pool: preparedPool(pool) }) });
  });
  afterEach(async () => {
    await db.destroy();
    await network.close();
    await place.remove();
  });

  const one = () => sql`select 1`.execute(db);

  it('is replaced after the statement that it left unanswered', async () => {
    await one();
    network.forget();
    await expect(one()).rejects.toThrow('Query read timeout');
    await expect(one()).resolves.toMatchObject({ rows: [{ '?column?': 1 }] });
    expect(opened).toBe(2);
  });

  it('costs a transaction one wait, and not another for its end', async () => {
    const transaction = db.transaction().execute(async (changes) => {
      await sql`select 1`.execute(changes);
      network.forget();
      await sql`select 2`.execute(changes);
    });
    await expect(transaction).rejects.toThrow('Query read timeout');
    await expect(one()).resolves.toMatchObject({ rows: [{ '?column?': 1 }] });
    expect(opened).toBe(2);
  });

  it('is kept after a statement that the server has refused', async () => {
    await expect(sql`select wrong`.execute(db)).rejects.toThrow('column "wrong" does not exist');
    await one();
    expect(opened).toBe(1);
  });
});
