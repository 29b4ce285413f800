import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
});
