// Tells webhooks what happened: makes deliveries of new events, and sends what is due. Both can be done by any number of
// processes at once; the store sees to it that each event makes one delivery and that each try is one process's.
// A receiver that hangs has its own few requests waiting and nothing else: claiming goes on meanwhile.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, Tried } from '../store/deliveries.js';
import type { Webhook } from '../store/webhooks.js';
import { hostOf } from '../web/canonical-url.js';
import type { WebOutcome } from '../web/client.js';
import { judge } from '../web/outcome.js';
import type { Ports } from './ports.js';
import { heldMs, messageBody, messageHeaders, messageId, retryMs } from './webhook-message.js';

/** Of the convention: receivers are to answer within 15 seconds. */
const TIMEOUT_MS = 15_000;
/** A try that has not ended by then died with its process. */
const LEASE_MS = 60_000;
/** Requests under way in one process. */
const AT_ONCE = 64;
/** Events that one step makes deliveries of, for each endpoint. */
const EVENTS_AT_ONCE = 200;
/** One run looks for more for so long; with the last answers it is over before a process must have stopped. */
const TIME_BOX_MS = 3_000;
/** Looked again while answers are awaited, so that what has become due meanwhile does not wait for them. */
const LOOK_AGAIN_MS = 250;
/** What asks to slow down, where it says for how long. */
const SLOWING: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const GONE = 410;
/** What was not sent because this process ends or this machine is offline: the next look finds it too early. */
const GIVEN_BACK_MS = 10_000;
/** A receiver that takes nothing for so long is told no more; what it was to be told would gather without end. */
const PATIENCE_MS = 86_400_000;

type Needs = Pick<Ports, 'store' | 'web' | 'log' | 'now' | 'random'>;

/** A runner of this process: how many tries it made. While one run looks for work, another one leaves it to that. */
export function createNotifier(ports: Needs): () => Promise<number> {
  let isLooking = false;
  return async () => {
    if (isLooking) return 0;
    isLooking = true;
    const sends = new Set<Promise<void>>();
    let made = 0;
    try {
      const end = performance.now() + TIME_BOX_MS;
      do {
        const derived = await derive(ports);
        const room = AT_ONCE - sends.size;
        const due = room > 0 ? await ports.store.deliveries.claim(ports.now(), LEASE_MS, room) : [];
        for (const delivery of due) begin(delivery, sends, ports);
        made += due.length;
        if (derived === 0 && due.length === 0) {
          if (sends.size === 0) break;
          await Promise.race([...sends, sleep(LOOK_AGAIN_MS)]);
        }
      } while (performance.now() < end);
    } finally {
      isLooking = false;
      await Promise.all(sends);
    }
    return made;
  };
}

function begin(delivery: Delivery, sends: Set<Promise<void>>, ports: Needs): void {
  const sent = send(delivery, ports)
    // Nothing is lost: the delivery is free again after its lease.
    .catch((error: unknown) =>
      ports.log.warn({ deliveryId: delivery.id, err: error }, 'a webhook delivery could not be written down'),
    )
    .finally(() => sends.delete(sent));
  sends.add(sent);
}

/** Makes deliveries of the events that each endpoint has not heard of; how many. */
async function derive({ store, now }: Needs): Promise<number> {
  let made = 0;
  for (const { id } of await store.webhooks.list()) made += await deriveFor(id);
  return made;

  async function deriveFor(id: number): Promise<number> {
    return store.transaction(async (tx) => {
      const webhook = await tx.webhooks.lockActive(id);
      if (webhook === null) return 0;
      const { events, next } = await tx.events.after(webhook.cursor, {
        types: webhook.types ?? undefined,
        feedId: webhook.feed_id ?? undefined,
        language: webhook.language ?? undefined,
        limit: EVENTS_AT_ONCE,
      });
      const times = { due_at: now(), created_at: now() };
      await tx.deliveries.add(
        events.map((event) => ({
          webhook_id: id,
          event_id: event.id,
          type: event.type,
          body: messageBody(event),
          ...times,
        })),
      );
      if (next !== webhook.cursor) await tx.webhooks.moveCursor(id, next);
      return events.length;
    });
  }
}

