// An answer of the web as a feed.
import { decodeText } from '../feeds/decode.js';
import { type FeedOutcome, parseFeed } from '../feeds/parse.js';
import type { WebOutcome } from '../web/client.js';

export type FeedPage = Extract<WebOutcome, { status: 'ok' }>;

/** Reads a page as a feed; `text` is the whole of it. */
export function parsePage(
  page: Pick<FeedPage, 'body' | 'contentType' | 'url'>,
  now: Date,
): FeedOutcome & { text: string } {
  const { text } = decodeText(page.body, { contentType: page.contentType });
  return { ...parseFeed(text, { url: page.url, now }), text };
}
