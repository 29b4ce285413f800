// Adding, polling and importing feeds by hand.

import { FeedmillError } from '../errors.js';
import { parseOpml } from '../feeds/opml.js';
import type { Feed } from '../store/feeds.js';
import { idNamed } from '../store/ids.js';
import { canonicalUrl, urlKey, withoutUserinfo } from '../web/canonical-url.js';
import { pollLeaseMs } from '../workers/poll.js';
import type { Ports } from '../workers/ports.js';
import { lookUpSource, namesUser } from './sources.js';

export interface AddedFeed {
  feed: Feed;
  added: boolean;
}
/** What became of what was named: the feeds, and a sentence for each thing that is none. */
export interface AddedSources {
  feeds: AddedFeed[];
  problems: { source: string; line: number | null; message: string; offered: string[] }[];
}

interface FeedToAdd {
  url: string;
  title: string | null;
  siteUrl: string | null;
  tags: string[];
}

/** Adds what stands at each URL: a feed, or all feeds of an OPML list. */
export async function addUrls(urls: string[], tags: string[], ports: Ports): Promise<AddedSources> {
  const result: AddedSources = { feeds: [], problems: [] };
  for (const url of urls) {
    const source = await lookUpSource(url, ports);
    switch (source.status) {
      case 'feed':
        result.feeds.push(await addFeed({ ...source, tags }, ports));
        break;
      case 'opml':
        await addListed(
          source.feeds.map((feed) => ({ ...feed, tags: [...feed.tags, ...tags] })),
          result,
          ports,
        );
        result.problems.push(
          ...source.problems.map(({ line, message }) => ({ source: url, line, message, offered: [] })),
        );
        break;
      case 'no-feed':
        result.problems.push({
          source: url,
          line: null,
          message: source.message,
          offered: source.offered.map((feed) => feed.url),
        });
        break;
      case 'unreachable':
        result.problems.push({ source: source.url, line: null, message: source.message, offered: [] });
    }
  }
  return result;
}

/** Adds every feed of an OPML text. */
export async function importOpml(text: string, source: string, ports: Ports): Promise<AddedSources> {
  const { feeds, errors } = parseOpml(text);
  const result: AddedSources = {
    feeds: [],
    problems: errors.map(({ line, message }) => ({ source, line, message, offered: [] })),
  };
  await addListed(feeds, result, ports);
  return result;
}

async function addListed(feeds: FeedToAdd[], into: AddedSources, ports: Ports): Promise<void> {
  for (const feed of feeds) {
    const shown = withoutUserinfo(feed.url);
    if (shown === feed.url) into.feeds.push(await addFeed(feed, ports));
    else into.problems.push({ source: shown, line: null, message: namesUser(shown), offered: [] });
  }
}

async function addFeed(
  { url, title, siteUrl, tags }: FeedToAdd,
  { store, settings }: Ports,
): Promise<AddedFeed> {
  const canonical = canonicalUrl(url) ?? url;
  return store.feeds.add({
    url: canonical,
    urlKey: urlKey(canonical),
    title,
    siteUrl,
    tags,
    intervalMs: settings.pollStartMs,
  });
}

/**
 * The feed that a person names by its id or its URL.
 * @throws FeedmillError NOT_FOUND
 */
export async function feedNamed(name: string, { store }: Pick<Ports, 'store'>): Promise<Feed> {
  const url = canonicalUrl(name);
  const id = idNamed(name);
  const feed =
    id !== null ? await store.feeds.find(id) : url === null ? null : await store.feeds.findByKey(urlKey(url));
  if (feed === null)
    throw new FeedmillError(
      'NOT_FOUND',
      `There is no feed ${name}. \`feedmill feeds list\` shows all, \`feedmill feeds add\` adds one.`,
    );
  return feed;
}

/** Pauses or resumes a feed, and its hub with it; null when there is no such feed. */
export async function setFeedState(
  id: number,
  state: 'active' | 'paused',
  { store }: Pick<Ports, 'store'>,
): Promise<Feed | null> {
  return store.transaction(async ({ feeds, subscriptions }) => {
    if (state === 'paused') await subscriptions.leave(id);
    else await subscriptions.rejoin(id);
    return feeds.setState(id, state);
  });
}

/** Removes a feed and what it listed, and leaves its hub; its articles stay. */
export async function removeFeed(id: number, { store }: Pick<Ports, 'store'>): Promise<void> {
  await store.transaction(async ({ feeds, subscriptions }) => {
    await subscriptions.part(id);
    await feeds.remove(id);
  });
}

/** Polls feeds now, whatever their timetable says; how many polls were queued. */
export async function pollNow(
  feedIds: number[],
  { store, queues, settings }: Pick<Ports, 'store' | 'queues' | 'settings'>,
): Promise<number> {
  let queued = 0;
  for (const id of feedIds) {
    const claim = await store.feeds.claim(id, pollLeaseMs(settings));
    if (claim === null) continue;
    await queues.add('poll', [{ data: { feedId: claim.id, attempt: claim.attempt } }]);
    queued++;
  }
  return queued;
}
