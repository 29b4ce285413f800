// What a person does with webhooks. A secret leaves here twice at most: when it is made, and when it is made anew.
import { randomBytes } from 'node:crypto';
import { FeedmillError } from '../errors.js';
import type { Delivery } from '../store/deliveries.js';
import type { EventType } from '../store/schema-events.js';
import type { Webhook, WebhookCounts } from '../store/webhooks.js';
import { createPolicy, guardUrl } from '../web/guard.js';
import { answerOf, post, type ReceiverAnswer } from '../workers/notify.js';
import type { Ports } from '../workers/ports.js';
import { bodyOf, newSecret } from '../workers/webhook-message.js';

type Needs = Pick<Ports, 'store' | 'settings' | 'now'>;
/** Time to give the new secret to a receiver; until then both sign. */
const ROTATION_MS = 86_400_000;
const SHOWN = 50;
const none: WebhookCounts = { waiting: 0, parked: 0 };

export interface CountedWebhook {
  webhook: Webhook;
  counts: WebhookCounts;
}
export interface WebhookDetail extends CountedWebhook {
  /** The newest, of any state. */
  deliveries: Delivery[];
  /** The newest of those that are parked. */
  parked: Delivery[];
}

/**
 * Adds a webhook that is told what happens from now on. Its secret is in the answer and nowhere later.
 * @throws FeedmillError BAD_REQUEST for an address that may not be requested, NOT_FOUND for a feed that is none.
 */
export async function addWebhook(
  asked: {
    url: string;
    types?: EventType[] | undefined;
    feed?: number | undefined;
    language?: string | undefined;
  },
  { store, settings, now }: Needs,
): Promise<Webhook> {
  const policy = createPolicy(settings.allowPrivate, settings.allowPorts.map(Number));
  const verdict = guardUrl(asked.url, policy);
  if (verdict.status === 'refused')
    throw new FeedmillError('BAD_REQUEST', `A webhook cannot be sent to this address. ${verdict.message}`);
  if (asked.feed !== undefined && (await store.feeds.find(asked.feed)) === null)
    throw new FeedmillError(
      'NOT_FOUND',
      `There is no feed ${asked.feed}. \`feedmill feeds list\` shows all.`,
    );
  return store.webhooks.add({
    url: verdict.url.href,
    types: asked.types ?? null,
    feed_id: asked.feed ?? null,
    language: asked.language ?? null,
    cursor: await store.events.latest(),
    secret: newSecret(),
    created_at: now(),
  });
}

/** Every webhook with how many deliveries wait and are parked. */
export async function allWebhooks({ store }: Pick<Ports, 'store'>): Promise<CountedWebhook[]> {
  const [webhooks, counts] = await Promise.all([store.webhooks.list(), store.deliveries.counts()]);
  return webhooks.map((webhook) => ({ webhook, counts: counts.get(webhook.id) ?? none }));
}

/**
 * One webhook with its newest deliveries.
 * @throws FeedmillError NOT_FOUND
 */
export async function webhookDetail(id: number, { store }: Pick<Ports, 'store'>): Promise<WebhookDetail> {
  const webhook = found(await store.webhooks.find(id), id);
  const [counts, deliveries, parked] = await Promise.all([
    store.deliveries.counts(),
    store.deliveries.newest(id, null, SHOWN),
    store.deliveries.newest(id, 'parked', SHOWN),
  ]);
  return { webhook, counts: counts.get(id) ?? none, deliveries, parked };
}

/**
 * Pauses a webhook, or resumes it where it was.
 * @throws FeedmillError NOT_FOUND
 */
export async function setWebhookState(
  id: number,
  state: Webhook['state'],
  { store }: Pick<Ports, 'store'>,
): Promise<Webhook> {
  return found(await store.webhooks.setState(id, state, null), id);
}

/**
 * Removes a webhook with its deliveries.
 * @throws FeedmillError NOT_FOUND
 */
export async function removeWebhook(id: number, { store }: Pick<Ports, 'store'>): Promise<void> {
  if (!(await store.webhooks.remove(id))) found(null, id);
}

/**
 * Gives a webhook a new secret, which is in the answer; the one before signs as well for a day.
 * @throws FeedmillError NOT_FOUND
 */
export async function rotateWebhook(
  id: number,
  { store, now }: Pick<Ports, 'store' | 'now'>,
): Promise<Webhook> {
  const oldUntil = new Date(now().getTime() + ROTATION_MS);
  return found(await store.webhooks.rotate(id, newSecret(), oldUntil), id);
}

/**
 * Sends a message of the type `webhook.test` now, also to a paused one, and tells what came back.
 * @throws FeedmillError NOT_FOUND
 */
export async function testWebhook(id: number, ports: Ports): Promise<ReceiverAnswer> {
  const webhook = found(await ports.store.webhooks.find(id), id);
  const body = bodyOf('webhook.test', ports.now(), { webhookId: id });
  return answerOf(await post(webhook, `msg_test_${randomBytes(8).toString('hex')}`, body, ports));
}

/**
 * Sends parked deliveries again, all or the one named; how many.
 * @throws FeedmillError NOT_FOUND
 */
export async function replayWebhook(
  id: number,
  deliveryId: number | null,
  { store, now }: Pick<Ports, 'store' | 'now'>,
): Promise<number> {
  found(await store.webhooks.find(id), id);
  const replayed = await store.deliveries.replay(id, deliveryId, now());
  if (replayed === 0 && deliveryId !== null)
    throw new FeedmillError(
      'NOT_FOUND',
      `Webhook ${id} has no parked delivery ${deliveryId}. \`feedmill webhooks show ${id}\` shows those it has.`,
    );
  return replayed;
}

function found(webhook: Webhook | null, id: number): Webhook {
  if (webhook !== null) return webhook;
  throw new FeedmillError('NOT_FOUND', `There is no webhook ${id}. \`feedmill webhooks list\` shows all.`);
}
