// A page with all that decides what is made of it: enough to run it again anywhere, without the store and without the
// network (captured-result.ts).
import { FeedmillError } from '../errors.js';
import { ruleFor, type SiteRule } from '../extract/site-rules.js';
import type { Settings } from '../settings.js';
import type { Article } from '../store/articles.js';
import type { ItemHints } from '../store/schema-articles.js';
import type { Ports } from '../workers/ports.js';
import { readSiteRules } from '../workers/site-rules.js';
import { articleNamed } from './articles.js';
import { requestPage } from './page-request.js';

/** A page as it came, and what was known before it was read. */
export interface CapturedPage {
  url: string;
  status: number;
  headers: Record<string, string>;
  /** ISO 8601; no date of the page is later than this by more than a day. */
  fetchedAt: string;
  bytes: Uint8Array;
  /** What its feed says of it; `content` is the item's own text. */
  item: ItemHints & { content: string | null };
  /** The rule for its site as it stood; null where there was none. */
  rule: SiteRule | null;
}

/**
 * A page that is kept of an article that a person named: the one that its text was made from, else the newest.
 * @throws FeedmillError NOT_FOUND for an article that is not known, or of which no page is kept.
 */
export async function capturedArticle(name: string, ports: Ports): Promise<CapturedPage> {
  return capturedPage(await articleNamed(name, ports), ports);
}

/**
 * The same of an article that is known.
 * @throws FeedmillError NOT_FOUND where no page of it is kept.
 */
export async function capturedPage(article: Article, ports: Ports): Promise<CapturedPage> {
  const kept = await keptPage(article, ports);
  const content = await ports.store.items.contentOf(article.id);
  return { ...kept, item: { ...article.hints, content }, rule: ports.siteRules.ruleFor(kept.url) };
}

async function keptPage(
  { id, revision_id: revisionId, url }: Article,
  { store }: Pick<Ports, 'store'>,
): Promise<Omit<CapturedPage, 'item' | 'rule'>> {
  const [snapshots, revision] = await Promise.all([
    store.snapshots.list(id),
    revisionId === null ? null : store.revisions.find(revisionId),
  ]);
  const kept = snapshots.filter((snapshot) => snapshot.kept);
  const snapshot = kept.find((one) => one.id === revision?.snapshot_id) ?? kept.at(-1);
  const original = snapshot === undefined ? null : await store.newsroom.original(id, snapshot.id);
  if (snapshot === undefined || original === null)
    throw new FeedmillError(
      'NOT_FOUND',
      `No page is kept of article ${id} (${url}). \`feedmill reingest ${url}\` requests it again.`,
    );
  const { status, headers, fetched_at: fetchedAt } = snapshot;
  return { url: snapshot.url, status, headers, fetchedAt: fetchedAt.toISOString(), bytes: original.bytes };
}

/**
 * A page as the service would get it now; nothing of it is stored.
 * @throws FeedmillError PAGE_UNAVAILABLE, or CONFIG_INVALID for site rules with a mistake.
 */
export async function capturedAddress(named: string, settings: Settings, now: Date): Promise<CapturedPage> {
  const rules = await readSiteRules(settings.siteRules);
  const { url, httpStatus: status, headers, body } = await requestPage(named, settings);
  const item = { title: null, byline: [], publishedAt: null, language: null, content: null };
  return { url, status, headers, fetchedAt: now.toISOString(), bytes: body, item, rule: ruleFor(rules, url) };
}
