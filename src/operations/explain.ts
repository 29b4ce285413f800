// How the document of a stored article came about, told from its page: computed when it is asked for, by the cleaner of
// today, so that no revision has to keep it.
import { FeedmillError } from '../errors.js';
import type { Article } from '../store/articles.js';
import { cleanTask } from '../workers/clean-task.js';
import type { ExplainedPage } from '../workers/clean-thread.js';
import type { Ports } from '../workers/ports.js';
import { articleNamed } from './articles.js';
import { capturedPage } from './capture.js';

export interface ExplainedArticle extends ExplainedPage {
  id: number;
  /** The article as it is stored, which an older cleaner may have made. */
  stored: Article;
}

/**
 * What the cleaner makes of the kept page of an article, and why.
 * @throws FeedmillError NOT_FOUND for an article that is not known or of which no page is kept, PAGE_UNAVAILABLE where
 *   the cleaner gives the page up.
 */
export async function explainedArticle(
  name: string,
  ports: Ports,
  signal: AbortSignal,
): Promise<ExplainedArticle> {
  const stored = await articleNamed(name, ports);
  const { bytes, item, rule, fetchedAt, ...page } = await capturedPage(stored, ports);
  const body = Buffer.from(bytes);
  const packed = { ...page, codec: 'identity' as const, body, size: body.length };
  const outcome = await ports.threads.explain(cleanTask(packed, item, rule, new Date(fetchedAt)), signal);
  if (outcome.status === 'done') return { id: stored.id, stored, ...outcome.result };
  const reason =
    outcome.status === 'aborted'
      ? 'the threads of the cleaner are busy with other pages, ask again later'
      : outcome.reason;
  throw new FeedmillError(
    'PAGE_UNAVAILABLE',
    `The page of article ${stored.id} cannot be explained: ${reason}.`,
  );
}
