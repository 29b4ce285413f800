import type { ComponentChildren } from 'preact';
import type { ArticleSummary } from '../../store/article-summary.js';
import type { SearchHit } from '../../store/search.js';
import { snippetParts } from '../../store/search-snippet.js';
import { languageWords, Published, Time } from './words.js';

/** Articles as a reader scans them: title, where and when, and what became of them where that is not "stored". */
export function ArticleList({
  articles,
  none = 'There are none.',
  heading: Heading = 'h3',
}: {
  articles: readonly (ArticleSummary | SearchHit)[];
  none?: string;
  /** The level of the titles: one below the heading that they stand under. */
  heading?: 'h2' | 'h3';
}) {
  if (articles.length === 0) return <p class="quiet">{none}</p>;
  return (
    <ul class="list">
      {articles.map((article) => (
        <li key={article.id}>
          <Heading>
            <a href={`/articles/${article.id}`} dir="auto">
              {article.title ?? article.url}
            </a>
          </Heading>
          <p class="quiet">
            <State article={article} />
            <bdi>{article.siteName ?? hostIn(article.url)}</bdi>
            {article.byline.length > 0 && (
              <>
                {' '}
                · <bdi>{article.byline.join(', ')}</bdi>
              </>
            )}
            {' · '}
            {article.publishedAt === null ? (
              <Time at={article.discoveredAt} />
            ) : (
              <Published at={article.publishedAt} day={article.publishedDay} />
            )}
            {article.language !== null && ` · ${languageWords(article.language)}`}
          </p>
          {'snippet' in article ? (
            <p dir="auto">{marked(article.snippet)}</p>
          ) : (
            article.excerpt !== null && <p dir="auto">{article.excerpt}</p>
          )}
          {article.state !== 'stored' && article.reason !== null && <p class="reason">{article.reason}</p>}
        </li>
      ))}
    </ul>
  );
}

function State({ article: { state, stage, driftAlert } }: { article: ArticleSummary }) {
  if (stage !== null) return <span class="outcome retry">waits for {stage} · </span>;
  const odd = driftAlert === null ? null : <span class="outcome thin">unlike its site · </span>;
  if (state === 'stored') return odd;
  return (
    <>
      <span class={`outcome ${state}`}>{state} · </span>
      {odd}
    </>
  );
}

/** The host of an address, for articles whose site has no name. */
export const hostIn = (url: string): string => /^https?:\/\/([^/?#]+)/.exec(url)?.[1] ?? url;

const marked = (snippet: string): ComponentChildren[] =>
  snippetParts(snippet).map(({ text, isFound }, n) => (isFound ? <mark key={n}>{text}</mark> : text));
