// Events as they happen, as server-sent events. Each stream reads its own pages from the store, those of the past and
// those of now alike, and the next one only when its client has taken the one before: nothing is kept for anybody here.
//   open ─ gap, if the client's last id is no longer known ─▶ page ─▶ page ─▶ wait for more or for a sign of life ─▶ page
import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { FeedmillError, messageOf } from '../errors.js';
import type { Service } from '../service.js';
import type { EventFilter, StoredEvent } from '../store/events.js';
import { watchEvents } from './event-watch.js';
import { eventStreamQuery, idText } from './requests.js';
import { parsed, route } from './route.js';
import { eventFilter, eventView } from './routes-events.js';
import { openStream, written } from './server-sent.js';

/** Each holds a connection, of which the server has some hundred, and asks for its own page when something happens. */
const MAX_CLIENTS = 50;
const PAGE = 100;

const headers = z.object({ 'last-event-id': idText.optional() });

/** The description; what serves it is mounted below. */
export const eventStreamRoute = route({
  method: 'GET',
  path: '/api/events/stream',
  summary: 'What happens, as server-sent events; Last-Event-ID goes on where a client was',
  query: eventStreamQuery,
  answer: z.string(),
  mediaType: 'text/event-stream',
  quiet: true,
  handle: async () => '',
});

export function mountEventStream(app: FastifyInstance, { ports }: Service): void {
  const watch = watchEvents(ports);
  const clients = new Set<ServerResponse>();
  const follow = async (
    client: ServerResponse,
    asked: number | undefined,
    filter: EventFilter,
    signal: AbortSignal,
  ): Promise<void> => {
    let cursor = await begin(client, asked, ports);
    while (!signal.aborted) {
      const { events, next } = await ports.store.events.after(cursor, { ...filter, limit: PAGE });
      // The id alone goes on behind what the filter left out, and is a sign of life.
      const last = events.at(-1)?.id === next ? '' : idLine(next);
      await written(client, events.map(eventText).join('') + last);
      cursor = next;
      if (events.length < PAGE) await watch.beyond(cursor, signal);
    }
  };
  app.get(eventStreamRoute.path, { exposeHeadRoute: false }, (request, reply) => {
    const { after, ...asked } = parsed(eventStreamQuery, request.query, 'query');
    const { 'last-event-id': lastId } = parsed(headers, request.headers, 'header');
    if (clients.size >= MAX_CLIENTS)
      throw new FeedmillError(
        'BUSY',
        `${MAX_CLIENTS} clients follow the events of this process already. Ask again later, or ask for pages at /api/events.`,
      );
    const client = openStream(reply);
    const closed = new AbortController();
    clients.add(client);
    client.on('close', () => {
      clients.delete(client);
      closed.abort();
    });
    follow(client, lastId ?? after, eventFilter(asked), closed.signal).catch((error: unknown) => {
      ports.log.warn({ reason: messageOf(error) }, 'a stream of events ends, since they cannot be read');
      client.end();
    });
  });
  // Open streams would keep the server from closing; one that is not read would not even end.
  app.addHook('preClose', async () => {
    for (const client of clients) {
      client.end();
      if (client.writableNeedDrain) client.destroy();
    }
  });
}

/** Where the stream begins: where the client was, or now. What it has missed for good is told first. */
async function begin(
  client: ServerResponse,
  asked: number | undefined,
  { store }: Service['ports'],
): Promise<number> {
  if (asked === undefined || asked === 0) {
    const cursor = asked ?? (await store.events.latest());
    await written(client, idLine(cursor));
    return cursor;
  }
  const standing = await store.events.standing(asked);
  const cursor = standing === 'ahead' ? await store.events.latest() : asked;
  const gap = standing === 'good' ? '' : `event: gap\ndata: ${JSON.stringify({ after: asked, standing })}\n`;
  await written(client, `${gap}${idLine(cursor)}`);
  return cursor;
}

// Without data no event is dispatched, but the client takes the id for its last one.
const idLine = (id: number): string => `id: ${id}\n\n`;

const eventText = (event: StoredEvent): string =>
  `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(eventView(event))}\n\n`;
