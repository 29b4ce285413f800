import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPageBytes, inRows } from '../../src/store/page-bytes.js';
import { packSnapshot } from '../../src/store/snapshots.js';
import { createStore, type Store } from '../../src/store/store.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { addArticle, addSnapshot, keepSnapshot, newSnapshot, publish } from '../support/rows.js';

const LONG = Buffer.from('<p>A page that is long enough to be packed. </p>'.repeat(50));

describe.each(storeModes)('pages in a folder beside %s', (mode) => {
  let folder: string;
  let place: string;
  let opened: OpenStore;
  let store: Store;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'feedmill-pages-'));
    place = `disk:${folder}`;
    opened = await openStore(mode, { ...inRows, snapshots: place });
    store = opened.store;
    await store.pageBytes.check();
  });
  afterAll(async () => {
    store.pageBytes.close();
    await opened.close();
    await rm(folder, { recursive: true, force: true });
  });

  const files = async (): Promise<string[]> =>
    (await readdir(folder, { recursive: true })).filter((name) => /\.(?:br|identity)$/.test(name)).sort();
  const hurry = (): Promise<unknown> =>
    sql`update page_files set look_at = now() - interval '1 second'`.execute(opened.db);
  const original = async (article: number, id: number): Promise<string | null> => {
    const found = await store.newsroom.original(article, id);
    return found === null ? null : Buffer.from(found.bytes).toString();
  };
  const empty = async (): Promise<void> => {
    await sql`truncate articles cascade`.execute(opened.db);
    await sql`delete from page_files`.execute(opened.db);
    for (const name of await files()) await rm(join(folder, name));
  };

  it('are one file for one content, read by all who read pages', async () => {
    const { articleId: first } = await publish(store, {});
    const { articleId: second } = await publish(store, {});
    const kept = await addSnapshot(store, first, LONG);
    await addSnapshot(store, second, LONG);
    expect(await files()).toHaveLength(2);
    expect(await store.snapshots.list(first)).toMatchObject([{ place }, { id: kept, place }]);
    expect(await original(first, kept)).toBe(LONG.toString());
    const { pages } = await store.exports.pages({}, { after: 0, snapshot: null }, 10);
    expect(pages.map(({ body }) => body.length > 0)).toEqual([true, true, true, true]);
    expect(await store.pageAudit.check(0, 10)).toMatchObject({ checked: 4, damaged: [] });
    const sizes = await store.retention.sizes();
    const [short = 0, long = 0] = pages.map(({ body }) => body.length);
    expect(sizes.find(({ name }) => name === `pages in ${place}`)?.bytes).toBe(short + long);
    await empty();
  });

  it('are removed when nobody needs them any more, and not while somebody does or may soon', async () => {
    const { articleId, revision } = await publish(store, {});
    const other = await addArticle(store);
    await addSnapshot(store, other, LONG);
    expect(await store.pageCollection.collect(10)).toMatchObject({ removed: 0 });
    await hurry();
    expect(await store.pageCollection.collect(10)).toMatchObject({ removed: 0 });
    expect(await files()).toHaveLength(2);
    await opened.db
      .updateTable('snapshots')
      .set({ fetched_at: new Date(0) })
      .execute();
    expect(await store.retention.pruneSnapshots(new Date(1), 10)).toBe(2);
    // The same content has just been written by somebody whose row is still to come.
    const third = await addArticle(store);
    const soon = await store.pageBytes.keep(await packSnapshot(newSnapshot(third, { body: LONG })));
    expect(await store.pageCollection.collect(10)).toMatchObject({ removed: 1 });
    expect(await files()).toHaveLength(1);
    expect(await store.snapshots.list(articleId)).toMatchObject([
      { id: revision.snapshot_id, kept: false, place: null },
    ]);
    const id = await keepSnapshot(store, soon);
    expect(await original(third, id)).toBe(LONG.toString());
    await opened.db.deleteFrom('articles').where('id', '=', third).execute();
    await hurry();
    expect(await store.pageCollection.collect(10)).toMatchObject({ removed: 1 });
    expect(await files()).toEqual([]);
    await empty();
  });

  it('of a place that is gone stand in the way of nobody else, and are looked at again later', async () => {
    const gone = 's3://gone/pages';
    await opened.db
      .insertInto('page_files')
      .values({ place: gone, name: 'a.br', bytes: 1, look_at: new Date(0) })
      .execute();
    const article = await addArticle(store);
    await addSnapshot(store, article, LONG);
    await opened.db.deleteFrom('articles').where('id', '=', article).execute();
    await hurry();
    const { removed, left } = await store.pageCollection.collect(10);
    expect({ removed, left }).toEqual({ removed: 1, left: expect.stringContaining(gone) as string });
    expect(await store.pageCollection.collect(10)).toEqual({ removed: 0, left: null });
    await opened.db.deleteFrom('page_files').where('place', '=', gone).execute();
    await empty();
  });

  it('that are lost or damaged are found by the audit, and requested again by its repair', async () => {
    const lost = await addArticle(store);
    const id = await addSnapshot(store, lost, LONG);
    const { articleId: damaged, revision } = await publish(store, {});
    const [name = ''] = (await files()).filter((one) => one.endsWith('.br'));
    await rm(join(folder, name));
    const [other = ''] = (await files()).filter((one) => one.endsWith('.identity'));
    await writeFile(join(folder, other), 'other bytes');
    const { damaged: found } = await store.pageAudit.check(0, 10);
    expect(found.map(({ articleId, why }) => ({ articleId, why }))).toEqual([
      { articleId: lost, why: `it is lost: ${place} has no ${name.split('/').at(-1)}` },
      { articleId: damaged, why: 'its bytes are not those that came' },
    ]);
    expect(await original(lost, id)).toBeNull();
    await store.pageAudit.repair(found);
    expect(await store.runs.find(lost)).toMatchObject({ stage: 'scrape' });
    expect(await store.runs.find(damaged)).toMatchObject({ stage: 'scrape', snapshot_id: null });
    expect(await store.snapshots.list(damaged)).toMatchObject([{ id: revision.snapshot_id, kept: false }]);
    const again = await addSnapshot(store, damaged, Buffer.from('page'));
    expect(await original(damaged, again)).toBe('page');
    expect(await store.pageAudit.check(0, 10)).toMatchObject({ damaged: [], checked: 1 });
    await empty();
  });

  it('that cannot be reached are not taken for lost', async () => {
    const article = await addArticle(store);
    const id = await addSnapshot(store, article, LONG);
    await rename(folder, `${folder}-away`);
    const said = `${place} cannot be used: ${folder}/feedmill-pages is missing; is the folder mounted?`;
    await expect(store.pageAudit.check(0, 10)).rejects.toThrow(
      `The pages cannot be checked: ${said}. Nothing was changed.`,
    );
    await expect(store.newsroom.original(article, id)).rejects.toThrow(said);
    await expect(store.pageBytes.check()).rejects.toThrow(said);
    const page = await packSnapshot(newSnapshot(article));
    await expect(store.pageBytes.keep(page)).rejects.toThrow(said);
    expect(store.pageBytes.complaint(new Date())).toBe(said);
    await rename(`${folder}-away`, folder);
    await store.pageBytes.keep(page);
    expect(store.pageBytes.complaint(new Date())).toBeNull();
    expect(await original(article, id)).toBe(LONG.toString());
    await empty();
  });

  it('move to where the setting points and back, step by step, and may be cut off anywhere', async () => {
    const articles = [await addArticle(store), await addArticle(store), await addArticle(store)];
    const ids: number[] = [];
    for (const [n, article] of articles.entries())
      ids.push(await addSnapshot(store, article, Buffer.concat([LONG, Buffer.from(`${n}`)])));
    const rows = createStore(opened.db, createPageBytes(opened.db, inRows));
    const step = await rows.pageCollection.move(0, 2);
    expect(step).toMatchObject({ moved: 2, left: [], last: ids[1] });
    // Started again from the beginning, it takes what is left.
    expect(await rows.pageCollection.move(0, 2)).toMatchObject({ moved: 1, last: ids[2] });
    expect(await rows.pageCollection.move(0, 2)).toEqual({ moved: 0, bytes: 0, left: [], last: null });
    expect(await rows.pageAudit.check(0, 10)).toMatchObject({ checked: 3, damaged: [] });
    await hurry();
    expect(await store.pageCollection.collect(10)).toMatchObject({ removed: 3 });
    expect(await files()).toEqual([]);
    expect(await store.pageCollection.move(0, 10)).toMatchObject({ moved: 3, left: [] });
    expect(await files()).toHaveLength(3);
    await rm(join(folder, (await files())[0] ?? ''));
    expect(await rows.pageCollection.move(0, 10)).toMatchObject({
      moved: 2,
      left: [{ why: expect.stringContaining('has no') }],
    });
    await empty();
  });
});
