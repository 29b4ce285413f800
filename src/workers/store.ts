/** Binds the store stage: makes the draft current, or finds it unchanged, a duplicate, or part of a dry run. */
import type { Article, Story } from '../store/articles.js';
import type { Draft } from '../store/begin.js';
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
    const current =
      article.revision_id === null ? null : await ports.store.revisions.find(article.revision_id);
    const change = current === null ? null : changeBetween(current, draft);
    const batch = run.batchId === null ? null : await ports.store.batches.find(run.batchId);
    // What a site has put behind a wall since then is no reason to lose it.
    if (thinReason(draft) !== null && current !== null && thinReason(current) === null)
      return kept(draft, batch?.dryRun === true);
    if (batch?.dryRun === true) return dryRun(draft, current, change);
    if (current !== null && change === null) return unchanged(draft);
    return publish(article, draft, change, ports);
  },
};

function dryRun(draft: Draft, current: Revision | null, change: RevisionChange): Finished {
  const detail =
    current === null ? { wouldBe: 'stored' } : { wouldBe: change === null ? 'unchanged' : 'revised', change };
  return {
    status: 'finished',
    outcome: change === null && current !== null ? 'unchanged' : 'done',
    reason: 'dry run: nothing was changed',
    detail,
    write: async () => ({ article: {}, draft: { id: draft.id, state: 'dry' } }),
  };
}

function kept(draft: Draft, isDry: boolean): Finished {
  const { thin } = draft.quality;
  const reason = `the stored text is kept, since the new one is thin: ${thin}`;
  return {
    status: 'finished',
    outcome: 'unchanged',
    reason,
    detail: { thin },
    write: async () => ({
      article: isDry ? {} : { reason },
      draft: { id: draft.id, state: isDry ? 'dry' : 'unchanged' },
    }),
  };
}

function unchanged(draft: Draft): Finished {
  return {
    status: 'finished',
    outcome: 'unchanged',
    reason: 'nothing changed since the current revision',
    detail: {},
    write: async () => ({
      article: { reason: thinReason(draft) },
      draft: { id: draft.id, state: 'unchanged' },
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
      return {
        article: { ...columns, story_key: story.storyKey },
        draft: { id: draft.id, state: 'current' },
      };
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
