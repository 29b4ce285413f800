import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkers } from '../../src/store/workers.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';

describe.each(storeModes)('createWorkers on %s', (mode) => {
  let opened: OpenStore;
  beforeAll(async () => {
    opened = await openStore(mode);
  });
  afterAll(() => opened.close());

  it('knows who works until it leaves or is not heard of, and forgets who was not heard of for a day', async () => {
    const { db } = opened;
    const { workers } = opened.store;
    const worker = (id: string) => ({ id, host: 'here', pid: 7, stages: ['clean', 'tag'] });
    for (const id of ['lives', 'leaves', 'dies']) await workers.beat(worker(id));
    expect(await workers.alive()).toMatchObject([worker('lives'), worker('leaves'), worker('dies')]);
    await workers.leave('leaves');
    await sql`update workers set seen_at = now() - interval '1 minute' where id <> 'leaves'`.execute(db);
    await workers.beat(worker('lives'));
    expect((await workers.alive()).map(({ id }) => id)).toEqual(['lives']);
    await workers.beat(worker('dies'));
    expect((await workers.alive()).map(({ id }) => id)).toEqual(['lives', 'dies']);
    await sql`update workers set seen_at = now() - interval '25 hours' where id = 'dies'`.execute(db);
    await workers.beat(worker('lives'));
    const rows = await db.selectFrom('workers').select('id').execute();
    expect(rows).toEqual([{ id: 'lives' }]);
  });

  it('knows how far the clock of each is from that of the database', async () => {
    const clockAt = (aheadMs: number) => () => new Date(Date.now() + aheadMs);
    const beat = (id: string, aheadMs: number) =>
      createWorkers(opened.db, clockAt(aheadMs)).beat({ id, host: id, pid: 7, stages: ['clean'] });
    await beat('ahead', 120_000);
    await beat('behind', -120_000);
    const minutes = new Map(
      (await opened.store.workers.alive()).map(({ id, clock_ahead_ms: ms }) => [id, Math.round(ms / 60_000)]),
    );
    expect([minutes.get('ahead'), minutes.get('behind')]).toEqual([2, -2]);
    await beat('ahead', 0);
    const [mended] = (await opened.store.workers.alive()).filter(({ id }) => id === 'ahead');
    expect(Math.abs(mended?.clock_ahead_ms ?? 60_000)).toBeLessThan(60_000);
  });
});
