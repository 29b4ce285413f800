// What the end of an article tells of its site: whether the cleaner still gets of its pages what it usually does. Pure.
import type { ArticleStage } from '../pipeline.js';
import type { SiteObservation } from '../store/sites.js';
import type { Observation } from '../watch/drift.js';
import { politeSite } from '../web/canonical-url.js';
import type { Rests, Subject } from './ending.js';

/**
 * What is seen of an article that has come to its end; null for an end that tells nothing: a page that could not be
 * had, a duplicate, and an article that was known before, unless it is marked as odd. Only the first end of an article
 * counts, so that a re-ingest with another cleaner or rule is no second article of its site.
 */
export function observationOf(
  stage: ArticleStage,
  { article, run, draft }: Subject,
  { outcome }: Pick<Rests, 'outcome'>,
): SiteObservation | null {
  const isStored = stage === 'store' && (outcome === 'done' || outcome === 'unchanged') && draft !== null;
  const isWithoutText = stage === 'clean' && outcome === 'dropped';
  const isFirst = article.state === 'discovered' && run.batchId === null;
  if ((!isStored && !isWithoutText) || (!isFirst && article.drift_alert === null)) return null;
  const observation: Observation = {
    articleId: article.id,
    characters: draft?.quality.characters ?? 0,
    confidence: draft?.quality.confidence ?? 0,
    hasByline: (draft?.byline.length ?? 0) > 0,
    hasDate: (draft?.published_at ?? null) !== null,
    isThin: (draft?.quality.thin ?? null) !== null || isWithoutText,
  };
  return { site: politeSite(article.host), isFirst, observation };
}
