// Requests about feeds that several commands make.
import { type FeedView, feedDetailSchema, feedPageSchema } from '../http/contract-feeds.js';
import type { ApiClient } from './client.js';
import { withQuery } from './options.js';
import { webAddress } from './sources.js';

/** Feeds that one request asks for; the API's largest page. */
const PAGE = 500;

/** The route of a feed that a person named by its id or its address. */
export function feedPath(named: string): string {
  return `/api/feeds/${encodeURIComponent(webAddress(named) ?? named)}`;
}

/** The id of the feed that a person named by id or address; undefined when none was named. */
export async function feedId(named: string | undefined, client: ApiClient): Promise<number | undefined> {
  if (named === undefined) return undefined;
  return (await client.request('GET', feedPath(named), null, feedDetailSchema)).feed.id;
}

/** Every feed, or every one whose last poll failed, page by page. */
export async function* allFeeds(client: ApiClient, failing: boolean): AsyncGenerator<FeedView> {
  let after: number | null = 0;
  while (after !== null) {
    const path = withQuery('/api/feeds', { after, limit: PAGE, failing: failing || undefined });
    const page: { feeds: FeedView[]; next: number | null } = await client.request(
      'GET',
      path,
      null,
      feedPageSchema,
    );
    yield* page.feeds;
    after = page.next;
  }
}
