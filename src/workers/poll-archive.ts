// The items before those that a feed shows, from the documents that it names for them (RFC 5005, sections 3 and 4).
import type { FeedItem, ParsedFeed } from '../feeds/feed.js';
import { sameSite } from '../web/canonical-url.js';
import { parsePage } from './feed-page.js';
import type { Ports } from './ports.js';

/** A feed that nobody looked at for long is not read to its beginning. */
const MAX_DOCUMENTS = 5;

/**
 * The feed with older items behind its own, up to a document with an item that is known. Null where that was not
 * reached: its documents are of another site, cannot be read, or are too many.
 */
export async function withOlderItems(
  feed: ParsedFeed,
  hasKnown: (items: FeedItem[]) => Promise<boolean>,
  { web, now }: Pick<Ports, 'web' | 'now'>,
  signal: AbortSignal,
): Promise<ParsedFeed | null> {
  const items = [...feed.items];
  const asked = new Set<string>();
  let url = feed.olderUrl;
  for (let read = 0; read < MAX_DOCUMENTS && url !== null && !asked.has(url); read++) {
    if (feed.siteUrl !== null && !sameSite(url, feed.siteUrl)) return null;
    asked.add(url);
    const outcome = await web.get({ url, acceptTypes: 'feed', signal });
    const parsed = outcome.status === 'ok' ? parsePage(outcome, now()) : null;
    if (parsed?.status !== 'feed') return null;
    items.push(...parsed.feed.items);
    if (await hasKnown(parsed.feed.items)) return { ...feed, items };
    url = parsed.feed.olderUrl;
  }
  return null;
}
