// Asks hubs for subscriptions, their renewal and their end, each when it is due. What a hub answers here is only that
// it took the request; what counts is its verification, which comes to http/hub-callback.ts.
// Specification: WebSub (W3C Recommendation of 23 January 2018), section 5.1.
import type { Subscription } from '../store/subscriptions.js';
import { hostOf } from '../web/canonical-url.js';
import { judge } from '../web/outcome.js';
import type { Ports } from './ports.js';

/** Requests that one run makes, all at once; the next run takes the rest. */
const CLAIM_LIMIT = 20;
/** What is asked for; hubs grant less as they like. */
const LEASE_SECONDS = 10 * 86_400;
/** Below the public address. */
export const CALLBACK_PATH = '/websub/';

/** How many hubs were asked. Without a public address none is, because its answer could not arrive. */
export async function subscribe(ports: Ports): Promise<number> {
  const { publicUrl } = ports.settings;
  if (publicUrl === null) return 0;
  const due = await ports.store.subscriptions.claimDue(CLAIM_LIMIT);
  await Promise.all(due.map((subscription) => ask(subscription, publicUrl, ports)));
  return due.length;
}

async function ask(subscription: Subscription, publicUrl: string, ports: Ports): Promise<void> {
  const { id, attempt, hub, topic, token, secret, state, feed_id: feedId } = subscription;
  const mode = state === 'leaving' ? 'unsubscribe' : 'subscribe';
  const silence = await ports.reach.silence(hostOf(hub));
  if (silence !== null) {
    const afterMs = silence.until.getTime() - ports.now().getTime();
    return ports.store.subscriptions.refused(id, attempt, silence.reason, afterMs);
  }
  const began = performance.now();
  const outcome = await ports.web.post({
    url: hub,
    form: {
      'hub.callback': `${publicUrl}${CALLBACK_PATH}${token}`,
      'hub.mode': mode,
      'hub.topic': topic,
      ...(mode === 'subscribe' ? { 'hub.secret': secret, 'hub.lease_seconds': String(LEASE_SECONDS) } : {}),
    },
  });
  await ports.reach.ended(hostOf(hub), outcome, performance.now() - began);
  if (outcome.status === 'ok') {
    ports.log.info({ feedId, hub, topic, mode }, 'a hub was asked');
    return;
  }
  const { reason, retryAfterMs } =
    outcome.status === 'not-modified'
      ? { reason: 'The hub answered 304.', retryAfterMs: null }
      : judge(outcome);
  ports.log.warn({ feedId, hub, topic, mode, reason }, 'a hub did not take a request');
  await ports.store.subscriptions.refused(id, attempt, reason, retryAfterMs);
}
