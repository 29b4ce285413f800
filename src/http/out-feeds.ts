// Cleaned feeds out: what is stored, as a feed that any reader of feeds can follow. Whether there is anything new is
// told by ids alone (RFC 9110, section 13), so that a reader who asks every few minutes costs no texts.
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { atomFeed, type CleanedFeed, type CleanedItem, jsonFeed } from '../feeds/cleaned-feed.js';
import type { Service } from '../service.js';
import type { OutgoingArticle, OutgoingMark } from '../store/outgoing.js';
import { outFeedQuery } from './requests.js';
import { parsed, type Route, route } from './route.js';

const formats = {
  '/out/articles.atom': { mediaType: 'application/atom+xml', write: atomFeed },
  '/out/articles.json': { mediaType: 'application/feed+json', write: jsonFeed },
} as const;
const ETAG_CHARACTERS = 32;

type Query = z.output<typeof outFeedQuery>;

/** The descriptions; what serves them is mounted below. */
export const outFeedRoutes: readonly Route[] = Object.entries(formats).map(([path, { mediaType }]) =>
  route({
    method: 'GET',
    path,
    summary: 'The newest stored articles of a selection with their texts, as a feed for any reader',
    query: outFeedQuery,
    answer: z.string(),
    mediaType,
    handle: async () => '',
  }),
);

export function mountOutFeeds(app: FastifyInstance, { ports: { store, settings } }: Service): void {
  for (const [path, { mediaType, write }] of Object.entries(formats))
    app.get(path, async (request, reply) => {
      const query = parsed(outFeedQuery, request.query, 'query');
      const { limit, feed: feedId, ...rest } = query;
      const given = Object.entries({ ...rest, feedId }).filter(([, value]) => value !== undefined);
      const marks = await store.outgoing.marks(Object.fromEntries(given), limit);
      reply.type(`${mediaType}; charset=utf-8`).header('cache-control', 'no-cache');
      if (isKnown(request, reply, marks)) return reply.status(304).send();
      const articles = await store.outgoing.articles(marks);
      return reply.send(write(feedOf(query, articles, request, settings.publicUrl)));
    });
}

/** Whether the client has what it would get, by the validators that the answer is given here. */
function isKnown({ headers }: FastifyRequest, reply: FastifyReply, marks: readonly OutgoingMark[]): boolean {
  const ids = marks.map(({ id, revisionId }) => `${id}:${revisionId}`).join();
  const etag = `"${createHash('sha256').update(ids).digest('hex').slice(0, ETAG_CHARACTERS)}"`;
  const newest = Math.max(0, ...marks.map(({ updatedAt }) => updatedAt.getTime()));
  reply.header('etag', etag);
  if (marks.length > 0) reply.header('last-modified', new Date(newest).toUTCString());
  const known = headers['if-none-match'];
  if (known !== undefined)
    return (
      known === '*' ||
      known
        .replaceAll('W/', '')
        .split(',')
        .some((one) => one.trim() === etag)
    );
  // A date that cannot be read is no date (NaN compares with nothing). It has whole seconds, as the header sent has.
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return marks.length > 0 && Math.floor(newest / 1_000) <= since / 1_000;
}

// Behind a proxy a request does not tell by which address it was sent; the setting does.
function feedOf(
  query: Query,
  articles: readonly OutgoingArticle[],
  request: FastifyRequest,
  publicUrl: string | null,
): CleanedFeed {
  const origin = publicUrl ?? `${request.protocol}://${request.host}`;
  const { q, language, feed, tag, host } = query;
  const words = [
    q,
    language,
    feed === undefined ? undefined : `feed ${feed}`,
    tag === undefined ? undefined : `feeds tagged ${tag}`,
    host,
  ].filter((word) => word !== undefined);
  const page = new URLSearchParams(
    Object.entries({ q, language, feed, host }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
  return {
    title: ['Feedmill', ...words].join(' · '),
    url: `${origin}${request.url}`,
    pageUrl: `${origin}/articles${page.size === 0 ? '' : `?${page}`}`,
    items: articles.map(itemOf),
  };
}

const itemOf = ({
  byline,
  siteName,
  publishedAt,
  storedAt,
  revisedAt,
  language,
  ...article
}: OutgoingArticle): CleanedItem => ({
  ...article,
  authors: byline,
  source: siteName,
  language: language === 'und' ? null : language,
  publishedAt: publishedAt ?? storedAt,
  updatedAt: revisedAt,
});
