// Processes that start together, and versions that meet on one database: what goes wrong here goes wrong at an upgrade.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.js';
import { migrations } from '../../src/store/migrations.js';
import { createStore } from '../../src/store/store.js';
import { type TestPlace, testPlace } from '../support/databases.js';
import { copyEmptyDatabase } from '../support/empty-database.js';
import { storeModes } from '../support/open-store.js';
import { addFeed } from '../support/rows.js';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function placeIn(mode: (typeof storeModes)[number]): Promise<TestPlace> {
  const place = await testPlace(mode);
  undo.push(() => place.remove());
  await mkdir(place.settings.dataDir);
  return place;
}
const opened = async ({ settings }: TestPlace): Promise<Database> => {
  const database = await openDatabase(settings, join(settings.dataDir, 'database'));
  undo.push(() => database.close(5_000));
  return database;
};
const executed = async ({ db }: Database): Promise<string[]> =>
  (await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)).rows.map(
    ({ name }) => name,
  );

describe.each(storeModes)('openDatabase on %s', (mode) => {
  it('makes the tables from nothing, leaves them at the next start, and refuses what is newer', async () => {
    const place = await placeIn(mode);
    const first = await opened(place);
    expect(await executed(first)).toEqual(Object.keys(migrations));
    const feedId = await addFeed(createStore(first.db));
    await first.close(5_000);

    const second = await opened(place);
    expect(await createStore(second.db).feeds.find(feedId)).toMatchObject({ id: feedId });
    await sql`insert into kysely_migration (name, timestamp) values ('9999_of_tomorrow', '')`.execute(
      second.db,
    );
    await second.close(5_000);

    await expect(opened(place)).rejects.toMatchObject({
      name: 'FeedmillError',
      code: 'SCHEMA_NEWER',
      message:
        'The database was written by a newer Feedmill, whose change 9999_of_tomorrow this version does not know; start that version, or use another database.',
    });
  });
});

describe.each(storeModes)('the upgrade of claims on %s', (mode) => {
  it('has the sweep look after polls that were claimed before claims were written down, and no others', async () => {
    const place = await placeIn(mode);
    if (mode === 'embedded') await copyEmptyDatabase(place);
    const first = await opened(place);
    const { feeds } = createStore(first.db);
    const intervalMs = 3_600_000;
    const added = (): Promise<number> => addFeed(createStore(first.db), { intervalMs });
    const [asleep, due, claimedFirst, claimedAgain] = [
      await added(),
      await added(),
      await added(),
      await added(),
    ];
    for (const id of [claimedFirst, claimedAgain]) await feeds.claim(id, 540_000);
    await sql`update feeds set claim_due_at = null`.execute(first.db);
    await sql`update feeds set polled_at = now() - interval '50 minutes', next_poll_at = now() + interval '10 minutes'
      where id = ${asleep}`.execute(first.db);
    await sql`update feeds set polled_at = now() - interval '61 minutes' where id = ${claimedAgain}`.execute(
      first.db,
    );
    await migrations['0021_earlier_claims']?.up(first.db);
    const claims = await feeds.claimsDue(10);
    expect(claims.map(({ id }) => id).sort()).toEqual([claimedFirst, claimedAgain].sort());
    expect(claims.map(({ id }) => id)).not.toContain(due);
  });
});

const servers = storeModes.filter((mode) => mode === 'postgres');
describe.skipIf(servers.length === 0)('openDatabase of ten processes at once', () => {
  it('runs each migration once', async () => {
    const place = await placeIn('postgres');
    const settings = { ...place.settings, databasePool: 2 };
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => opened({ ...place, settings })));
    expect(all.filter(({ status }) => status === 'rejected')).toEqual([]);
    const [first] = all;
    if (first?.status !== 'fulfilled') throw new Error('no database was opened');
    expect(await executed(first.value)).toEqual(Object.keys(migrations));
  });

  it('names the server that does not answer, and no password', async () => {
    const place = await placeIn('postgres');
    const databaseUrl = 'postgres://user:secret@127.0.0.1:1/none';
    const refusal = await opened({ ...place, settings: { ...place.settings, databaseUrl } }).catch(
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(String(refusal)).toMatch(
      /^FeedmillError: The database at 127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED.*\. Check DATABASE_URL and that the server runs\.$/,
    );
  });
});