async function send(delivery: Delivery, ports: Needs): Promise<void> {
  const webhook = await ports.store.webhooks.find(delivery.webhook_id);
  // Removed since it was claimed, and its deliveries with it.
  if (webhook === null) return;
  const outcome = await post(webhook, messageId(webhook.id, delivery.event_id), delivery.body, ports);
  if (outcome.status === 'aborted' || outcome.status === 'offline')
    return ports.store.deliveries.giveBack(delivery, new Date(ports.now().getTime() + GIVEN_BACK_MS));
  await settle(delivery, webhook, answerOf(outcome), ports);
}

/** Posts one message, signed as of now. */
export function post(
  webhook: Webhook,
  id: string,
  body: string,
  { web, now }: Pick<Needs, 'web' | 'now'>,
): Promise<WebOutcome> {
  return web.send({
    url: webhook.url,
    body,
    contentType: 'application/json',
    headers: messageHeaders(id, body, webhook, now()),
    timeoutMs: TIMEOUT_MS,
  });
}

export interface ReceiverAnswer {
  isTaken: boolean;
  status: number | null;
  /** Why it was not taken. */
  error: string | null;
  retryAfterMs: number | null;
}

/** What an outcome says of a message: 2xx takes it, whatever else does not. */
export function answerOf(outcome: WebOutcome): ReceiverAnswer {
  switch (outcome.status) {
    case 'ok':
      return { isTaken: true, status: outcome.httpStatus, error: null, retryAfterMs: null };
    case 'not-modified':
      return refusal(304, null);
    case 'http-error':
      return refusal(outcome.httpStatus, outcome.retryAfterMs);
    default:
      return { isTaken: false, status: null, error: judge(outcome).reason, retryAfterMs: null };
  }
}

const refusal = (status: number, retryAfterMs: number | null): ReceiverAnswer => ({
  isTaken: false,
  status,
  error: `The receiver answered ${status}.`,
  retryAfterMs: SLOWING.has(status) ? retryAfterMs : null,
});

const pauseWords = (status: number | null, error: string | null): string =>
  status === GONE
    ? 'The receiver answered 410: it wants no more messages.'
    : `The receiver has taken nothing for a day: ${error}`;

async function settle(
  delivery: Delivery,
  { id: webhookId, url }: Webhook,
  answer: ReceiverAnswer,
  { store, log, now, random }: Needs,
): Promise<void> {
  const { isTaken, status, error, retryAfterMs } = answer;
  const pauseMs = isTaken ? null : retryMs(delivery.tries, retryAfterMs, random);
  const at = now().getTime();
  const tried: Tried = {
    state: isTaken ? 'delivered' : pauseMs === null ? 'parked' : 'waiting',
    dueAt: pauseMs === null ? null : new Date(at + pauseMs),
    status,
    error,
  };
  const counts = await store.transaction(async (tx) => {
    if (!(await tx.deliveries.ended(delivery, tried, now()))) return false;
    const heldUntil = retryAfterMs === null ? null : new Date(at + heldMs(retryAfterMs));
    const failingSince = await tx.webhooks.tried(webhookId, isTaken, now(), heldUntil);
    const isLost = failingSince !== null && at - failingSince.getTime() > PATIENCE_MS;
    if (status === GONE || isLost) await tx.webhooks.setState(webhookId, 'paused', pauseWords(status, error));
    return true;
  });
  // The query of an address may hold a key of the receiver's, so the log names the host.
  const about = { webhookId, deliveryId: delivery.id, host: hostOf(url), status, tries: delivery.tries };
  if (!counts) log.warn(about, 'a webhook delivery ended after its lease; it is sent again');
  else if (isTaken) log.debug(about, 'a webhook took a delivery');
  else log.warn({ ...about, state: tried.state, error }, 'a webhook did not take a delivery');
}
