// Server-sent events (HTML Standard, section 9.2): an answer that stays open.
import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** Begins the stream with the headers that the reply has so far; whoever asked for it has to end it. */
export function openEventStream(reply: FastifyReply): ServerResponse {
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value);
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  // A connection that breaks while it is written to is closed as well, which whoever writes listens for.
  reply.raw.on('error', () => undefined);
  return reply.raw;
}
