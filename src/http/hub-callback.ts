// Where hubs come to (WebSub): they verify what was asked of them, and push what is new. The only path that is open to
// strangers, so what is known of a caller is the token in the address alone, and for a push its signature. The answers
// tell no more than the specification demands: a push is taken whether it is wanted or not.
// Specification: WebSub (W3C Recommendation of 23 January 2018), sections 5.2, 5.3 and 7.
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { storableText } from '../feeds/storable.js';
import type { Service } from '../service.js';
import type { Subscription } from '../store/subscriptions.js';
import type { Ports } from '../workers/ports.js';
import { takePush } from '../workers/push.js';
import { CALLBACK_PATH } from '../workers/subscribe.js';
import { sendProblem } from './problem.js';

const token = z.object({ token: z.string().regex(/^[\w-]{43}$/) });
const text = z.string().max(4_000);
const verification = z.object({
  'hub.mode': z.enum(['subscribe', 'unsubscribe', 'denied']),
  'hub.topic': text,
  'hub.challenge': text.default(''),
  'hub.lease_seconds': z.coerce.number().int().positive().optional().catch(undefined),
  'hub.reason': text.default(''),
});
/** What counts where a hub does not say how long: the least that is worth a renewal. */
const DEFAULT_LEASE_SECONDS = 86_400;
const MIN_LEASE_SECONDS = 60;
const MAX_LEASE_SECONDS = 90 * 86_400;
const MAX_REASON = 300;

/** Opens the path, where the settings name the address at which hubs find it. */
export async function mountHubCallback(app: FastifyInstance, { ports }: Service): Promise<void> {
  const { settings, store } = ports;
  if (settings.publicUrl === null) return;
  const subscriptionAt = async (params: unknown): Promise<Subscription | null> => {
    const known = token.safeParse(params);
    return known.success ? store.subscriptions.ofToken(known.data.token) : null;
  };
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // The signature is that of the bytes, whatever they call themselves.
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) => body);
    // Before the body is read: whoever does not know an address sends nothing.
    scope.addHook('onRequest', async (request, reply) => {
      if ((await subscriptionAt(request.params)) === null)
        return sendProblem(reply, {
          status: 404,
          code: 'NOT_FOUND',
          detail: 'There is no such subscription.',
        });
    });
    scope.get(`${CALLBACK_PATH}:token`, { exposeHeadRoute: false }, async (request, reply) => {
      const subscription = await subscriptionAt(request.params);
      return verify(subscription, request.query, reply, ports);
    });
    scope.post(`${CALLBACK_PATH}:token`, { bodyLimit: settings.maxPageBytes }, async (request, reply) => {
      const subscription = await subscriptionAt(request.params);
      const signature = request.headers['x-hub-signature'];
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const contentType = request.headers['content-type'] ?? null;
      const pushed = { body, contentType, signature: typeof signature === 'string' ? signature : null };
      if (subscription !== null) await takePush(subscription, pushed, ports);
      return reply.status(202).send();
    });
  });
}

async function verify(
  subscription: Subscription | null,
  query: unknown,
  reply: FastifyReply,
  { store: { subscriptions }, log }: Ports,
): Promise<FastifyReply> {
  const asked = verification.safeParse(query);
  const unwanted = { status: 404, code: 'NOT_FOUND', detail: 'This was not asked for.' };
  if (subscription === null || !asked.success || asked.data['hub.topic'] !== subscription.topic)
    return sendProblem(reply, unwanted);
  const { id, hub, topic, feed_id: feedId } = subscription;
  const mode = asked.data['hub.mode'];
  const challenge = asked.data['hub.challenge'];
  if (mode === 'denied') {
    const said = storableText(asked.data['hub.reason']).slice(0, MAX_REASON);
    await subscriptions.denied(id, said === '' ? 'The hub denies it.' : `The hub denies it: ${said}`);
    log.warn({ feedId, hub, topic }, 'a hub denied a subscription');
    return reply.status(200).send();
  }
  const isWanted =
    challenge !== '' &&
    (mode === 'subscribe'
      ? await subscriptions.verified(id, 1_000 * leaseSeconds(asked.data['hub.lease_seconds']))
      : await subscriptions.ended(id));
  if (!isWanted) return sendProblem(reply, unwanted);
  log.info({ feedId, hub, topic, mode }, 'a hub has verified what it was asked for');
  return reply.status(200).type('text/plain; charset=utf-8').send(challenge);
}

function leaseSeconds(told: number | undefined): number {
  return Math.min(MAX_LEASE_SECONDS, Math.max(MIN_LEASE_SECONDS, told ?? DEFAULT_LEASE_SECONDS));
}
