import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { addArticle, addDraft, addSnapshot, publish } from '../support/rows.js';

describe.each(storeModes)('createRetention on %s', (mode) => {
  let opened: OpenStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(mode);
    store = opened.store;
  });
  afterAll(() => opened.close());

  it('throws pages away by age, keeps the rows that revisions were made from, and leaves what work waits for', async () => {
    const made = await publish(store, {});
    const bare = await addArticle(store);
    await addSnapshot(store, bare);
    const busy = await addArticle(store);
    const waitedFor = await addSnapshot(store, busy);
    await store.runs.start([busy], 'clean', null);
    await opened.db
      .updateTable('snapshots')
      .set({ fetched_at: new Date(0) })
      .execute();
    const fresh = await addSnapshot(store, bare);
    const before = new Date('2001-01-01');
    expect(await store.retention.pruneSnapshots(before, 1)).toBe(1);
    expect(await store.retention.pruneSnapshots(before, 10)).toBe(1);
    expect(await store.retention.pruneSnapshots(before, 10)).toBe(0);
    expect(await store.snapshots.list(made.articleId)).toMatchObject([
      { id: made.revision.snapshot_id, kept: false },
    ]);
    expect((await store.snapshots.list(bare)).map(({ id }) => id)).toEqual([fresh]);
    expect(await store.snapshots.list(busy)).toMatchObject([{ id: waitedFor, kept: true }]);
    const again = { selection: { all: true }, urlKeys: [], needsSnapshot: true };
    expect(await store.batches.select(again, { after: 0, limit: 10 })).toEqual([bare, busy]);
    expect(await store.pageAudit.check(0, 10)).toMatchObject({ damaged: [], checked: 2 });
    const [run] = await store.runs.start([made.articleId], 'clean', null);
    expect(run?.snapshotId).toBeNull();
  });

  it('throws the oldest pages away while all together take too much, and measures those of before first', async () => {
    await opened.db.deleteFrom('articles').execute();
    const ids: number[] = [];
    for (let n = 0; n < 6; n++)
      ids.push(
        await addSnapshot(store, await addArticle(store), Buffer.from(randomBytes(10_000).toString('hex'))),
      );
    const [first = 0] = await opened.db
      .selectFrom('snapshots')
      .select('packed')
      .orderBy('id')
      .execute()
      .then((rows) => rows.map(({ packed }) => packed ?? 0));
    expect(first).toBeGreaterThan(10_000);
    await opened.db.updateTable('snapshots').set({ packed: null }).execute();
    const kept = async () =>
      (
        await opened.db.selectFrom('snapshots').select('id').where('kept', '=', true).orderBy('id').execute()
      ).map(({ id }) => id);
    const room = Math.round(first * 2.5);
    expect(await store.retention.pruneSnapshotsTo(room, 3)).toBe(0);
    expect(await store.retention.pruneSnapshotsTo(room, 3)).toBe(3);
    expect(await kept()).toEqual(ids.slice(3));
    expect(await store.retention.pruneSnapshotsTo(room, 3)).toBe(1);
    expect(await store.retention.pruneSnapshotsTo(room, 3)).toBe(0);
    expect(await kept()).toEqual(ids.slice(4));
  });

  it('tells what the tables take on the disk, the largest first', async () => {
    const sizes = await store.retention.sizes();
    expect(sizes.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['snapshots', 'revisions', 'ledger']),
    );
    expect(sizes.map(({ bytes }) => bytes)).toEqual(sizes.map(({ bytes }) => bytes).sort((a, b) => b - a));
  });

  it('deletes drafts that no run has, once they are no longer new, and nothing else', async () => {
    const { articleId, revision } = await publish(store, {});
    const left = await addDraft(store, articleId, { text: 'Left over.' });
    const waitedFor = await addArticle(store);
    const draft = await addDraft(store, waitedFor, { text: 'On its way.' });
    await store.runs.startIdle([{ articleId: waitedFor, draftId: draft }], 'tag', 1);
    expect(await store.retention.pruneDrafts(10)).toBe(0);
    await opened.db
      .updateTable('revisions')
      .set({ created_at: new Date(0) })
      .execute();
    expect(await store.retention.pruneDrafts(10)).toBe(1);
    const find = async (id: number): Promise<boolean> => (await store.revisions.find(id)) !== null;
    expect([await find(revision.id), await find(left), await find(draft)]).toEqual([true, false, true]);
    await opened.db.deleteFrom('runs').execute();
  });
});
