import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unseen } from '../../src/operations/why-unseen.js';
import { type OpenStore, openStore } from '../support/open-store.js';
import { addFeed, seenItem } from '../support/rows.js';

let opened: OpenStore;
beforeAll(async () => {
  opened = await openStore('embedded');
});
afterAll(() => opened.close());

const now = new Date('2026-03-02T12:00:00Z');
const told = (url: string) => unseen(url, { store: opened.store, now: () => now });
/** A feed of a site of its own, as it stands in the database. */
async function feedOf(site: string, columns: ReturnType<typeof sql>): Promise<number> {
  const id = await addFeed(opened.store, { url: `https://feeds.${site}/all` });
  await sql`update feeds set ${columns} where id = ${id}`.execute(opened.db);
  return id;
}

describe('unseen', () => {
  it('sends one to the feeds of a site of which none is polled', async () => {
    const { answer, feeds } = await told('https://nobody.example/story');
    expect(answer).toBe(
      "https://nobody.example/story was never in a feed, and no feed of nobody.example is polled. `feedmill feeds add <site>` finds the site's feeds; `feedmill ingest` takes them in at once.",
    );
    expect(feeds).toEqual([]);
  });

  it('says when the next feed of the site is polled that could list it, also one of another of its hosts', async () => {
    const id = await feedOf('well.example', sql`polled_at = ${now}, next_poll_at = '2026-03-02T12:30:00Z'`);
    const { answer, feeds } = await told('https://www.well.example/story');
    expect(answer).toBe(
      `https://www.well.example/story was never in the one feed of well.example that Feedmill knows. The article comes in once a feed lists it: feed ${id} is polled next at 2026-03-02T12:30:00.000Z, and \`feedmill feeds poll ${id}\` asks it at once. What is too old to be listed comes in only by a feed of an archive or a section that still has it.`,
    );
    expect(feeds).toMatchObject([{ id, health: 'well', says: 'well', polledAt: now, lastError: null }]);
  });

  it('says that the feed of the site was not polled yet', async () => {
    await feedOf('new.example', sql`polled_at = null, next_poll_at = '2026-03-02T11:00:00Z'`);
    expect((await told('https://new.example/1')).answer).toMatch(
      /knows\. It has not been polled yet\. .* feed \d+ is due now, /,
    );
  });

  it('names a feed that fails, and its error', async () => {
    const id = await feedOf(
      'broken.example',
      sql`polled_at = ${now}, failures = 3, last_error = 'It answered 500.'`,
    );
    expect((await told('https://broken.example/1')).answer).toContain(
      `None of those that are polled can be read now: feed ${id} says "It answered 500.". The article comes in once one can be read again and lists it.`,
    );
  });

  it('says that all feeds are paused', async () => {
    const id = await feedOf('paused.example', sql`state = 'paused'`);
    const { answer, feeds } = await told('https://paused.example/1');
    expect(answer).toContain(
      `All of them are paused, so nothing of the site comes in; \`feedmill feeds resume ${id}\``,
    );
    expect(feeds).toMatchObject([{ state: 'paused', nextPollAt: null }]);
  });

  it('tells that a feed did list it, and why no article was made of it', async () => {
    const id = await feedOf('listed.example', sql`polled_at = ${now}`);
    const url = 'https://listed.example/1/';
    await opened.store.items.record([
      seenItem(id, { url, skip_reason: 'another host than its feed', seen_at: now }),
    ]);
    expect((await told('https://listed.example/1')).answer).toBe(
      `https://listed.example/1 was in the feed ${id} (https://feeds.listed.example/all), first seen at 2026-03-02T12:00:00.000Z, and no article was made of it: another host than its feed.`,
    );
  });
});
