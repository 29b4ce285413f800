// Server-sent events (HTML Standard, section 9.2): how a stream is opened, and how one is written to that may not be read.
import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** So long a client may leave what it was sent unread. It is closed then, and comes back with the id that it has. */
const SLOW_MS = 10_000;

/** So long a stream may outlive what it was opened with: a token that is revoked or expires, a login that ends. */
const STAY_MS = 10_000;

/**
 * Takes the answer out of the framework's hands and begins a stream with its headers. The stream ends when its client
 * would no longer be let in.
 */
export function openStream(reply: FastifyReply): ServerResponse {
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value);
  reply.hijack();
  // Kept alive, a connection whose stream has ended would hold up the end of the server until it is idle for long.
  const connection = 'close';
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection });
  // A connection that breaks while it is written to is closed as well, and that is listened for.
  reply.raw.on('error', () => undefined);
  endWithoutLeave(reply.raw, reply.request.mayStay);
  return reply.raw;
}

function endWithoutLeave(stream: ServerResponse, mayStay: (() => Promise<boolean>) | null): void {
  if (mayStay === null) return;
  const look = setInterval(() => {
    mayStay().then(
      (may) => void (may || end(stream)),
      // While the database is away nobody can be asked, and nothing of it is streamed; the next look may know.
      () => undefined,
    );
  }, STAY_MS);
  stream.on('close', () => clearInterval(look));
}

// What is not read would never end.
const end = (stream: ServerResponse): unknown => (stream.writableNeedDrain ? stream.destroy() : stream.end());

/** Writes, and resolves when there is room for more; a client that makes none is closed. */
export function written(stream: Writable, text: string): Promise<void> {
  if (stream.destroyed || stream.write(text)) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => stream.destroy(), SLOW_MS);
    const done = (): void => {
      clearTimeout(timer);
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}
