// What sets work going and watches it: one-shot ingests and re-ingests.
import { FeedmillError } from '../errors.js';
import { addUrls, importOpml, pollNow } from '../operations/feeds.js';
import type { BatchSelection } from '../store/schema.js';
import { startReingest } from '../workers/reingest.js';
import {
  ingestProgressSchema,
  ingestStartedSchema,
  reingestProgressSchema,
  reingestStartedSchema,
} from './contract.js';
import { batchParams, batchQuery, ingestBody, ingestProgressBody, reingestBody } from './requests.js';
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
    handle: async ({ body: { urls, opml, tags } }, { ports }) => {
      const mark = await ports.store.progress.mark();
      const parts = [await addUrls(urls, tags, ports)];
      for (const { text, source } of opml) parts.push(await importOpml(text, source, ports));
      const feeds = parts.flatMap((part) => part.feeds);
      const feedIds = [...new Set(feeds.map(({ feed }) => feed.id))];
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
    body: ingestProgressBody,
    answer: ingestProgressSchema,
    quiet: true,
    handle: ({ body: { mark, feedIds } }, { ports }) => ports.store.progress.since(mark, feedIds),
  }),
  route({
    method: 'POST',
    path: '/api/reingest',
    summary: 'Runs articles again from a stage on',
    body: reingestBody,
    answer: reingestStartedSchema,
    status: 202,
    handle: ({ body: { from, dryRun, urls, feed, since, failed, all } }, { ports }) => {
      const selection: BatchSelection = {
        ...(urls === undefined ? {} : { urls }),
        ...(feed === undefined ? {} : { feedId: feed }),
        ...(since === undefined ? {} : { since }),
        ...(failed === undefined ? {} : { failed }),
        ...(all === undefined ? {} : { all }),
      };
      return startReingest({ selection, from, dryRun }, ports);
    },
  }),
  route({
    method: 'GET',
    path: '/api/reingest/:batch',
    summary: 'How far a re-ingest has come, and how its articles ended',
    params: batchParams,
    query: batchQuery,
    answer: reingestProgressSchema,
    quiet: true,
    handle: async ({ params, query }, { ports: { store } }) => {
      const batch = await store.batches.find(params.batch);
      if (batch === null) throw new FeedmillError('NOT_FOUND', `There is no re-ingest ${params.batch}.`);
      const [outcomes, items] = await Promise.all([
        store.batches.progress(batch.id),
        store.batches.items(batch.id, query.limit),
      ]);
      const ended = outcomes.reduce((sum, { count }) => sum + count, 0);
      return { batch, ended, outcomes, items, finished: ended >= batch.total };
    },
  }),
];
