import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenStore, openStore } from '../support/open-store.js';
import { until } from '../support/until.js';

const ROWS = 5_000;

describe('createVacuum', () => {
  let opened: OpenStore;
  beforeAll(async () => {
    opened = await openStore('embedded');
  });
  afterAll(() => opened.close());

  const bytes = async (): Promise<number> => {
    const { rows } = await sql<{ is: number }>`select pg_table_size('ledger') as is`.execute(opened.db);
    return rows[0]?.is ?? 0;
  };
  /** The server counts rows up to a second later: what it counts after a vacuum would need another one. */
  const counted = async (): Promise<void> => {
    await sql`select pg_stat_force_next_flush()`.execute(opened.db);
  };
  const comeAndGo = async (): Promise<void> => {
    await sql`insert into ledger (stage, attempt, outcome, ms, worker)
      select 'scrape', n, 'done', 1, 'worker' from generate_series(1, ${ROWS}::int) n`.execute(opened.db);
    await sql`delete from ledger`.execute(opened.db);
    await counted();
  };

  /** Everything is vacuumed that the migrations have filled. */
  const settled = (): Promise<void> =>
    until('nothing needs it', async () => (await opened.store.vacuum.neediest()) === null);

  it('gives the room of deleted rows back and is done with it then', async () => {
    await settled();
    await comeAndGo();
    const once = await bytes();
    for (let time = 0; time < 3; time++) {
      expect(await opened.store.vacuum.neediest()).toBe('ledger');
      expect(await opened.store.vacuum.neediest()).toBeNull();
      await comeAndGo();
    }
    expect(await bytes()).toBeLessThan(1.5 * once);
  });

  it('tells the planner what the columns hold', async () => {
    await settled();
    await sql`create table fates as select case when n % 100 = 0 then 'failed' else 'stored' end as fate
      from generate_series(1, ${ROWS}::int) n`.execute(opened.db);
    await counted();
    expect(await opened.store.vacuum.neediest()).toBe('fates');
    const { rows } = await sql<{ common: string }>`
      select most_common_vals::text as common from pg_stats where tablename = 'fates'`.execute(opened.db);
    expect(rows).toEqual([{ common: '{stored,failed}' }]);
  });

  it('passes over a table for which it fails', async () => {
    await settled();
    await sql`create function half(n int) returns int immutable language sql as 'select n / 2'`.execute(
      opened.db,
    );
    await sql`create table broken as select n from generate_series(1, ${ROWS}::int) n`.execute(opened.db);
    await sql`create index on broken (half(n))`.execute(opened.db);
    await sql`create or replace function half(n int) returns int immutable language sql as 'select n / 0'`.execute(
      opened.db,
    );
    // It has never been vacuumed and comes first therefore, before one that has been.
    await comeAndGo();
    const turns: (string | null)[] = [];
    await until('the other had its turn', async () => {
      turns.push(await opened.store.vacuum.neediest().catch((error: Error) => error.message));
      return turns.includes('ledger') && turns.includes('division by zero');
    });
    await sql`drop table broken`.execute(opened.db);
    await settled();
  });
});
