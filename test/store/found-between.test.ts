import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foundBetween } from '../../src/store/found-between.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { addArticles, newArticle } from '../support/rows.js';

const MINUTE_MS = 60_000;
const start = Date.UTC(2026, 2, 1);
/** Minutes after the start at which articles were found, by rising id: days pass, and polls overlap. */
const minutes = [0, 5, 3, 4, 1_440, 1_450, 1_441, 2_000, 2_000, 1_990, 9_000, 9_059, 9_001];

describe.each(storeModes)('foundBetween on %s', (mode) => {
  let opened: OpenStore;
  let ids: number[];
  beforeAll(async () => {
    opened = await openStore(mode);
    ids = await addArticles(
      opened.store,
      minutes.map(() => newArticle()),
    );
    for (const [n, minute] of minutes.entries())
      await opened.db
        .updateTable('articles')
        .set({ discovered_at: new Date(start + minute * MINUTE_MS) })
        .where('id', '=', ids[n] ?? 0)
        .execute();
  });
  afterAll(() => opened.close());

  it('means the articles of that time and no others, wherever the bounds are', async () => {
    const bound = fc.option(fc.integer({ min: -70, max: 9_200 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(bound, bound, async (from, to) => {
        const rows = await opened.db
          .selectFrom('articles')
          .select('id')
          .where((eb) =>
            eb.and(
              foundBetween({
                ...(from === undefined ? {} : { since: new Date(start + from * MINUTE_MS) }),
                ...(to === undefined ? {} : { before: new Date(start + to * MINUTE_MS) }),
              }),
            ),
          )
          .orderBy('id')
          .execute();
        const meant = ids.filter((_, n) => {
          const minute = minutes[n] ?? 0;
          return (from === undefined || minute >= from) && (to === undefined || minute < to);
        });
        expect(rows.map(({ id }) => id)).toEqual(meant);
      }),
      { numRuns: 60 },
    );
  });
});
