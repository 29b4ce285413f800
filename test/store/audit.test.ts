// Each check is shown what it is for: a guard over the whole database that finds nothing would not be missed.
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditChecks } from '../../src/store/audit.js';
import type { Store } from '../../src/store/store.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import {
  addArticle,
  addDraft,
  addFeed,
  addSnapshot,
  newBatch,
  publish,
  seenItem,
  settle,
} from '../support/rows.js';

/** Breaks what one check watches over, and says what it is to be told by. */
const breaks: Readonly<Record<string, (store: Store, db: OpenStore['db']) => Promise<string>>> = {
  'lost items': async (store) => {
    const feed_id = await addFeed(store);
    await store.items.record([
      seenItem(feed_id, { url: 'https://lost.example/' }),
      seenItem(feed_id, { skip_reason: 'no link' }),
    ]);
    return 'https://lost.example/';
  },
  'forgotten articles': async (store) => {
    await addSnapshot(store, await addArticle(store, { url: 'https://forgotten.example/' }));
    return 'https://forgotten.example/';
  },
  'stored without text': async (store) => {
    const articleId = await addArticle(store, { url: 'https://textless.example/' });
    await settle(store, articleId, { state: 'stored' });
    return 'https://textless.example/';
  },
  'stray revisions': async (store, db) => {
    const url = 'https://stray.example/';
    const { articleId, revision } = await publish(store, { article: { url } });
    await store.revisions.settle(revision.id, 'past');
    const other = await addDraft(store, articleId, { text: 'Another text.' });
    await store.revisions.settle(other, 'current');
    await db
      .updateTable('articles')
      .set({ state: 'dropped', reason: 'by hand', revision_id: null })
      .where('id', '=', articleId)
      .execute();
    return url;
  },
  'left drafts': async (store, db) => {
    const url = 'https://draft.example/';
    const { articleId } = await publish(store, { article: { url } });
    const draftId = await addDraft(store, articleId, { text: 'Nobody waits for this.' });
    await db
      .updateTable('revisions')
      .set({ created_at: new Date(0) })
      .where('id', '=', draftId)
      .execute();
    return url;
  },
  'revisions told twice': async (store, db) => {
    const url = 'https://twice.example/';
    const { articleId, revision } = await publish(store, { article: { url }, text: 'The same.' });
    const again = await addDraft(store, articleId, { text: 'The same.' });
    await db.updateTable('revisions').set({ language: revision.language }).where('id', '=', again).execute();
    await store.revisions.settle(revision.id, 'past');
    await settle(store, articleId, { revision_id: again }, { id: again, state: 'current' });
    return url;
  },
  'ends without a reason': async (store) => {
    const articleId = await addArticle(store, { url: 'https://silent.example/' });
    await settle(store, articleId, { state: 'dropped' });
    return 'https://silent.example/';
  },
  'late runs': async (store) => {
    const articleId = await addArticle(store, { url: 'https://late.example/' });
    await store.runs.start([articleId], 'scrape', null, new Date(0));
    return 'https://late.example/ waits for scrape';
  },
  'sleeping feeds': async (store, db) => {
    const feedId = await addFeed(store, { url: 'https://asleep.example/feed' });
    await db
      .updateTable('feeds')
      .set({ next_poll_at: sql<Date>`now() + interval '1 year'` })
      .where('id', '=', feedId)
      .execute();
    return 'https://asleep.example/feed';
  },
};

describe('auditChecks', () => {
  it('are those of the manual, in its words', () => {
    const manual = readFileSync(new URL('../../docs/promises.md', import.meta.url), 'utf8');
    const rows = [...manual.matchAll(/^\| ([a-z ]+?) +\| (.+?) +\| +(.*?) *\|$/gm)]
      .map(([, name, holds, remedy]) => ({ name, holds, remedy: remedy === '' ? null : remedy }))
      .slice(-auditChecks.length);
    expect(rows).toEqual(auditChecks);
  });
});

describe.each(storeModes)('createAudit on %s', (mode) => {
  let opened: OpenStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(mode);
    store = opened.store;
  });
  afterAll(() => opened.close());

  it('finds nothing amiss in what the pipeline leaves', async () => {
    const { articleId, revision } = await publish(store, {});
    const next = await addDraft(store, articleId, { text: 'A later text.' });
    await store.revisions.settle(revision.id, 'past');
    await settle(store, articleId, { revision_id: next }, { id: next, state: 'current' });
    const batchId = (await store.batches.create(newBatch({ dryRun: true }))) ?? 0;
    const draftId = await addDraft(store, articleId, { text: 'A dry run.' });
    await settle(store, articleId, {}, { id: draftId, state: 'dry' });
    await opened.db
      .updateTable('revisions')
      .set({ created_at: new Date(0) })
      .execute();
    await store.batchItems.record({
      ...{ batchId, articleId, draftId, baseId: next, outcome: 'done', reason: null, change: null },
    });
    await store.runs.start([await addArticle(store)], 'scrape', null);
    expect(await store.audit.find()).toEqual([]);
  });

  it.each(auditChecks)('finds $name, and mends them where it says so', async ({ name, holds, remedy }) => {
    const what = await breaks[name]?.(store, opened.db);
    expect(await store.audit.find()).toMatchObject([{ name, holds, remedy, count: 1, examples: [{ what }] }]);
    expect(await store.audit.repair()).toBe(remedy === null ? 0 : 1);
    const left = await store.audit.find();
    expect(left.map((finding) => finding.name)).toEqual(remedy === null ? [name] : []);
    if (remedy === null) await opened.db.deleteFrom('articles').execute();
  });

  it('finds a stored page that is not what came, and has it requested again', async () => {
    const articleId = await addArticle(store, { url: 'https://damaged.example/' });
    const [good, bad, cut] = [
      await addSnapshot(store, articleId, Buffer.from('good')),
      await addSnapshot(store, articleId, Buffer.from('bad')),
      await addSnapshot(store, articleId, Buffer.from('cut '.repeat(1_000))),
    ];
    await opened.db
      .updateTable('snapshots')
      .set({ body: Buffer.from('bax') })
      .where('id', '=', bad)
      .execute();
    await opened.db
      .updateTable('snapshots')
      .set({ body: Buffer.from('cut') })
      .where('id', '=', cut)
      .execute();
    const { damaged, last } = await store.pageAudit.check(good - 1, 10);
    expect(damaged).toMatchObject([
      { id: bad, articleId, why: 'its bytes are not those that came' },
      { id: cut, articleId, why: expect.stringMatching(/^it cannot be unpacked: /) as string },
    ]);
    expect(last).toBe(cut);
    await store.pageAudit.repair(damaged);
    expect((await store.snapshots.list(articleId)).map(({ id }) => id)).toEqual([good]);
    expect(await store.runs.find(articleId)).toMatchObject({ stage: 'scrape' });
    expect(await store.pageAudit.check(cut, 10)).toEqual({ damaged: [], checked: 0, last: null });
  });
});
