// What a webhook is sent, how it is signed, and when it is tried again.
// Specification: Standard Webhooks 1.0 (standardwebhooks.com): headers, signature and form of the body.
import { createHmac, randomBytes } from 'node:crypto';
import type { StoredEvent } from '../store/events.js';
import type { Webhook } from '../store/webhooks.js';

const PREFIX = 'whsec_';
/** The convention asks for 24 to 64. */
const SECRET_BYTES = 32;
/** What the convention advises receivers to expect. */
const MAX_BODY_BYTES = 20_000;
/** Ten tries with these pauses take 21 hours on average: as long as a receiver may be down overnight. */
const MAX_TRIES = 10;
const FIRST_RETRY_MS = 30_000;
const GROWTH = 2.5;
/** Pauses are spread by a fifth either way, so that what failed together does not come back together. */
const JITTER = 0.2;
/** A receiver may not put itself off for longer than this. */
const MAX_RETRY_AFTER_MS = 86_400_000;

/** A new secret, as receivers are given it: `whsec_` and 32 random bytes in base64. */
export const newSecret = (): string => PREFIX + randomBytes(SECRET_BYTES).toString('base64');

/** The body that tells of an event, at most 20 KB: its longest parts are left out, and `data.truncated` says so. */
export function messageBody({ type, at, data, language, ...ids }: StoredEvent): string {
  const { id, articleId, revisionId, feedId } = ids;
  const about = { id, articleId, revisionId, feedId, language };
  const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '');
  const parts = Object.entries(data).sort(([, a], [, b]) => sizeOf(a) - sizeOf(b));
  let body = bodyOf(type, at, { ...data, ...about });
  while (Buffer.byteLength(body) > MAX_BODY_BYTES && parts.length > 0) {
    parts.pop();
    body = bodyOf(type, at, { ...Object.fromEntries(parts), ...about, truncated: true });
  }
  return body;
}

/** A message in the form of the convention. */
export const bodyOf = (type: string, at: Date, data: Record<string, unknown>): string =>
  JSON.stringify({ type, timestamp: at.toISOString(), data });

/** The id of a message: the same at each try, another one for each event and endpoint. */
export const messageId = (webhookId: number, eventId: number): string => `msg_${webhookId}_${eventId}`;

/** The three headers of a try at `now`, signed with the secret and, until it ends, with the one before. */
export function messageHeaders(
  id: string,
  body: string,
  {
    secret,
    old_secret: oldSecret,
    old_until: oldUntil,
  }: Pick<Webhook, 'secret' | 'old_secret' | 'old_until'>,
  now: Date,
): Record<string, string> {
  const timestamp = Math.floor(now.getTime() / 1_000);
  const isRotating = oldSecret !== null && oldUntil !== null && oldUntil > now;
  const secrets = isRotating ? [secret, oldSecret] : [secret];
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': secrets.map((one) => signature(one, id, timestamp, body)).join(' '),
  };
}

/** `v1,` and the HMAC-SHA256 of id, timestamp in seconds and body, joined by full stops. */
export function signature(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/** The pause after the try with this number failed, at least as long as the receiver asked for; null after the last. */
export function retryMs(tries: number, retryAfterMs: number | null, random: () => number): number | null {
  if (tries >= MAX_TRIES) return null;
  const spread = 1 - JITTER + 2 * JITTER * random();
  return Math.max(FIRST_RETRY_MS * GROWTH ** (tries - 1) * spread, heldMs(retryAfterMs));
}

/** For how long a receiver that said so is left alone. */
export const heldMs = (retryAfterMs: number | null): number =>
  Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS);
