import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { addFeed } from '../support/rows.js';

describe.each(storeModes)('createFacts on %s', (mode) => {
  let opened: OpenStore;
  beforeAll(async () => {
    opened = await openStore(mode);
  });
  afterAll(() => opened.close());

  it('tells of active feeds alone when one was last asked and read, and when the first one is due', async () => {
    const { store, db } = opened;
    expect(await store.facts.feeds()).toMatchObject({ active: 0, firstAddedAt: null, lastSucceededAt: null });
    const at = (hour: number): string => `2026-03-02T${hour}:00:00Z`;
    const add = async (hours: [polled: number, succeeded: number, hours: number], state = 'active') => {
      const id = await addFeed(store);
      const [polled, succeeded] = hours.map(at);
      await sql`update feeds set polled_at = ${polled}, succeeded_at = ${succeeded}, interval_ms = ${hours[2] * 3_600_000},
        created_at = '2026-03-01T00:00:00Z', state = ${state} where id = ${id}`.execute(db);
    };
    await add([12, 10, 4]);
    await add([11, 11, 3]);
    await add([10, 10, 1], 'paused');
    expect(await store.facts.feeds()).toEqual({
      active: 2,
      firstAddedAt: new Date('2026-03-01T00:00:00Z'),
      lastPolledAt: new Date(at(12)),
      lastSucceededAt: new Date(at(11)),
      dueAt: new Date(at(14)),
    });
  });

  it('names each hub that is deaf, with the feeds that it should push', async () => {
    const { store, db } = opened;
    for (const [n, state] of ['deaf', 'deaf', 'active'].entries()) {
      const wanted = {
        hub: 'https://hub.example/',
        topic: `https://t.example/${n}`,
        token: `t${n}`,
        secret: 's',
      };
      await store.subscriptions.want(await addFeed(store), wanted);
      await sql`update subscriptions set state = ${state} where token = ${wanted.token}`.execute(db);
    }
    expect(await store.facts.deafHubs()).toEqual([{ hub: 'https://hub.example/', feeds: 2 }]);
  });
});
