import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openPglitePool } from '../../src/store/open-pglite.js';
import type { PglitePool } from '../../src/store/pglite-pool.js';
import { type TestPlace, testPlace } from '../support/databases.js';
import { copyEmptyDatabase } from '../support/empty-database.js';

const places: TestPlace[] = [];
/** The folder of a database of its own, which is closed. */
async function closedDatabase(): Promise<string> {
  const place = await testPlace('embedded');
  places.push(place);
  await copyEmptyDatabase(place);
  return join(place.settings.dataDir, 'database');
}
const openOwn = async (): Promise<PglitePool> =>
  openPglitePool({ folder: await closedDatabase(), searchPath: 'public' });

let pool: PglitePool;
beforeAll(async () => {
  pool = await openOwn();
  await pool.query('create table counters (id int primary key, n int not null)');
  await pool.query('insert into counters values (1, 0)');
});
afterAll(async () => {
  await pool.end();
  for (const place of places) await place.remove();
});

describe('openPglitePool', () => {
  it('keeps the statements of one transaction together while others ask', async () => {
    const increment = async (): Promise<void> => {
      const client = await pool.connect();
      await client.query('BEGIN');
      const { rows } = await client.query<{ n: number }>('select n from counters where id = 1');
      await new Promise((resolve) => setImmediate(resolve));
      await client.query('update counters set n = $1 where id = 1', [(rows[0]?.n ?? 0) + 1]);
      await client.query('COMMIT');
      client.release();
    };
    const reads = Array.from({ length: 50 }, () => pool.query('select 1'));
    await Promise.all([...Array.from({ length: 40 }, increment), ...reads]);
    expect((await pool.query<{ n: number }>('select n from counters')).rows).toEqual([{ n: 40 }]);
  });

  it('rolls back what a client leaves open when it is given back', async () => {
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query('insert into counters values (2, 0)');
    client.release();
    expect((await pool.query('select id from counters')).rows).toEqual([{ id: 1 }]);
  });

  it('goes on after a statement that fails inside a transaction', async () => {
    const client = await pool.connect();
    await client.query('BEGIN');
    await expect(client.query('insert into counters values (1, 0)')).rejects.toMatchObject({ code: '23505' });
    await client.query('ROLLBACK');
    client.release();
    expect((await pool.query('select count(*) as n from counters')).rows).toEqual([{ n: 1 }]);
  });

  it('goes on after a prepared statement that cannot be parsed, and after one that fails', async () => {
    await expect(pool.query('select nothing from counters where id = $1', [1])).rejects.toMatchObject({
      code: '42703',
    });
    const insert = 'insert into counters values ($1, $2)';
    await expect(pool.query(insert, [1, 0])).rejects.toMatchObject({ code: '23505' });
    await expect(pool.query(insert, ['one', 0])).rejects.toMatchObject({ code: '22P02' });
    expect((await pool.query('select id from counters where id = $1', [1])).rows).toEqual([{ id: 1 }]);
  });

  it('answers a statement that it knows with the columns that its table has got meanwhile', async () => {
    await pool.query('create table notes (id int primary key)');
    await pool.query('insert into notes values (1)');
    const ask = async () => (await pool.query('select * from notes where id = $1', [1])).rows;
    expect(await ask()).toEqual([{ id: 1 }]);
    await pool.query("alter table notes add column text text default 'new'");
    expect(await ask()).toEqual([{ id: 1, text: 'new' }]);
  });

  it('runs more statements than it keeps prepared', async () => {
    const answers = [];
    for (let n = 0; n < 320; n++)
      answers.push((await pool.query<{ n: number }>(`select $1::int + ${n} as n`, [1])).rows[0]?.n);
    expect(answers).toEqual(Array.from({ length: 320 }, (_, n) => n + 1));
  });

  it('delivers notifications to a client whose LISTEN stands behind a comment', async () => {
    const client = await pool.connect();
    const heard = new Promise((resolve) => client.on('notification', resolve));
    await client.query('-- which channel\n-- (two lines)\nLISTEN news_channel;\n');
    await pool.query("select pg_notify('news_channel', 'hello')");
    expect(await heard).toEqual({ channel: 'news_channel', payload: 'hello' });
    client.release();
  });

  it('returns bytes, dates, 64-bit integers, arrays and JSON as pg does', async () => {
    const bytes = Buffer.from([0, 1, 255]);
    const { rows } = await pool.query<Record<string, unknown>>(
      'select $1::bytea as bytes, $2::timestamptz as at, $3::bigint as big, $4::text[] as list, $5::jsonb as json',
      [bytes, new Date(1_700_000_000_000), 9_007_199_254_740_991, ['a', 'b'], JSON.stringify({ a: [1] })],
    );
    const row = rows[0] ?? {};
    expect(Buffer.from(row['bytes'] as Uint8Array)).toEqual(bytes);
    expect(row).toMatchObject({
      at: new Date(1_700_000_000_000),
      big: 9_007_199_254_740_991,
      list: ['a', 'b'],
      json: { a: [1] },
    });
  });
});

describe('a database that does not open', () => {
  it('says so in its own words, and leaves the folder as it is', async () => {
    const torn = await closedDatabase();
    const segments = join(torn, 'pg_wal');
    for (const name of await readdir(segments))
      if (/^[0-9A-F]{24}$/.test(name)) await truncate(join(segments, name), 100);
    await expect(openPglitePool({ folder: torn, searchPath: 'public' })).rejects.toMatchObject({
      code: 'DATA_FOLDER_DAMAGED',
      message: expect.stringMatching(
        /does not open \(could not locate a valid checkpoint record.*\)\. Nothing was changed\. Restore/,
      ) as string,
    });
  });
});

describe('a database that has stopped', () => {
  it('lets the timers of whoever asks it again and again come to their turn', async () => {
    const own = await openOwn();
    own.on('error', () => undefined);
    await own.terminate();
    await own.lost;
    let refused = 0;
    let isOver = false;
    const over = setTimeout(() => {
      isOver = true;
    }, 50);
    // Bounded, so that a pool which refuses at once fails here instead of hanging.
    while (!isOver && refused < 10_000) {
      await expect(own.query('select 1')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      refused += 1;
    }
    clearTimeout(over);
    expect(isOver).toBe(true);
  });
});

describe('a statement that is not answered', () => {
  it('ends the database with that reason, and a long line of statements that are answered does not', async () => {
    const folder = await closedDatabase();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    try {
      const own = await openPglitePool({ folder, searchPath: 'public' });
      own.on('error', () => undefined);
      // Each statement is answered within its minute, and the last one has waited for five.
      const line = Array.from({ length: 5 }, () => own.query('select 1'));
      for (const answered of line) {
        await answered;
        vi.advanceTimersByTime(60_000);
      }
      const busy = [own.query('select pg_sleep(0.2)'), own.query('select 2')];
      vi.advanceTimersByTime(100_000);
      await busy[0];
      vi.advanceTimersByTime(100_000);
      expect((await busy[1])?.rowCount).toBe(1);
      const stuck = own.query('select pg_sleep(60)');
      vi.advanceTimersByTime(130_000);
      await expect(stuck).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      expect((await own.lost).message).toContain('a statement has not been answered for 120 s');
      await own.end();
    } finally {
      vi.useRealTimers();
    }
  });
});
