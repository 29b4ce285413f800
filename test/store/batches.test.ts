import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchSelection } from '../../src/store/schema-batches.js';
import type { Store } from '../../src/store/store.js';
import { urlKey } from '../../src/web/canonical-url.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import {
  addArticle,
  addArticles,
  addFeed,
  addSnapshot,
  newArticle,
  newBatch,
  publish,
  seenItem,
  settle,
} from '../support/rows.js';

describe.each(storeModes)('createBatches on %s', (mode) => {
  let opened: OpenStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(mode);
    store = opened.store;
  });
  afterAll(() => opened.close());

  const select = (selection: BatchSelection, after = 0, limit = 1_000, needsSnapshot = false) =>
    store.batches.select(
      { selection, urlKeys: (selection.urls ?? []).map((url) => urlKey(url)), needsSnapshot },
      { after, limit },
    );

  it('keeps what a batch was asked for', async () => {
    const selection = { urls: [`https://a.example/'"\\?q=%00`], since: '2024-01-01' };
    const id = (await store.batches.create(newBatch({ dryRun: true, selection, total: 3 }))) ?? 0;
    expect(await store.batches.find(id)).toMatchObject({
      id,
      fromStage: 'clean',
      selection,
      state: 'running',
      total: 3,
    });
    expect(await store.batches.find(0)).toBeNull();
    expect((await store.batches.list(null, 1)).map((batch) => batch.id)).toEqual([id]);
  });

  it('makes no second batch of a selection while the first one runs or is paused', async () => {
    const batch = newBatch({ selectionKey: 'the same' });
    const id = (await store.batches.create(batch)) ?? 0;
    expect(await store.batches.create(batch)).toBeNull();
    expect(await store.batches.move(id, ['running'], 'paused')).toBe(true);
    expect(await store.batches.create(batch)).toBeNull();
    expect((await store.batches.findLive('the same'))?.id).toBe(id);
    expect(await store.batches.move(id, ['running'], 'cancelled')).toBe(false);
    expect(await store.batches.move(id, ['paused'], 'cancelled')).toBe(true);
    expect(await store.batches.create(batch)).not.toBeNull();
  });

  it('gives a step of a batch to one process at a time', async () => {
    const id = (await store.batches.create(newBatch())) ?? 0;
    await store.transaction(async (one) => {
      expect((await one.batches.claim(id))?.id).toBe(id);
      // The embedded database has one session, in which nobody else can ask meanwhile.
      if (mode === 'postgres') expect(await store.batches.claim(id)).toBeNull();
      await one.batches.advance(id, { cursor: 7, handedOn: true });
    });
    expect(await store.batches.find(id)).toMatchObject({ cursor: 7, handedOn: true });
    await store.batches.move(id, ['running'], 'finished');
    expect(await store.batches.claim(id)).toBeNull();
    await store.batches.move(id, ['finished'], 'committing');
    expect(await store.batches.claim(id)).toMatchObject({ cursor: 0, handedOn: false, endedAt: null });
  });

  it('selects by URL, feed, time and failure, and by all of them together', async () => {
    const feedId = await addFeed(store);
    const articles = [newArticle(), newArticle(), newArticle()];
    const [old = 0, listed = 0, failed = 0] = await addArticles(store, articles);
    await store.items.record([
      seenItem(feedId, { article_id: listed }),
      seenItem(feedId, { article_id: failed }),
      seenItem(feedId),
    ]);
    await settle(store, failed, { state: 'failed' });
    await settle(store, old, { state: 'failed' });
    // What has a smaller id was found earlier.
    await opened.db
      .updateTable('articles')
      .set({ discovered_at: new Date('2001-01-01') })
      .where('id', '<=', old)
      .execute();
    expect(await select({ urls: [articles[0]?.url ?? '', 'https://unheard.example/'] })).toEqual([old]);
    expect(await select({ feedId })).toEqual([listed, failed]);
    expect(await select({ failed: true })).toEqual([old, failed]);
    expect(await select({ failed: true, since: '2002-01-01' })).toEqual([failed]);
    expect(await select({ feedId, urls: [articles[1]?.url ?? ''] })).toEqual([listed]);
    expect(await select({ feedId, urls: [articles[0]?.url ?? ''] })).toEqual([]);
    expect(await select({ since: '9999-12-31' })).toEqual([]);
    expect(await select({ failed: true, before: '2002-01-01' })).toEqual([old]);
    const counted = { selection: { feedId }, urlKeys: [], needsSnapshot: false };
    expect(await store.batches.count(counted)).toBe(2);
    expect(await store.batches.feeds(counted)).toEqual([feedId]);
  });

  it('selects by host, by stage and reason of what did not come in, and by what made the revision', async () => {
    const host = 'selected.example';
    const at = (name: string) => ({ url: `https://${host}/${name}` });
    const failedAt = await addArticle(store, at('failed'));
    await settle(store, failedAt, { state: 'failed', reason: 'failed at clean: it took too long' });
    const dropped = await addArticle(store, at('dropped'));
    await settle(store, dropped, { state: 'dropped', reason: 'dropped at clean: 50 % is no text' });
    const unsure = await publish(store, {
      article: at('unsure'),
      text: 'Unsure.',
      extractor_version: 2,
      confidence: 0.2,
    });
    const sure = await publish(store, { article: at('sure'), text: 'Sure.', extractor_version: 3 });
    const of = (selection: BatchSelection) => select({ ...selection, host });
    expect(await of({})).toEqual([failedAt, dropped, unsure.articleId, sure.articleId]);
    expect(await of({ failedAt: 'clean' })).toEqual([failedAt]);
    expect(await of({ failedAt: 'scrape' })).toEqual([]);
    expect(await of({ dropped: '50 % IS' })).toEqual([dropped]);
    expect(await of({ dropped: '5_ %' })).toEqual([]);
    expect(await of({ belowConfidence: 0.5 })).toEqual([unsure.articleId]);
    expect(await of({ olderThan: { extractor: 3, tagger: 1 } })).toEqual([unsure.articleId]);
    expect(await of({ olderThan: { extractor: 3, tagger: 2 } })).toEqual([unsure.articleId, sure.articleId]);
  });

  it('selects by language, by the mark of an alert, and by the site rule that made the revision', async () => {
    const host = 'ruled.example';
    // Its page is of news.example, and rules are for pages.
    const made = async (name: string, version: string | null, language: string): Promise<number> => {
      const rule = version === null ? null : { site: 'news.example', file: 'news.yaml', version };
      const article = { url: `https://${host}/${name}` };
      return (await publish(store, { article, text: name, language, rule })).articleId;
    };
    const plain = await made('plain', null, 'zh-Hans');
    const first = await made('first', 'one', 'zh-Hant');
    const second = await made('second', 'two', 'en');
    const of = (selection: BatchSelection) => select({ ...selection, host });
    expect(await of({ language: 'zh' })).toEqual([plain, first]);
    expect(await of({ language: 'en' })).toEqual([second]);
    const older = (...rules: { site: string; version: string }[]) =>
      of({ olderThan: { extractor: 1, tagger: 0, rules } });
    expect(await older({ site: 'news.example', version: 'two' })).toEqual([plain, first]);
    expect(
      await older({ site: 'news.example', version: 'two' }, { site: 'example', version: 'one' }),
    ).toEqual([plain, first]);
    expect(await older({ site: 'other.example', version: 'two' })).toEqual([first, second]);
    expect(await of({ olderThan: { extractor: 1, tagger: 0 } })).toEqual([]);
    const finding = { kind: 'drift', subject: host, severity: 'warning', message: '.', detail: {} } as const;
    const [raised] = await store.alerts.raise([finding]);
    const alert = raised?.alert.id ?? 0;
    await store.sites.mark(alert, [plain, first], [first]);
    expect(await of({ alert })).toEqual([first]);
  });

  it('selects everything by pages, and only what has a snapshot if asked', async () => {
    const bare = await addArticle(store);
    const kept = await addArticle(store);
    await addSnapshot(store, kept);
    const all = await select({ all: true });
    expect(all.slice(-2)).toEqual([bare, kept]);
    const pages = [await select({ all: true }, 0, 2), await select({ all: true }, all[1], 1_000)];
    expect(pages.flat()).toEqual(all);
    expect(await select({ all: true }, bare - 1, 1_000, true)).toEqual([kept]);
  });
});
