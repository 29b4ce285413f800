// Events as they happen, as server-sent events. The database is asked only while somebody listens, once for all of
// them whether there is anything new; each listener then reads on from where it is, so that one who is slow or comes
// back (`Last-Event-ID`) misses nothing and nobody's events are kept in memory.
import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { FeedmillError } from '../errors.js';
import type { Service } from '../service.js';
import type { EventFilter } from '../store/events.js';
import type { Ports } from '../workers/ports.js';
import { eventView } from './contract-events.js';
import { eventFilterOf } from './event-filter.js';
import { openEventStream } from './event-stream.js';
import { eventStreamQuery } from './requests.js';
import { parsed } from './route.js';

export const EVENT_STREAM_PATH = '/api/events/stream';

/** Within a second of its storing an article is told. */
const EVERY_MS = 500;
/** Proxies take a connection without a byte for dead after a minute or so. */
const SAY_AGAIN_MS = 15_000;
/** Each holds a connection, and asks the database when there is news. */
const MAX_LISTENERS = 50;
/** Events that a listener gets at once; the rest with the next look. */
const PAGE = 200;
/** One that takes nothing for so long is gone, or will come back and go on from where it was. */
const PATIENCE_MS = 30_000;
const DIGITS = /^\d{1,15}$/;

interface Listener {
  readonly response: ServerResponse;
  readonly filter: EventFilter;
  /** The number up to which it has heard. */
  heard: number;
  spokenAt: number;
}

export function mountToldEvents(app: FastifyInstance, { ports }: Service): void {
  const listeners = new Set<Listener>();
  let timer: NodeJS.Timeout | null = null;
  const look = async (): Promise<void> => {
    await tell(listeners, ports).catch((error: unknown) => {
      // What is away is told of by /readyz; the listeners hear of everything when it is back.
      ports.log.debug({ err: error }, 'the events could not be read');
    });
    timer = listeners.size === 0 ? null : setTimeout(() => void look(), EVERY_MS);
  };
  app.get(EVENT_STREAM_PATH, { exposeHeadRoute: false }, async (request, reply) => {
    const { after, ...query } = parsed(eventStreamQuery, request.query, 'query');
    const last = request.headers['last-event-id'];
    if (listeners.size >= MAX_LISTENERS)
      throw new FeedmillError(
        'CONFLICT',
        `${MAX_LISTENERS} listen already. GET /api/events tells the same when it is asked.`,
      );
    await ports.store.events.number();
    const { oldest, newest } = await ports.store.events.bounds();
    const asked = typeof last === 'string' && DIGITS.test(last) ? Number(last) : after;
    const response = openEventStream(reply);
    if (asked !== undefined && asked + 1 < oldest)
      response.write(`event: gap\ndata: ${JSON.stringify({ after: asked, oldest })}\n\n`);
    else response.write(': welcome\n\n');
    const listener = {
      response,
      filter: eventFilterOf(query),
      heard: asked ?? newest,
      spokenAt: ports.now().getTime(),
    };
    listeners.add(listener);
    response.on('close', () => listeners.delete(listener));
    timer ??= setTimeout(() => void look(), 0);
  });
  // Open streams would keep the server from closing.
  app.addHook('preClose', async () => {
    if (timer !== null) clearTimeout(timer);
    for (const { response } of listeners) response.end();
    listeners.clear();
  });
}

async function tell(listeners: ReadonlySet<Listener>, ports: Ports): Promise<void> {
  await ports.store.events.number();
  const { newest } = await ports.store.events.bounds();
  for (const listener of listeners) await tellOne(listener, newest, ports);
}

async function tellOne(listener: Listener, newest: number, { store, now }: Ports): Promise<void> {
  const { response, filter, heard } = listener;
  const at = now().getTime();
  if (response.writableNeedDrain) {
    if (at - listener.spokenAt > PATIENCE_MS) response.destroy();
    return;
  }
  if (heard >= newest) {
    if (at - listener.spokenAt < SAY_AGAIN_MS) return;
    response.write(': nothing new\n\n');
    listener.spokenAt = at;
    return;
  }
  const events = await store.events.after(heard, filter, PAGE);
  for (const event of events)
    response.write(
      `id: ${event.number}\nevent: ${event.type}\ndata: ${JSON.stringify(eventView(event))}\n\n`,
    );
  if (events.length > 0) listener.spokenAt = at;
  // What the filter leaves out need not be looked through again.
  listener.heard = events.length < PAGE ? newest : (events.at(-1)?.number ?? newest);
}
