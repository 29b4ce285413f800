import { articleNamed } from '../operations/articles.js';
import { capturedArticle } from '../operations/capture.js';
import { why } from '../operations/why.js';
import type { ArticleFilter } from '../store/article-summary.js';
import type { Article } from '../store/articles.js';
import type { Ports } from '../workers/ports.js';
import {
  articleDetailSchema,
  articlePageSchema,
  captureSchema,
  searchPageSchema,
  whySchema,
} from './contract-articles.js';
import { articleListQuery, articleParams, searchQuery, whyQuery } from './requests.js';
import { type Route, route } from './route.js';
import { articleView, hitView, revisionView, summaryView } from './views.js';

export const articleRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/articles',
    summary: 'Articles, newest first',
    query: articleListQuery,
    answer: articlePageSchema,
    handle: async ({ query: { feed, before, limit, ...rest } }, { ports }) => {
      const filter: ArticleFilter = given({ ...rest, feedId: feed });
      const articles = await ports.store.library.list(filter, { before: before ?? null, limit });
      return {
        articles: articles.map(summaryView),
        next: articles.length < limit ? null : (articles.at(-1)?.id ?? null),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/api/articles/:article',
    summary: 'One article, by id or URL, with its current revision',
    params: articleParams,
    answer: articleDetailSchema,
    handle: async ({ params }, { ports }) => detailOf(await articleNamed(params.article, ports), ports),
  }),
  route({
    method: 'GET',
    path: '/api/articles/:article/capture',
    summary: 'A kept page of an article with its headers and what its feed says, to run it again elsewhere',
    params: articleParams,
    answer: captureSchema,
    handle: async ({ params }, { ports }) => {
      const { bytes, ...page } = await capturedArticle(params.article, ports);
      return { ...page, bytes: Buffer.from(bytes).toString('base64') };
    },
  }),
  route({
    method: 'GET',
    path: '/api/search',
    summary: 'Stored articles that hold every word, best first',
    query: searchQuery,
    answer: searchPageSchema,
    handle: async ({ query: { q, language, feed, offset, limit } }, { ports }) => {
      const hits = await ports.store.library.search(q, given({ language, feedId: feed }), { offset, limit });
      return { hits: hits.map(hitView) };
    },
  }),
  route({
    method: 'GET',
    path: '/api/why',
    summary: 'The life of an article by its id, its address or a part of its title, or why there is none',
    query: whyQuery,
    answer: whySchema,
    handle: async ({ query }, { ports }) => {
      const answer = await why(query.url, ports);
      switch (answer.status) {
        case 'known':
          return {
            ...answer,
            article: articleView(answer.article, answer.run),
            life: answer.life.map((event) => ({ ...event, at: event.at.toISOString() })),
          };
        case 'unknown':
          return {
            ...answer,
            feeds: answer.feeds.map((feed) => ({
              ...feed,
              polledAt: feed.polledAt?.toISOString() ?? null,
              nextPollAt: feed.nextPollAt?.toISOString() ?? null,
            })),
          };
        case 'several':
          return { ...answer, matches: answer.matches.map(summaryView) };
        case 'invalid':
          return answer;
        default:
          return answer satisfies never;
      }
    },
  }),
];

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The members that have a value. */
function given<T extends object>(of: T): Given<T> {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as Given<T>;
}

async function detailOf(article: Article, { store }: Ports) {
  const [run, revisions, snapshots] = await Promise.all([
    store.runs.find(article.id),
    store.revisions.list(article.id),
    store.snapshots.list(article.id),
  ]);
  const current = revisions.find(({ id }) => id === article.revision_id);
  return {
    article: {
      ...articleView(article, run),
      host: article.host,
      imageUrl: article.image_url,
      duplicateOf: article.duplicate_of,
    },
    revision: current === undefined ? null : revisionView(current),
    revisions: revisions.map((one) => ({
      id: one.id,
      state: one.state,
      createdAt: one.created_at.toISOString(),
      title: one.title,
      extractorVersion: one.extractor_version,
      taggerVersion: one.tagger_version,
    })),
    snapshots: snapshots.map(({ id, url, status, size, charset, sha256, fetched_at: fetchedAt }) => ({
      id,
      url,
      status,
      size,
      charset,
      sha256,
      fetchedAt: fetchedAt.toISOString(),
    })),
  };
}
