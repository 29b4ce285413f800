// What sets work going and watches it: one-shot ingests.
import { addUrls, importOpml, pollNow } from '../operations/feeds.js';
import { ingestProgressSchema, ingestStartedSchema } from './contract-work.js';
import { feedsNoted } from './record-changes.js';
import { ingestBody, ingestProgressBody } from './requests.js';
import { type Route, route } from './route.js';

const INGEST_BYTES = 20_000_000;

export const workRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/api/ingest',
    summary: 'Adds sources and polls them now',
    body: ingestBody,
    answer: ingestStartedSchema,
    bodyLimit: INGEST_BYTES,
    handle: async ({ body: { urls, opml, tags }, note }, { ports }) => {
      const mark = await ports.store.progress.mark();
      const parts = [await addUrls(urls, tags, ports)];
      for (const { text, source } of opml) parts.push(await importOpml(text, source, ports));
      const feeds = parts.flatMap((part) => part.feeds);
      const feedIds = [...new Set(feeds.map(({ feed }) => feed.id))];
      note(feedsNoted(feedIds));
      await pollNow(feedIds, ports);
      return {
        mark,
        feedIds,
        added: feeds.filter(({ added }) => added).length,
        problems: parts.flatMap((part) => part.problems),
      };
    },
  }),
  route({
    method: 'POST',
    path: '/api/ingest/progress',
    summary: 'How far an ingest has come',
    scope: 'read',
    body: ingestProgressBody,
    answer: ingestProgressSchema,
    quiet: true,
    handle: ({ body: { mark, feedIds } }, { ports }) => ports.store.progress.since(mark, feedIds),
  }),
];
