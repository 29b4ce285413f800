/** Binds the store stage: makes the draft current, or finds it unchanged, a duplicate, or part of a dry run. */
import type { Article, Story } from '../store/articles.js';
import { isDry } from '../store/batches.js';
import type { Draft } from '../store/begin.js';
import type { NewEvent } from '../store/events.js';
import { type Revision, thinReason } from '../store/revisions.js';
import { canonicalUrl, hostOf, urlKey } from '../web/canonical-url.js';
import type { ArticleStageRun } from './attempt.js';
import { duplicate, type Finished, failed, type Outcome } from './outcome.js';
import type { Ports } from './ports.js';
import { changeBetween, type RevisionChange } from './revision-change.js';

export const store: ArticleStageRun<'store'> = {
  name: 'store',
  async run({ revisionId }, { article, run, draft }, ports) {
    if (draft === null)
      return failed(`draft ${revisionId} is missing; \`feedmill reingest --from clean\` makes it again`);
    const batch = run.batchId === null ? null : await ports.store.batches.find(run.batchId);
    if (batch?.state === 'committing') {
      const base = await ports.store.batchItems.baseOf(batch.id, draft.id);
      if (base !== article.revision_id) return outdated(draft, batch.id);
    }
    const dry = batch !== null && isDry(batch);
    const current =
      article.revision_id === null ? null : await ports.store.revisions.find(article.revision_id);
    const change = current === null ? null : await changeOf(current, draft, ports);
    // What a site has put behind a wall since then is no reason to lose it.
    if (thinReason(draft) !== null && current !== null && thinReason(current) === null) return kept(draft);
    if (current !== null && change === null) return unchanged(draft, current, dry);
    return dry ? dryRun(draft, current, change) : publish(article, draft, change, ports);
  },
};

async function changeOf(current: Revision, draft: Draft, { store }: Ports): Promise<RevisionChange> {
  const sameMarkup = await store.revisions.sameMarkup(current.id, draft.id);
  return changeBetween(current, draft, sameMarkup);
}

function dryRun(draft: Draft, current: Revision | null, change: RevisionChange): Finished {
  return {
    status: 'finished',
    outcome: 'done',
    reason: 'dry run: nothing was changed',
    detail:
      current === null
        ? { wouldBe: 'stored' }
        : {
            wouldBe: 'revised',
            change,
            confidence: { from: current.quality.confidence, to: draft.quality.confidence },
          },
    write: async () => ({ article: {}, draft: { id: draft.id, state: 'dry' } }),
  };
}

function outdated({ id }: Draft, batchId: number): Finished {
  return {
    status: 'finished',
    outcome: 'superseded',
    reason: `not committed: the article has changed since dry run ${batchId} compared it`,
    detail: {},
    write: async () => ({ article: {}, draft: { id, state: 'discarded', confirms: null } }),
  };
}

function kept({ id, quality: { thin } }: Draft): Finished {
  const reason = `the stored text is kept, since the new one is thin: ${thin}`;
  return {
    status: 'finished',
    outcome: 'unchanged',
    reason,
    detail: { thin },
    write: async () => ({
      article: { reason },
      draft: { id, state: 'discarded', confirms: null },
    }),
  };
}

function unchanged(draft: Draft, current: Revision, dry: boolean): Finished {
  return {
    status: 'finished',
    outcome: 'unchanged',
    reason: `${dry ? 'dry run: ' : ''}nothing changed since the current revision`,
    detail: {},
    write: async () => ({
      article: { reason: thinReason(draft) },
      draft: { id: draft.id, state: 'discarded', confirms: dry ? null : current.id },
    }),
  };
}

async function publish(
  article: Article,
  draft: Draft,
  change: RevisionChange,
  { store, now }: Ports,
): Promise<Outcome> {
  const columns = await store.library.published(draft, now());
  const story = storyOf(article, draft);
  return {
    status: 'finished',
    outcome: 'done',
    reason: thinReason(draft),
    detail: { revision: draft.id, language: draft.language, ...(change === null ? {} : { change }) },
    write: async (tx) => {
      if (article.revision_id === null) {
        // Two articles of one story that are stored at the same moment would not see each other without the lock.
        await tx.articles.lockStory(story);
        const twin = await tx.articles.twin(story);
        if (twin !== null) return duplicate(twin);
      } else await tx.revisions.settle(article.revision_id, 'past');
      await tx.events.record(eventOf(article, draft, change));
      return {
        article: { ...columns, story_key: story.storyKey },
        draft: { id: draft.id, state: 'current' },
      };
    },
  };
}

/** What is told of an article that readers see anew, or otherwise than before. */
function eventOf(
  { id, url, host, feed_id: feedId, revision_id: before }: Article,
  draft: Draft,
  change: RevisionChange,
): NewEvent {
  const { title, byline, language, excerpt, site_name: siteName, published_at: publishedAt } = draft;
  const thin = thinReason(draft);
  return {
    type: before === null ? 'article.stored' : 'article.revised',
    articleId: id,
    revisionId: draft.id,
    feedId,
    language,
    data: {
      ...{ url, host, title, byline, siteName, publishedAt, excerpt, thin },
      ...(change === null ? {} : { change }),
    },
  };
}

// Notices in place of an article (log in, subscribe, allow cookies) have some hundreds.
const LONG_CHARACTERS = 1_000;

// A print view or an AMP page names the address of its article; another host's address may be an agency's, and many
// pages may share it.
function storyOf({ id, host, url_key: ownKey }: Article, draft: Draft): Story {
  const named = draft.canonical_url === null ? null : canonicalUrl(draft.canonical_url);
  return {
    articleId: id,
    host,
    textHash: draft.text_hash,
    storyKey: named !== null && hostOf(named) === host ? urlKey(named) : ownKey,
    title: draft.title,
    isLong: draft.text.length >= LONG_CHARACTERS,
    isThin: thinReason(draft) !== null,
  };
}
