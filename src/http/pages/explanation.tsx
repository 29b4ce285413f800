// How an article's document came about: where its page says what, what might have been the text, and what was left out.
import { explainedArticle } from '../../operations/explain.js';
import { foundWords } from '../../operations/found-words.js';
import { articleIdParams } from './page-requests.js';
import { type PageRoute, pageRoute } from './page-route.js';
import { Table } from './parts.js';
import { countWords, percentWords } from './words.js';

/** Of a hostile page the first are enough; `feedmill extract --explain` tells more. */
const REMOVED_SHOWN = 50;

export const explanationPages: readonly PageRoute[] = [
  pageRoute({
    path: '/articles/:article/explanation',
    params: articleIdParams,
    handle: async ({ params }, { ports }) => {
      const explained = await explainedArticle(
        params.article,
        ports,
        AbortSignal.timeout(ports.settings.cleanTimeoutMs),
      );
      const title = explained.stored.title ?? explained.stored.url;
      return {
        status: 'page',
        title: `Where it comes from: ${title}`,
        content: (
          <>
            <p class="crumbs">
              <a href="/articles">Articles</a> › <a href={`/articles/${explained.id}`}>its article</a>
            </p>
            <h1 dir="auto">{title}</h1>
            <p>
              What the cleaner makes of its page now; what is stored may be an older one's. The text was found{' '}
              {foundWords(explained.found)}.
            </p>
            <Fields fields={explained.fields} />
            <Candidates candidates={explained.candidates} />
            <Removed removed={explained.removed.slice(0, REMOVED_SHOWN)} />
          </>
        ),
      };
    },
  }),
];

type Explained = Awaited<ReturnType<typeof explainedArticle>>;

function Fields({ fields }: Pick<Explained, 'fields'>) {
  return (
    <section aria-labelledby="fields">
      <h2 id="fields">Where the page says it</h2>
      {fields.length === 0 ? (
        <p>The page says nothing of itself.</p>
      ) : (
        <Table
          caption="Fields, with the places of the page that say the same"
          columns={[{ head: 'Field' }, { head: 'Places' }]}
          rows={fields.map(({ field, source }) => [<bdi>{field}</bdi>, <bdi>{source}</bdi>])}
        />
      )}
    </section>
  );
}

function Candidates({ candidates }: Pick<Explained, 'candidates'>) {
  if (candidates.length === 0) return null;
  return (
    <section aria-labelledby="candidates">
      <h2 id="candidates">What might hold the text</h2>
      <Table
        caption="Elements of the page, the likeliest first"
        columns={[
          { head: 'Element' },
          { head: 'Characters', numeric: true },
          { head: 'In links', numeric: true },
          { head: 'Score', numeric: true },
          { head: 'Taken' },
        ]}
        rows={candidates.map(({ element, characters, linkShare, score, chosen }) => [
          <bdi class="address">{element}</bdi>,
          countWords(characters),
          percentWords(linkShare),
          String(score),
          chosen ? 'yes' : '',
        ])}
      />
    </section>
  );
}

function Removed({ removed }: Pick<Explained, 'removed'>) {
  if (removed.length === 0) return null;
  return (
    <section aria-labelledby="removed">
      <h2 id="removed">What was left out</h2>
      <Table
        caption="Parts of the page that are not in the text"
        columns={[
          { head: 'Element' },
          { head: 'Why' },
          { head: 'Characters', numeric: true },
          { head: 'Begins' },
        ]}
        rows={removed.map(({ element, why, characters, text }) => [
          <bdi class="address">{element}</bdi>,
          why,
          countWords(characters),
          <bdi dir="auto">{text}</bdi>,
        ])}
      />
    </section>
  );
}
