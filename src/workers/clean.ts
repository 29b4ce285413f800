/** Binds the clean stage: a snapshot becomes a document, kept as a draft revision. Owns no rule about content. */
import { extractorVersion } from '../extract/version.js';
import { tagOf } from '../language/hints.js';
import { makingDraft, type NewRevision } from '../store/revisions.js';
import type { Attribution, Quality } from '../store/schema.js';
import type { ArticleStageRun } from './attempt.js';
import type { CleanResult } from './clean-thread.js';
import { done, dropped, failed, retry, wait } from './outcome.js';

export const clean: ArticleStageRun<'clean'> = {
  name: 'clean',
  async run({ snapshotId }, { article, page }, { threads, settings, now }, signal) {
    if (page === null)
      return failed(
        `snapshot ${snapshotId} is missing; \`feedmill reingest --from scrape\` requests the page again`,
      );
    const { title, byline, publishedAt, language } = article.hints;
    const cleaned = await threads.clean(
      {
        packed: { codec: page.codec, body: page.body, size: page.size },
        contentType: page.headers['content-type'] ?? null,
        url: page.url,
        now: now(),
        hints: {
          title,
          byline,
          publishedAt: publishedAt === null ? null : new Date(publishedAt),
          language: tagOf(page.headers['content-language']) ?? language,
        },
      },
      signal,
    );
    if (cleaned.status === 'aborted')
      return wait('the service stops; the page is cleaned again after its start', now());
    if (cleaned.status === 'broken') return retry(cleaned.reason);
    const draft = draftOf(article.id, snapshotId, cleaned.result);
    const { characters, words, confidence } = cleaned.result.article.quality;
    if (characters < settings.minCharacters)
      return dropped(`${characters} characters, fewer than ${settings.minCharacters}`, { characters });
    const detail = { characters, words, confidence, charset: cleaned.result.charset };
    return done('tag', detail, makingDraft(draft));
  },
};

function draftOf(articleId: number, snapshotId: number, { article, textHash }: CleanResult): NewRevision {
  const quality: Quality = { ...article.quality, residue: null, notes: article.notes };
  const attribution: Attribution = article.attribution;
  return {
    article_id: articleId,
    snapshot_id: snapshotId,
    title: article.title,
    byline: article.byline,
    published_at: article.publishedAt,
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
