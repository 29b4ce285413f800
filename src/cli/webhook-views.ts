// Webhooks and their deliveries as the command line shows them.
import type { z } from 'zod';
import type { CountedWebhookView, DeliveryView, webhookSecretSchema } from '../http/contract-webhooks.js';
import type { Output } from './output.js';
import { tablePart } from './sections.js';
import { dateText } from './words.js';

export function showSecret(
  made: z.output<typeof webhookSecretSchema>,
  json: boolean | undefined,
  output: Output,
): void {
  if (json === true) {
    output.json(made);
    return;
  }
  const { webhook, secret } = made;
  output.pairs([
    ['webhook', String(webhook.id)],
    ['address', webhook.url],
    ['secret', secret],
  ]);
  output.note('The secret is not shown again.');
}

export function showWebhooks(webhooks: readonly CountedWebhookView[], output: Output): void {
  output.table(
    [
      { head: 'webhook', align: 'right' },
      { head: 'state' },
      { head: 'waiting', align: 'right' },
      { head: 'parked', align: 'right' },
      { head: 'failures', align: 'right' },
      { head: 'told of' },
      { head: 'address' },
      { head: 'reason', wrap: true },
    ],
    webhooks.map((one) => [
      String(one.id),
      one.state,
      String(one.waiting),
      String(one.parked),
      String(one.failures),
      toldOf(one),
      one.url,
      one.reason ?? '',
    ]),
  );
}

const toldOf = ({ types, feedId: feed, language }: CountedWebhookView): string =>
  [types?.join(', ') ?? 'all', feed === null ? [] : `feed ${feed}`, language ?? []].flat().join(', ');

export function showDeliveries(
  title: string,
  label: string,
  deliveries: readonly DeliveryView[],
  output: Output,
): void {
  tablePart(
    output,
    { title, label },
    [
      { head: 'delivery', align: 'right' },
      { head: 'event', align: 'right' },
      { head: 'type' },
      { head: 'state' },
      { head: 'tries', align: 'right' },
      { head: 'next try' },
      { head: 'answer', wrap: true },
    ],
    deliveries.map((one) => [
      String(one.id),
      String(one.eventId),
      one.type,
      one.state,
      String(one.tries),
      dateText(one.nextTryAt),
      one.lastError ?? String(one.lastStatus ?? ''),
    ]),
  );
}
