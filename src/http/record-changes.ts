// Leaves a row for every request that changes something, whichever way it came: API, pages, dashboard, command line. It
// is written before the change, which is not made when that fails, and gets its outcome before the answer is sent. Those
// who are not known leave a log line instead, so that strangers cannot fill the table.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseUrl } from '../parse-url.js';
import type { Ports } from '../workers/ports.js';
import { addressOf, type Caller } from './callers.js';
import { isHarmless, scopeOf } from './security.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The row of this request's change; null when there is none. */
    changeId: number | null;
    /** What the change is about: ids and names that its handler adds. */
    subject: Record<string, unknown> | null;
  }
}

type Needs = Pick<Ports, 'store' | 'log'>;

export function recordChanges(app: FastifyInstance, { store, log }: Needs): void {
  app.decorateRequest('changeId', null);
  app.decorateRequest('subject', null);
  app.addHook('preHandler', async (request) => {
    const { caller } = request;
    if (caller !== null && isChange(request)) request.changeId = await begin(request, caller, { store });
  });
  app.addHook('onSend', async (request, reply) => {
    const { caller } = request;
    if (caller === null || !isChange(request)) return;
    try {
      // What was refused before its handler has no row yet.
      const id = request.changeId ?? (await begin(request, caller, { store }));
      await store.changes.end(id, reply.statusCode, request.subject ?? {});
    } catch (error) {
      // The change is made or refused by now; its answer goes out, and the log line of the request tells the outcome.
      log.warn({ err: error, requestId: request.id }, 'the outcome of a change could not be recorded');
    }
  });
}

/** Leaves a row for what is no change by its scope, such as a login. */
export async function recordChange(
  request: FastifyRequest,
  caller: Caller,
  status: number,
  { store }: Pick<Ports, 'store'>,
): Promise<void> {
  await store.changes.end(await begin(request, caller, { store }), status, {});
}

/** Ids of a row of `changes` are for people; a list of thousands says no more than its beginning. */
const IDS_NOTED = 20;
/** Feeds that a change is about, as its row holds them. */
export const feedsNoted = (ids: readonly number[]): Record<string, unknown> => ({
  feeds: ids.slice(0, IDS_NOTED),
  ...(ids.length > IDS_NOTED ? { feedsInAll: ids.length } : {}),
});

function isChange(request: FastifyRequest): boolean {
  const scope = scopeOf(request);
  const isRoute = request.routeOptions.url !== undefined;
  return isRoute && !isHarmless(request.method) && scope !== 'read' && scope !== 'open';
}

function begin(request: FastifyRequest, caller: Caller, { store }: Pick<Ports, 'store'>): Promise<number> {
  const { kind, name, tokenId } = caller;
  return store.changes.begin({
    caller: name,
    callerKind: kind,
    tokenId,
    address: kind === 'local' ? null : addressOf(request),
    method: request.method,
    route: request.routeOptions.url ?? '',
    subject: subjectOf(request.params),
    requestId: request.id,
  });
}

const NAME = /^[\w.:@-]{1,300}$/;

/** Parameters of a path as they may be kept. Of an address only its site is: the rest can hold a key. */
function subjectOf(params: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params ?? {}).flatMap(([name, value]) => {
      const text = String(value);
      const kept = NAME.test(text) ? text : parseUrl(text)?.host;
      return kept === undefined || kept === '' ? [] : [[name, kept]];
    }),
  );
}
