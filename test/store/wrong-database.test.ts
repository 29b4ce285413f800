// Databases that a worker may be pointed at by mistake: each is refused with a sentence, before anything is written.
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.js';
import { modes, type TestPlace, testPlace } from '../support/databases.js';
import { hasPostgresPrograms, ownPostgres, type PostgresServer } from '../support/postgres-server.js';

describe.runIf(modes.includes('postgres'))('openDatabase', () => {
  let place: TestPlace | null = null;
  let server: PostgresServer | null = null;
  afterEach(async () => {
    await server?.remove();
    await place?.remove();
    server = null;
    place = null;
  });

  it.runIf(hasPostgresPrograms)('refuses a replica', async () => {
    place = await testPlace('postgres');
    server = await ownPostgres({ standby: true });
    await expect(openDatabase({ ...place.settings, databaseUrl: server.url }, null)).rejects.toMatchObject({
      code: 'STORE_READ_ONLY',
      message:
        'DATABASE_URL names a read-only replica; Feedmill writes all the time, so name the primary there.',
    });
  });

  it('refuses a database that takes no writes', async () => {
    place = await testPlace('postgres');
    const client = new pg.Client({ connectionString: place.settings.databaseUrl ?? '' });
    await client.connect();
    const name = new URL(place.settings.databaseUrl ?? '').pathname.slice(1);
    await client.query(`alter database ${name} set default_transaction_read_only = on`);
    await client.end();
    await expect(openDatabase(place.settings, null)).rejects.toMatchObject({
      code: 'STORE_READ_ONLY',
      message: expect.stringContaining('takes no writes (default_transaction_read_only is on)'),
    });
  });

  it('says that there is no such database, and where', async () => {
    place = await testPlace('postgres');
    const url = new URL(place.settings.databaseUrl ?? '');
    const { host } = url;
    url.pathname = '/feedmill_test_that_nobody_made';
    await expect(openDatabase({ ...place.settings, databaseUrl: url.href }, null)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: `The database at ${host} cannot be used: database "feedmill_test_that_nobody_made" does not exist. Check DATABASE_URL and that the server runs.`,
    });
  });

  it('brings an older schema up to date while workers of that version run on', async () => {
    place = await testPlace('postgres');
    const older = await openDatabase(place.settings, null);
    const backwards = [
      'drop function forget_page_file cascade',
      'drop table page_files',
      'alter table snapshots drop column place',
      `delete from kysely_migration where name >= '0016'`,
    ];
    const client = new pg.Client({
      connectionString: place.settings.databaseUrl ?? '',
      options: '-c search_path=feedmill',
    });
    await client.connect();
    for (const statement of backwards) await client.query(statement);
    await client.end();
    const newer = await openDatabase(place.settings, null);
    expect(await newer.db.selectFrom('page_files').selectAll().execute()).toEqual([]);
    await older.ping(2_000);
    await Promise.all([older.close(2_000), newer.close(2_000)]);
  });
});
