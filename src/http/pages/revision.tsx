// One revision of an article beside the one before it: what a reader saw then, and what was changed.
import { FeedmillError } from '../../errors.js';
import { articleNamed } from '../../operations/articles.js';
import { wordDiff } from '../../operations/text-diff.js';
import type { Article } from '../../store/articles.js';
import type { Revision } from '../../store/revisions.js';
import type { Ports } from '../../workers/ports.js';
import { changeBetween, type FieldChange, type RevisionChange } from '../../workers/revision-change.js';
import { CleanText } from './clean-text.js';
import { Diff } from './diff.js';
import { revisionParams } from './page-requests.js';
import { type PageRoute, pageRoute } from './page-route.js';
import { Facts, Table } from './parts.js';
import { countWords, percentWords, Time } from './words.js';

export const revisionPages: readonly PageRoute[] = [
  pageRoute({
    path: '/articles/:article/revisions/:revision',
    params: revisionParams,
    handle: async ({ params }, { ports }) => {
      const article = await articleNamed(params.article, ports);
      const { shown, before, after } = await neighbours(article, params.revision, ports);
      const change = before === null ? null : changeBetween(before, shown, before.html === shown.html);
      return {
        status: 'page',
        title: `Revision ${shown.id}: ${shown.title ?? article.url}`,
        content: (
          <>
            <p class="crumbs">
              <a href="/articles">Articles</a> › <a href={`/articles/${article.id}#revisions`}>its article</a>
            </p>
            <h1 dir="auto">{shown.title ?? article.url}</h1>
            <Made shown={shown} />
            <Neighbours articleId={article.id} before={before} after={after} />
            <Changes before={before} shown={shown} change={change} />
            <section aria-labelledby="text">
              <h2 id="text">The text of this revision</h2>
              <CleanText html={shown.html} language={shown.language} script={shown.script} />
            </section>
          </>
        ),
      };
    },
  }),
];

interface Neighbouring {
  shown: Revision;
  /** The one that readers saw before it; null for the first. */
  before: Revision | null;
  after: Revision | null;
}

/** @throws FeedmillError NOT_FOUND for a revision that is not the article's. */
async function neighbours({ id }: Article, revisionId: number, { store }: Ports): Promise<Neighbouring> {
  const all = await store.revisions.list(id);
  const shown = all.find((revision) => revision.id === revisionId);
  if (shown === undefined)
    throw new FeedmillError(
      'NOT_FOUND',
      `Article ${id} has no revision ${revisionId}; its page lists those that it has.`,
    );
  // What a dry run has made was never seen, and is compared with what was.
  const seen = all.filter(({ state }) => state === 'current' || state === 'past');
  return {
    shown,
    before: seen.findLast((revision) => revision.id < revisionId) ?? null,
    after: seen.find((revision) => revision.id > revisionId) ?? null,
  };
}

function Made({ shown }: { shown: Revision }) {
  return (
    <Facts
      facts={[
        ['Made', <Time at={shown.created_at} />],
        ['State', shown.state],
        ['Words', countWords(shown.quality.words)],
        ['Confidence', percentWords(shown.quality.confidence)],
        ['Cleaner', String(shown.extractor_version)],
      ]}
    />
  );
}

function Neighbours({ articleId, before, after }: { articleId: number } & Omit<Neighbouring, 'shown'>) {
  if (before === null && after === null) return null;
  const to = (revision: Revision): string => `/articles/${articleId}/revisions/${revision.id}`;
  return (
    <nav class="pages" aria-label="Other revisions">
      {before !== null && (
        <a href={to(before)} rel="prev">
          The revision before
        </a>
      )}
      {after !== null && (
        <a href={to(after)} rel="next">
          The revision after
        </a>
      )}
    </nav>
  );
}

function Changes({
  before,
  shown,
  change,
}: {
  before: Revision | null;
  shown: Revision;
  change: RevisionChange;
}) {
  const { text, ...fields } = change ?? {};
  const rows = Object.entries(fields);
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">Changed since the revision before</h2>
      {before === null && <p class="quiet">There is none before it.</p>}
      {before !== null && change === null && <p class="quiet">A reader sees no difference.</p>}
      {rows.length > 0 && (
        <Table
          caption="What is said of the article"
          columns={[{ head: 'Field' }, { head: 'Before' }, { head: 'Now' }]}
          rows={rows.map(([field, { from, to }]) => [
            field.replaceAll('_', ' '),
            shownValue(from),
            shownValue(to),
          ])}
        />
      )}
      {before !== null && text !== undefined && <Text before={before} shown={shown} change={text} />}
    </section>
  );
}

function Text({ before, shown, change }: { before: Revision; shown: Revision; change: FieldChange }) {
  return (
    <>
      <p class="quiet">
        {change.kept !== undefined && `${percentWords(change.kept)} of the words kept; `}
        from {String(change.from)} to {String(change.to)}
      </p>
      <Diff parts={wordDiff(before.text, shown.text)} />
    </>
  );
}

function shownValue(value: unknown) {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0))
    return <span class="quiet">nothing</span>;
  if (value instanceof Date) return <Time at={value} />;
  return <bdi>{Array.isArray(value) ? value.join(', ') : String(value)}</bdi>;
}
