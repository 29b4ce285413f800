import { z } from 'zod';
import { writeOpml } from '../feeds/opml.js';
import {
  type AddedSources as Added,
  addUrls,
  feedNamed,
  importOpml,
  pollNow,
  removeFeed,
  setFeedState,
} from '../operations/feeds.js';
import type { Ports } from '../workers/ports.js';
import {
  type AddedSources,
  addedSourcesSchema,
  feedDetailSchema,
  feedPageSchema,
  feedViewSchema,
  pollQueuedSchema,
  removedSchema,
} from './contract-feeds.js';
import { feedHabits } from './feed-habits.js';
import { feedsNoted } from './record-changes.js';
import { addFeedsBody, feedListQuery, feedParams, feedStateBody, importBody } from './requests.js';
import { type Input, type Route, route } from './route.js';
import { feedView, subscriptionView } from './views.js';

/** OPML lists of large readers have some megabytes. */
const OPML_BYTES = 20_000_000;
const POLLS_SHOWN = 50;
const SKIPPED_SHOWN = 50;
const EXPORT_STEP = 500;

type Note = Input<never, never, never>['note'];

export const feedRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/feeds',
    summary: 'Feeds in the order of their ids',
    query: feedListQuery,
    answer: feedPageSchema,
    handle: async ({ query: { after, limit, failing } }, { ports }) => {
      const feeds = await ports.store.feeds.list({ after, limit, failing: failing === true });
      return { feeds: feeds.map(feedView), next: feeds.length < limit ? null : (feeds.at(-1)?.id ?? null) };
    },
  }),
  route({
    method: 'POST',
    path: '/api/feeds',
    summary: 'Adds what stands at each URL: a feed, or the feeds of an OPML list',
    body: addFeedsBody,
    answer: addedSourcesSchema,
    handle: async ({ body: { urls, tags }, note }, { ports }) =>
      addedView(await addUrls(urls, tags, ports), note),
  }),
  route({
    method: 'POST',
    path: '/api/feeds/import',
    summary: 'Adds the feeds of an OPML text',
    body: importBody,
    answer: addedSourcesSchema,
    bodyLimit: OPML_BYTES,
    handle: async ({ body: { opml, source }, note }, { ports }) =>
      addedView(await importOpml(opml, source, ports), note),
  }),
  route({
    method: 'GET',
    path: '/api/feeds/export',
    summary: 'All feeds as OPML',
    answer: z.string(),
    mediaType: 'text/x-opml',
    handle: async (_input, { ports }) => exported(ports),
  }),
  route({
    method: 'GET',
    path: '/api/feeds/:feed',
    summary: 'One feed, by id or URL, with its latest polls',
    params: feedParams,
    answer: feedDetailSchema,
    handle: async ({ params }, { ports }) => {
      const feed = await feedNamed(params.feed, ports);
      const [polls, skipped, subscription] = await Promise.all([
        ports.store.ledger.ofFeed(feed.id, POLLS_SHOWN),
        ports.store.items.skipped(feed.id, SKIPPED_SHOWN),
        ports.store.subscriptions.ofFeed(feed.id),
      ]);
      return {
        feed: feedView(feed),
        habits: feedHabits(feed, ports.now()),
        hub: subscription === null ? null : subscriptionView(subscription),
        polls: polls.map(({ at, outcome, reason, ms, detail }) => ({
          at: at.toISOString(),
          outcome,
          reason,
          ms,
          detail,
        })),
        skipped: skipped.map(({ title, url, skip_reason: reason }) => ({ title, url, reason: reason ?? '' })),
      };
    },
  }),
  route({
    method: 'PATCH',
    path: '/api/feeds/:feed',
    summary: 'Pauses or resumes a feed',
    params: feedParams,
    body: feedStateBody,
    answer: feedViewSchema,
    handle: async ({ params, body, note }, { ports }) => {
      const feed = await feedNamed(params.feed, ports);
      note({ feed: feed.id, state: body.state });
      return feedView((await setFeedState(feed.id, body.state, ports)) ?? feed);
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/feeds/:feed',
    summary: 'Removes a feed; its articles stay',
    params: feedParams,
    answer: removedSchema,
    handle: async ({ params, note }, { ports }) => {
      const { id } = await feedNamed(params.feed, ports);
      note({ feed: id });
      await removeFeed(id, ports);
      return { removed: true as const };
    },
  }),
  route({
    method: 'POST',
    path: '/api/feeds/:feed/poll',
    summary: 'Polls a feed now',
    params: feedParams,
    answer: pollQueuedSchema,
    handle: async ({ params, note }, { ports }) => {
      const { id } = await feedNamed(params.feed, ports);
      note({ feed: id });
      return { queued: await pollNow([id], ports) };
    },
  }),
];

function addedView({ feeds, problems }: Added, note: Note): AddedSources {
  note(feedsNoted(feeds.map(({ feed }) => feed.id)));
  return { feeds: feeds.map(({ feed, added }) => ({ ...feedView(feed), added })), problems };
}

async function exported({ store, now }: Ports): Promise<string> {
  const all = [];
  for (let after = 0; ; ) {
    const step = await store.feeds.list({ after, limit: EXPORT_STEP });
    all.push(...step.map(({ url, title, site_url: siteUrl, tags }) => ({ url, title, siteUrl, tags })));
    if (step.length < EXPORT_STEP) return writeOpml(all, { title: 'Feedmill', now: now() });
    after = step.at(-1)?.id ?? after;
  }
}
