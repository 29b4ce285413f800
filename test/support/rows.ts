// Rows as tests want them: each factory makes one that is like no other, and takes what matters to the test.
import { createHash } from 'node:crypto';
import type { ArticleChanges, NewArticle } from '../../src/store/articles.js';
import type { NewBatch } from '../../src/store/batches.js';
import type { NewFeed } from '../../src/store/feeds.js';
import type { SeenItem } from '../../src/store/items.js';
import type { LedgerEntry } from '../../src/store/ledger.js';
import type { Making } from '../../src/store/making.js';
import {
  type DraftLanguage,
  makingDraft,
  makingLanguage,
  type NewRevision,
  type Revision,
  type SettledDraft,
} from '../../src/store/revisions.js';
import type { Quality } from '../../src/store/schema-articles.js';
import {
  makingSnapshot,
  type NewSnapshot,
  type PackedSnapshot,
  packSnapshot,
} from '../../src/store/snapshots.js';
import type { Store } from '../../src/store/store.js';
import { hostOf, urlKey } from '../../src/web/canonical-url.js';

let rows = 0;

export function newFeed(overrides: Partial<NewFeed> = {}): NewFeed {
  const url = overrides.url ?? `https://feeds.example/${++rows}`;
  return {
    url,
    urlKey: urlKey(url),
    title: null,
    siteUrl: null,
    tags: [],
    intervalMs: 60_000,
    ...overrides,
  };
}

export function newArticle(overrides: Partial<NewArticle> = {}): NewArticle {
  const url = overrides.url ?? `https://news.example/${++rows}`;
  return {
    url,
    urlKey: urlKey(url),
    host: hostOf(url),
    feedId: null,
    hints: { title: null, byline: [], publishedAt: null, language: null },
    ...overrides,
  };
}

export function seenItem(feedId: number, overrides: Partial<SeenItem> = {}): SeenItem {
  return { feed_id: feedId, item_key: `item-${++rows}`, content_hash: 'hash', ...overrides };
}

export function newSnapshot(articleId: number, overrides: Partial<NewSnapshot> = {}): NewSnapshot {
  return {
    articleId,
    url: `https://news.example/page/${++rows}`,
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: Buffer.from(`<p>page ${rows}</p>`),
    ...overrides,
  };
}

export function newDraft(
  articleId: number,
  snapshotId: number,
  overrides: Partial<NewRevision> = {},
): NewRevision {
  const text = overrides.text ?? `The text of draft ${++rows}.`;
  return {
    article_id: articleId,
    snapshot_id: snapshotId,
    title: 'A title',
    byline: [],
    tags: [],
    text,
    html: `<p>${text.slice(0, 1_000)}</p>`,
    text_hash: createHash('sha256').update(text).digest('hex'),
    attribution: JSON.stringify({ publisher: null, url: null }),
    quality: JSON.stringify({ words: 1, characters: 1, blocks: 1, linkDensity: 0, confidence: 1, notes: [] }),
    extractor_version: 1,
    ...overrides,
  };
}

export function draftLanguage(overrides: Partial<DraftLanguage> = {}): DraftLanguage {
  return {
    tag: 'en',
    script: 'Latn',
    detail: { confidence: 1, source: 'text', disagreement: null, shares: [{ tag: 'en', share: 1 }] },
    quality: {
      words: 1,
      characters: 1,
      blocks: 1,
      linkDensity: 0,
      confidence: 1,
      residue: { count: 0, spans: [] },
      notes: [],
    },
    taggerVersion: 1,
    ...overrides,
  };
}

export function ledgerEntry(overrides: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    stage: 'scrape',
    article_id: null,
    feed_id: null,
    batch_id: null,
    attempt: 1,
    outcome: 'done',
    reason: null,
    ms: 1,
    worker: 'test',
    detail: null,
    ...overrides,
  };
}

export function newBatch(overrides: Partial<NewBatch> = {}): NewBatch {
  return {
    fromStage: 'clean',
    dryRun: false,
    selection: { all: true },
    selectionKey: `selection-${++rows}`,
    state: 'running',
    total: 1,
    ...overrides,
  };
}

