/** Binds the clean stage: a snapshot becomes a document, kept as a draft revision. Owns no rule about content. */
import { thinArticle, thinness } from '../extract/thinness.js';
import { extractorVersion } from '../extract/version.js';
import { makingDraft, type NewRevision } from '../store/revisions.js';
import type { Attribution, Quality } from '../store/schema-articles.js';
import type { ArticleStageRun } from './attempt.js';
import { cleanTask } from './clean-task.js';
import type { CleanResult } from './clean-thread.js';
import { done, dropped, failed, type Outcome, retry, wait } from './outcome.js';
import type { Ports } from './ports.js';

/** A place of pages that is away is asked again after this; waiting counts as no try. */
const UNREACHABLE_MS = 30_000;

export const clean: ArticleStageRun<'clean'> = {
  name: 'clean',
  async run({ snapshotId }, { article, page }, ports, signal) {
    const { threads, siteRules, settings, now } = ports;
    if (page === null)
      return failed(
        `snapshot ${snapshotId} is missing; \`feedmill reingest --from scrape\` requests the page again`,
      );
    const got = await ports.store.pageBytes.read(page);
    if (got.status === 'unreachable')
      return wait(`the page cannot be read: ${got.why}`, new Date(now().getTime() + UNREACHABLE_MS));
    if (got.status === 'lost')
      return failed(
        `the page is lost: ${got.why}; \`feedmill reingest --from scrape\` requests it again, \`feedmill audit --deep --repair\` all that are lost`,
      );
    const task = cleanTask({ ...page, body: got.body }, article.hints, siteRules.ruleFor(page.url), now());
    const cleaned = await threads.clean(task, signal);
    if (cleaned.status === 'aborted')
      return wait('the service stops; the page is cleaned again after its start', now());
    if (cleaned.status === 'broken') return retry(cleaned.reason);
    const why = thinness(cleaned.result.article.quality, settings);
    if (why === null) return made(article.id, snapshotId, cleaned.result, null);
    return thin(article.id, page, cleaned.result, why, ports, signal);
  },
};

/** The end of the stage for a page that says too little: its feeds are asked what they say themselves. */
async function thin(
  articleId: number,
  page: { id: number; url: string },
  cleaned: CleanResult,
  why: string,
  { store, threads, now }: Ports,
  signal: AbortSignal,
): Promise<Outcome> {
  const content = await store.items.contentOf(articleId);
  const said =
    content === null
      ? { status: 'done' as const, result: null }
      : await threads.cleanContent({ content, url: page.url }, signal);
  if (said.status === 'aborted')
    return wait('the service stops; the page is cleaned again after its start', now());
  if (said.status === 'broken') return retry(said.reason);
  const found = thinArticle(cleaned.article, why, said.result?.content ?? null);
  if (found === null) return dropped('neither the page nor its feeds have any text', { characters: 0 });
  const textHash = found.article === cleaned.article ? cleaned.textHash : (said.result?.textHash ?? '');
  return made(articleId, page.id, { ...cleaned, article: found.article, textHash }, found.reason);
}

function made(articleId: number, snapshotId: number, cleaned: CleanResult, thinFor: string | null): Outcome {
  const { found, rule, characters, words, confidence } = cleaned.article.quality;
  const detail = {
    found,
    characters,
    words,
    confidence,
    charset: cleaned.charset,
    ...(rule === null ? {} : { rule: rule.site }),
    ...(thinFor === null ? {} : { thin: thinFor }),
  };
  return done('tag', detail, makingDraft(draftOf(articleId, snapshotId, cleaned, thinFor)));
}

function draftOf(
  articleId: number,
  snapshotId: number,
  { article, textHash }: CleanResult,
  thinFor: string | null,
): NewRevision {
  const quality: Quality = { ...article.quality, thin: thinFor, residue: null, notes: article.notes };
  const attribution: Attribution = article.attribution;
  return {
    article_id: articleId,
    snapshot_id: snapshotId,
    title: article.title,
    byline: article.byline,
    published_at: article.publishedAt,
    published_day: article.publishedDay,
    modified_at: article.modifiedAt,
    site_name: article.siteName,
    canonical_url: article.canonicalUrl,
    image_url: article.imageUrl,
    declared_language: article.declaredLanguage,
    tags: article.tags,
    paywalled: article.paywalled,
    text: article.text,
    html: article.html,
    excerpt: article.excerpt,
    text_hash: textHash,
    attribution: JSON.stringify(attribution),
    quality: JSON.stringify(quality),
    extractor_version: extractorVersion,
  };
}
