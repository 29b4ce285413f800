import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { addFeed, publish } from '../support/rows.js';

const LONG_AGO = new Date('2020-01-01');

describe.each(storeModes)('createOverview on %s', (mode) => {
  let opened: OpenStore;
  let feedId: number;
  beforeAll(async () => {
    opened = await openStore(mode);
    const { store, db } = opened;
    feedId = await addFeed(store);
    await sql`update feeds set created_at = '2026-03-01T00:00:00Z'`.execute(db);
    for (const [language, published, stored] of [
      ['en', '2026-03-02T10:00:00Z', '2026-03-02T10:10:00Z'],
      ['en', '2026-03-02T10:30:00Z', '2026-03-02T10:50:00Z'],
      ['de', '2026-03-02T11:00:00Z', '2026-03-02T11:30:00Z'],
      // Listed long before its feed was added, so that it says nothing of our speed.
      ['fr', '2025-03-02T11:00:00Z', '2026-03-02T11:30:00Z'],
      // A clock ahead of ours.
      ['fr', '2026-03-02T12:00:00Z', '2026-03-02T11:59:00Z'],
    ] as const) {
      const { articleId } = await publish(store, {
        language,
        published_at: new Date(published),
        declared_language: language === 'fr' ? 'en_GB' : null,
        article: { feedId },
      });
      await sql`update articles set stored_at = ${stored} where id = ${articleId}`.execute(db);
    }
  });
  afterAll(() => opened.close());
  const overview = () => opened.store.newsroom.overview;

  it('counts what was stored in each hour, since a moment', async () => {
    const hours = await overview().storedByHour(LONG_AGO);
    expect(hours.map(({ hour, articles }) => [hour.toISOString(), articles])).toEqual([
      ['2026-03-02T10:00:00.000Z', 2],
      ['2026-03-02T11:00:00.000Z', 3],
    ]);
    expect(await overview().storedByHour(new Date('2026-03-02T11:00:00Z'))).toHaveLength(1);
  });

  it('measures from publication to storing what came after its feed was added, and nothing below zero', async () => {
    const delays = await overview().delays(LONG_AGO);
    expect(delays).toEqual({ articles: 4, medianMs: 900_000, p95Ms: expect.closeTo(1_710_000, -1) });
    expect(await overview().delays(new Date('2026-03-03'))).toEqual({
      articles: 0,
      medianMs: null,
      p95Ms: null,
    });
  });

  it('shares out languages, most first', async () => {
    expect(await overview().languages(LONG_AGO, 2)).toEqual([
      { language: 'en', articles: 2 },
      { language: 'fr', articles: 2 },
    ]);
  });

  it('compares what is declared with what was found, of the newest only', async () => {
    expect(await overview().declaredLanguages(LONG_AGO, 1)).toEqual([
      { declared: 'en-gb', detected: 'fr', contradicts: false, articles: 1 },
    ]);
    expect(await overview().declaredLanguages(LONG_AGO, 100)).toHaveLength(3);
  });

  it('names feeds in trouble, the worst first, and leaves paused ones alone', async () => {
    const [well, bad, worse, paused] = [
      await addFeed(opened.store),
      await addFeed(opened.store),
      await addFeed(opened.store),
      await addFeed(opened.store),
    ];
    await sql`update feeds set failures = case id when ${bad} then 1 when ${worse} then 5 else 9 end
      where id in (${bad}, ${worse}, ${paused})`.execute(opened.db);
    await opened.store.feeds.setState(paused, 'paused');
    const troubled = (await overview().troubledFeeds(10)).map(({ id }) => id);
    expect(troubled).toEqual([worse, bad]);
    expect(troubled).not.toContain(well);
  });
});
