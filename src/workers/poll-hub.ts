// What a poll has to do with its feed's hub: it finds out which one there is, and whether that pushes what is new.
import { randomBytes } from 'node:crypto';
import type { HubLink } from '../feeds/hub.js';
import type { Feed } from '../store/feeds.js';
import type { Store } from '../store/store.js';
import type { Subscription } from '../store/subscriptions.js';
import type { FeedNews } from './poll-news.js';
import type { Ports } from './ports.js';

/** A hub learns of an item from its publisher, as a poll does, and is given this long to pass it on. */
const GRACE_MS = 600_000;
/** 256 bits, so that neither the address of a push nor its secret can be guessed. */
const SECRET_BYTES = 32;

/** The feed's subscription; null without one, and where no hub could reach us. */
export async function subscriptionOf(
  feed: Feed,
  { store, settings }: Pick<Ports, 'store' | 'settings'>,
): Promise<Subscription | null> {
  return settings.publicUrl === null ? null : store.subscriptions.ofFeed(feed.id);
}

/** Whether polls may leave what is new to the hub: it has pushed, and no poll has found anything else since. */
export function pushes(subscription: Subscription | null, now: Date): boolean {
  if (subscription === null || subscription.state !== 'active' || subscription.pushes === 0) return false;
  return subscription.unheard === 0 && (subscription.lease_until ?? now) > now;
}

/** Writes down, in the poll's transaction, which hub the feed names and whether it pushed what the poll has found. */
export async function followHub(
  feed: Feed,
  { hub, news }: { hub: HubLink | null; news: FeedNews },
  subscription: Subscription | null,
  { settings, now }: Pick<Ports, 'settings' | 'now'>,
  { subscriptions }: Store,
): Promise<void> {
  if (settings.publicUrl === null || feed.state === 'paused') return;
  if (hub === null) {
    if (subscription !== null) await subscriptions.part(feed.id);
    return;
  }
  if (subscription?.hub !== hub.hub || subscription.topic !== hub.topic) {
    const secret = (): string => randomBytes(SECRET_BYTES).toString('base64url');
    await subscriptions.want(feed.id, { ...hub, token: secret(), secret: secret() });
  } else if (wasUnheard(feed, news, subscription, now())) await subscriptions.unheard(subscription.id);
}

// Only what was published after the poll before, while the subscription stood, could have been pushed.
function wasUnheard(
  { succeeded_at: since }: Feed,
  { fresh }: FeedNews,
  { state, verified_at: verified }: Subscription,
  now: Date,
): boolean {
  if (state !== 'active' || since === null || verified === null || verified > since) return false;
  const late = now.getTime() - GRACE_MS;
  return fresh.some(({ polled: { publishedAt } }) => publishedAt === null || publishedAt.getTime() < late);
}
