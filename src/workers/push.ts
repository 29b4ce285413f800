// A push of a hub: what it brings goes the way of a poll's items. Only what is signed with the subscription's secret is
// read; who knows the address alone can do no more than have a request counted. A push names what is new and may leave
// out the rest, so that it tells nothing of what was missed, and it does not move the feed's next poll.
import { isSigned } from '../feeds/hub.js';
import { afterPush, memoryOf } from '../feeds/memory.js';
import type { DueRun } from '../store/due-run.js';
import type { Feed } from '../store/feeds.js';
import type { SubscriptionState } from '../store/schema-feeds.js';
import type { Subscription } from '../store/subscriptions.js';
import { parsePage } from './feed-page.js';
import { handOn } from './hand-on.js';
import { type FeedNews, newsOf, saveNews } from './poll-news.js';
import type { Ports } from './ports.js';

export interface Pushed {
  body: Buffer;
  contentType: string | null;
  /** The X-Hub-Signature header. */
  signature: string | null;
}

/** A push that polls overtake so often waits for the next poll. */
const MAX_OVERTAKEN = 5;
const heard: ReadonlySet<SubscriptionState> = new Set(['asked', 'active', 'deaf']);

/** Takes a push in. One that is not signed as it must be is counted, and not told to whoever sent it. */
export async function takePush(subscription: Subscription, pushed: Pushed, ports: Ports): Promise<void> {
  const { store, log } = ports;
  const { id, feed_id: feedId, hub, secret, state } = subscription;
  if (!heard.has(state) || feedId === null) return;
  if (!isSigned(pushed.body, pushed.signature, secret)) {
    await store.subscriptions.pushed(id, false);
    log.warn(
      { feedId, hub, bytes: pushed.body.length },
      'a push was ignored, because its signature is wrong',
    );
    return;
  }
  await store.subscriptions.pushed(id, true);
  for (let times = 0; times < MAX_OVERTAKEN; times++) {
    const feed = await store.feeds.find(feedId);
    if (feed === null || (await readPush(feed, pushed, ports))) return;
  }
  await store.feeds.pollSoon(feedId);
}

/** False when a poll has overtaken it. */
async function readPush(feed: Feed, { body, contentType }: Pushed, ports: Ports): Promise<boolean> {
  const started = performance.now();
  const parsed = parsePage({ body, contentType, url: feed.url }, ports.now());
  if (parsed.status === 'not-a-feed') {
    // The hub says that there is news, and that much is known by its signature.
    await ports.store.feeds.pollSoon(feed.id);
    ports.log.info(
      { feedId: feed.id, reason: parsed.message },
      'a push could not be read; the feed is polled',
    );
    return true;
  }
  const news = await newsOf(feed, parsed.feed, { ...memoryOf(feed.memory), hadOverlap: false }, ports);
  const due = await save(feed, news, Math.round(performance.now() - started), ports);
  if (due === null) return false;
  await handOn(due, ports);
  return true;
}

async function save(feed: Feed, news: FeedNews, ms: number, ports: Ports): Promise<DueRun[] | null> {
  const { fresh, changed, skipped, leftOver, items } = news;
  const counts = { items, new: fresh.length, changed: changed.length, skipped: skipped.length, leftOver };
  const detail = { pushed: true, ...counts };
  const reason = 'pushed by its hub';
  const elapsedMs = feed.succeeded_at === null ? null : ports.now().getTime() - feed.succeeded_at.getTime();
  const due = await ports.store.transaction(async (store) => {
    const memory = afterPush(memoryOf(feed.memory), news, elapsedMs);
    const attempt = await store.feeds.endPush(feed.id, feed.attempt, { memory, isIncomplete: leftOver > 0 });
    if (attempt === null) return null;
    const ids = { article_id: null, feed_id: feed.id, batch_id: null, attempt };
    await store.ledger.record({
      ...ids,
      stage: 'poll',
      outcome: 'done',
      reason,
      ms,
      worker: ports.workerId,
      detail,
    });
    return saveNews(feed, news, store);
  });
  if (due === null) return null;
  ports.metrics.attempt('poll', 'done', ms);
  ports.log.info(
    { stage: 'poll', feedId: feed.id, url: feed.url, outcome: 'done', reason, ms, ...detail },
    'push',
  );
  return due;
}
