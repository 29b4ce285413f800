import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from '../../src/store/begin.js';
import { unpackBytes } from '../../src/store/snapshot-codec.js';
import { packSnapshot } from '../../src/store/snapshots.js';
import type { Store } from '../../src/store/store.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { addArticle, keepSnapshot, newSnapshot } from '../support/rows.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.each(storeModes)('createSnapshots on %s', (mode) => {
  let opened: OpenStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(mode);
    store = opened.store;
  });
  afterAll(() => opened.close());

  /** The snapshot as the cleaner gets it. */
  const pageOf = async (articleId: number): Promise<Page> => {
    const [run] = await store.runs.start([articleId], 'clean', null);
    const begun = run === undefined ? null : await store.runs.begin(run, 'clean', 'test', 60_000);
    if (begun?.page == null) throw new Error('the run has no page');
    return begun.page;
  };

  it.each([
    ['no bytes', Buffer.alloc(0), 'identity'],
    ['every byte', Buffer.from(Array.from({ length: 256 }, (_, n) => n)), 'br'],
    ['a page', Buffer.from('<p>Straße 東京 \0</p>'.repeat(5_000)), 'br'],
    ['noise', randomBytes(300_000), 'identity'],
    ['a part of a larger buffer', Buffer.from('xxabcxx').subarray(2, 5), 'identity'],
  ] as const)('reads back %s byte for byte, with the hash that fits', async (_name, body, codec) => {
    const articleId = await addArticle(store);
    const headers = { 'content-type': 'text/html; charset="ISO-8859-1"', 'x-odd': '\u00ff \\ " {}' };
    const given = newSnapshot(articleId, { body, headers, status: 203 });
    const id = await keepSnapshot(store, await packSnapshot(given));
    const page = await pageOf(articleId);
    expect(Buffer.from(unpackBytes(page)).equals(body)).toBe(true);
    const known = { id, url: given.url, headers, codec, size: body.length };
    expect(page).toMatchObject(known);
    const [info] = await store.snapshots.list(articleId);
    expect(info).toMatchObject({ ...known, article_id: articleId, status: 203, sha256: sha256(body) });
  });

  it('marks the latest snapshot as fetched again when the bytes are the same', async () => {
    const articleId = await addArticle(store);
    const packed = await packSnapshot(newSnapshot(articleId));
    const id = await keepSnapshot(store, packed);
    const long = new Date('2001-01-01T00:00:00Z');
    await opened.db.updateTable('snapshots').set({ fetched_at: long }).where('id', '=', id).execute();
    expect(await store.snapshots.refetched(id, packed)).toBe(true);
    const list = await store.snapshots.list(articleId);
    expect(list).toHaveLength(1);
    expect(list[0]?.fetched_at.getTime()).toBeGreaterThan(long.getTime());
  });

  it('keeps another snapshot when the bytes or the address differ, oldest first', async () => {
    const articleId = await addArticle(store);
    const packed = await packSnapshot(newSnapshot(articleId));
    const first = await keepSnapshot(store, packed);
    const moved = { ...packed, url: `${packed.url}?moved` };
    const edited = await packSnapshot(
      newSnapshot(articleId, { url: packed.url, body: Buffer.from('edited') }),
    );
    for (const other of [moved, edited]) expect(await store.snapshots.refetched(first, other)).toBe(false);
    const later = [await keepSnapshot(store, moved), await keepSnapshot(store, edited)];
    const list = await store.snapshots.list(articleId);
    expect(list.map(({ id }) => id)).toEqual([first, ...later]);
    expect(list.every((info) => !('body' in info))).toBe(true);
  });
});
