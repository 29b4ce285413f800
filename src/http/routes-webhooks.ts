// Webhooks: who is told what happens, and what became of it.
import {
  addWebhook,
  allWebhooks,
  type CountedWebhook,
  removeWebhook,
  replayWebhook,
  rotateWebhook,
  setWebhookState,
  testWebhook,
  webhookDetail,
} from '../operations/webhooks.js';
import type { Delivery } from '../store/deliveries.js';
import type { Webhook } from '../store/webhooks.js';
import { removedSchema } from './contract-feeds.js';
import {
  type CountedWebhookView,
  type DeliveryView,
  replayedSchema,
  type WebhookView,
  webhookDetailSchema,
  webhookListSchema,
  webhookSecretSchema,
  webhookTestSchema,
  webhookViewSchema,
} from './contract-webhooks.js';
import { addWebhookBody, replayBody, webhookParams, webhookStateBody } from './requests.js';
import { type Route, route } from './route.js';

export const webhookRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/webhooks',
    scope: 'admin',
    summary: 'Every webhook, with how many deliveries wait and are parked',
    answer: webhookListSchema,
    handle: async (_input, { ports }) => ({ webhooks: (await allWebhooks(ports)).map(countedView) }),
  }),
  route({
    method: 'POST',
    path: '/api/webhooks',
    scope: 'admin',
    summary: 'Adds a webhook that is told what happens from now on; its secret is told this once',
    body: addWebhookBody,
    answer: webhookSecretSchema,
    handle: async ({ body }, { ports }) => secretView(await addWebhook(body, ports)),
  }),
  route({
    method: 'GET',
    path: '/api/webhooks/:webhook',
    scope: 'admin',
    summary: 'One webhook with its newest deliveries, and the newest of those that are parked',
    params: webhookParams,
    answer: webhookDetailSchema,
    handle: async ({ params }, { ports }) => {
      const { deliveries, parked, ...counted } = await webhookDetail(params.webhook, ports);
      return {
        webhook: countedView(counted),
        deliveries: deliveries.map(deliveryView),
        parked: parked.map(deliveryView),
      };
    },
  }),
  route({
    method: 'PATCH',
    path: '/api/webhooks/:webhook',
    scope: 'admin',
    summary: 'Pauses a webhook, or resumes it where it was',
    params: webhookParams,
    body: webhookStateBody,
    answer: webhookViewSchema,
    handle: async ({ params, body }, { ports }) =>
      webhookView(await setWebhookState(params.webhook, body.state, ports)),
  }),
  route({
    method: 'DELETE',
    path: '/api/webhooks/:webhook',
    scope: 'admin',
    summary: 'Removes a webhook with its deliveries',
    params: webhookParams,
    answer: removedSchema,
    handle: async ({ params }, { ports }) => {
      await removeWebhook(params.webhook, ports);
      return { removed: true as const };
    },
  }),
  route({
    method: 'POST',
    path: '/api/webhooks/:webhook/rotate',
    scope: 'admin',
    summary: 'Gives a webhook a new secret, told this once; the one before signs as well for 24 hours',
    params: webhookParams,
    answer: webhookSecretSchema,
    handle: async ({ params }, { ports }) => secretView(await rotateWebhook(params.webhook, ports)),
  }),
  route({
    method: 'POST',
    path: '/api/webhooks/:webhook/test',
    scope: 'admin',
    summary: 'Sends a message of the type webhook.test now, and tells what came back',
    params: webhookParams,
    answer: webhookTestSchema,
    handle: async ({ params }, { ports }) => {
      const { isTaken, status, error } = await testWebhook(params.webhook, ports);
      return { isTaken, status, error };
    },
  }),
  route({
    method: 'POST',
    path: '/api/webhooks/:webhook/replay',
    scope: 'admin',
    summary: 'Sends parked deliveries again, all or one',
    params: webhookParams,
    body: replayBody,
    answer: replayedSchema,
    handle: async ({ params, body: { delivery = null } }, { ports }) => ({
      replayed: await replayWebhook(params.webhook, delivery, ports),
    }),
  }),
];

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

function webhookView(webhook: Webhook): WebhookView {
  return {
    id: webhook.id,
    url: webhook.url,
    types: webhook.types,
    feedId: webhook.feed_id,
    language: webhook.language,
    state: webhook.state,
    reason: webhook.reason,
    failures: webhook.failures,
    heldUntil: iso(webhook.held_until),
    rotatingUntil: iso(webhook.old_until),
    createdAt: webhook.created_at.toISOString(),
  };
}

const countedView = ({ webhook, counts }: CountedWebhook): CountedWebhookView => ({
  ...webhookView(webhook),
  ...counts,
});

const secretView = (webhook: Webhook) => ({ webhook: webhookView(webhook), secret: webhook.secret });

function deliveryView(delivery: Delivery): DeliveryView {
  return {
    id: delivery.id,
    eventId: delivery.event_id,
    type: delivery.type,
    state: delivery.state,
    tries: delivery.tries,
    nextTryAt: delivery.state === 'waiting' ? iso(delivery.due_at) : null,
    lastStatus: delivery.last_status,
    lastError: delivery.last_error,
    createdAt: delivery.created_at.toISOString(),
    endedAt: iso(delivery.ended_at),
  };
}