export async function addFeed(store: Store, overrides: Partial<NewFeed> = {}): Promise<number> {
  return (await store.feeds.add(newFeed(overrides))).feed.id;
}

export async function addArticle(store: Store, overrides: Partial<NewArticle> = {}): Promise<number> {
  const [id] = await addArticles(store, [newArticle(overrides)]);
  return id ?? 0;
}

/** The ids of the articles, in their order and rising. */
export async function addArticles(store: Store, articles: NewArticle[]): Promise<number[]> {
  const ids: number[] = [];
  for (const article of articles) {
    const found = await store.articles.discover([article]);
    ids.push(found.get(article.urlKey)?.id ?? 0);
  }
  return ids;
}

async function beginRun(store: Store, articleId: number): Promise<number> {
  const [run] = await store.runs.start([articleId], 'scrape', null);
  const begun = run === undefined ? null : await store.runs.begin(run, 'scrape', 'factory', 60_000);
  if (begun === null) throw new Error('the run of the factory was not begun');
  return begun.run.attempt;
}

/** Leaves an article, and a draft of it, as the end of a run would. */
export async function settle(
  store: Store,
  articleId: number,
  article: ArticleChanges,
  draft: SettledDraft | null = null,
): Promise<void> {
  const attempt = await beginRun(store, articleId);
  await store.runs.finish({ articleId, attempt }, { article, draft }, ledgerEntry());
}

/** Writes what a stage makes with the end of a run, the one way to write it; no run is left, and no ledger row. */
async function make(store: Store, articleId: number, making: Making): Promise<number> {
  const attempt = await beginRun(store, articleId);
  const to = { articleId, attempt, newTicket: true, failures: 0, dueAt: null, reason: null };
  const made = await store.runs.advance({ ...to, stage: 'clean' }, ledgerEntry(), making);
  await store.runs.finish({ articleId, attempt }, { article: {}, draft: null }, ledgerEntry());
  const id = making.column === 'snapshot_id' ? made?.snapshotId : made?.draftId;
  return id ?? 0;
}

export const keepSnapshot = (store: Store, packed: PackedSnapshot): Promise<number> =>
  make(store, packed.articleId, makingSnapshot(packed));

export async function addSnapshot(
  store: Store,
  articleId: number,
  body = Buffer.from('page'),
): Promise<number> {
  const packed = await packSnapshot(newSnapshot(articleId, { body }));
  return keepSnapshot(store, await store.pageBytes.keep(packed));
}

export const keepDraft = (store: Store, draft: NewRevision): Promise<number> =>
  make(store, draft.article_id, makingDraft(draft));

export async function addDraft(
  store: Store,
  articleId: number,
  overrides: Partial<NewRevision> = {},
): Promise<number> {
  const snapshotId = await addSnapshot(store, articleId);
  return keepDraft(store, newDraft(articleId, snapshotId, overrides));
}

export async function keepLanguage(
  store: Store,
  articleId: number,
  draftId: number,
  language: DraftLanguage,
): Promise<void> {
  await make(store, articleId, makingLanguage(draftId, language));
}

/** An article whose draft has become current, as the store stage makes it; its id and its revision. */
export async function publish(
  store: Store,
  {
    language = 'en',
    article = {},
    confidence = 1,
    rule = null,
    ...draft
  }: Partial<NewRevision> & {
    language?: string;
    article?: Partial<NewArticle>;
    confidence?: number;
    rule?: NonNullable<Quality['rule']> | null;
  },
): Promise<{ articleId: number; revision: Revision }> {
  const articleId = await addArticle(store, article);
  const id = await addDraft(store, articleId, draft);
  const tagged = draftLanguage({ tag: language });
  await keepLanguage(store, articleId, id, { ...tagged, quality: { ...tagged.quality, confidence, rule } });
  const revision = await store.revisions.find(id);
  if (revision === null) throw new Error('the draft that was just saved is missing');
  const columns = await store.library.published(revision, new Date());
  await settle(store, articleId, columns, { id, state: 'current' });
  return { articleId, revision };
}
