import type { z } from 'zod';
import type { ArticleFilter, ArticleSummary } from '../../store/article-summary.js';
import type { SearchHit } from '../../store/search.js';
import type { Ports } from '../../workers/ports.js';
import { articleStates } from '../contract-articles.js';
import { ArticleList } from './article-list.js';
import { articlesQuery } from './page-requests.js';
import { type PageRoute, pageRoute } from './page-route.js';
import { Choice, Pages } from './parts.js';
import { withQuery } from './words.js';

const ON_A_PAGE = 30;
/** Hits come best first; who has not found it among so many asks for something else. */
const LAST_OFFSET = 300;

type Query = z.output<typeof articlesQuery>;

export const articlesPages: readonly PageRoute[] = [
  pageRoute({
    path: '/articles',
    query: articlesQuery,
    handle: async ({ query }, { ports }) => {
      const { articles, next } = await found(query, ports);
      const isLater = query.before !== undefined || query.offset !== undefined;
      return {
        status: 'page',
        title: query.q === undefined ? 'Articles' : `${query.q} · Articles`,
        content: (
          <>
            <h1>Articles</h1>
            <Filter query={query} />
            {query.alert !== undefined && <Marked alert={query.alert} />}
            <FeedsOut query={query} />
            <ArticleList heading="h2" articles={articles} none={noneWords(query)} />
            {articles.length === 0 && query.q !== undefined && (
              <p>
                <a href={withQuery('/why', { q: query.q })}>Why is it missing?</a>
              </p>
            )}
            <Pages
              first={isLater ? addressOf({ ...query, before: undefined, offset: undefined }) : null}
              next={next}
            />
          </>
        ),
      };
    },
  }),
];

async function found(
  query: Query,
  { store }: Ports,
): Promise<{ articles: (ArticleSummary | SearchHit)[]; next: string | null }> {
  const { q, language, feed, state, since, host, alert, before, offset = 0 } = query;
  const filter: ArticleFilter = {
    ...(language === undefined ? {} : { language }),
    ...(feed === undefined ? {} : { feedId: feed }),
    ...(state === 'any' ? {} : { state }),
    ...(since === undefined ? {} : { since }),
    ...(host === undefined ? {} : { host }),
    ...(alert === undefined ? {} : { alert }),
  };
  if (q !== undefined) {
    const hits = await store.library.search(q, filter, { offset, limit: ON_A_PAGE });
    const isLast = hits.length < ON_A_PAGE || offset >= LAST_OFFSET;
    return { articles: hits, next: isLast ? null : addressOf({ ...query, offset: offset + ON_A_PAGE }) };
  }
  const articles = await store.library.list(filter, { before: before ?? null, limit: ON_A_PAGE });
  const last = articles.length < ON_A_PAGE ? undefined : articles.at(-1);
  return { articles, next: last === undefined ? null : addressOf({ ...query, before: last.id }) };
}

function Marked({ alert }: { alert: number }) {
  return (
    <p>
      These articles do not look as those of their site usually do.{' '}
      <a href={withQuery('/reingest', { alert })}>Run them again</a>
    </p>
  );
}

const dayOf = (date: Date | undefined): string | undefined => date?.toISOString().slice(0, 10);

function addressOf({ state, since, ...query }: { [K in keyof Query]: Query[K] | undefined }): string {
  return withQuery('/articles', {
    ...query,
    state: state === 'any' ? undefined : state,
    since: dayOf(since),
  });
}

function noneWords({ q, state }: Query): string {
  if (q === undefined) return 'No article is like that.';
  return state === 'any' || state === 'stored' || state === 'thin'
    ? 'No stored article holds every word of that.'
    : `Only articles with a text are searched, and those that are ${state} have none.`;
}

// A feed has what is stored, whatever state and time the page shows.
function FeedsOut({ query: { q, language, feed, host } }: { query: Query }) {
  const selection = { q, language, feed, host };
  return (
    <p class="quiet">
      Follow what is stored of these as <a href={withQuery('/out/articles.atom', selection)}>Atom</a> or{' '}
      <a href={withQuery('/out/articles.json', selection)}>JSON Feed</a>.
    </p>
  );
}

function Filter({ query: { q, language, feed, state, since, host, alert } }: { query: Query }) {
  return (
    <form class="filter" method="get" action="/articles">
      <label class="wide">
        <span>Words</span>
        <input name="q" type="search" value={q ?? ''} />
      </label>
      <label>
        <span>Language</span>
        <input name="language" value={language ?? ''} size={8} placeholder="en" />
      </label>
      <label>
        <span>Feed</span>
        <input
          name="feed"
          value={feed === undefined ? '' : String(feed)}
          size={6}
          inputMode="numeric"
          placeholder="number"
        />
      </label>
      <Choice
        name="state"
        label="State"
        options={['any', ...articleStates].map((one) => [one, one] as const)}
        chosen={state}
      />
      <label>
        <span>Found since</span>
        <input name="since" type="date" value={dayOf(since) ?? ''} />
      </label>
      {alert !== undefined && <input type="hidden" name="alert" value={alert} />}
      {host !== undefined && <input type="hidden" name="host" value={host} />}
      <button type="submit">Show</button>
    </form>
  );
}
