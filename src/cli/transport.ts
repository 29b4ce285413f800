// The two ways on which a request reaches the API: inside this process, or through the socket in the data folder to
// the process that holds it. Both answer alike, so that nobody notices which one it was.
import { request as httpRequest } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Log } from '../log.js';
import type { Service, ServiceOptions } from '../service.js';
import type { Settings } from '../settings.js';
import type { Holder } from '../store/data-folder.js';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export interface Answer {
  status: number;
  body: string;
}
export interface Transport {
  /** The process that answers when it is not this one. */
  readonly holder: Holder | null;
  /** @throws HolderGone when the other process ended before it answered. */
  send(method: Method, path: string, body: string | null): Promise<Answer>;
  close(): Promise<void>;
}

/** The process that held the data folder ended. `delivered`: the request had been sent, so it may have had its effect. */
export class HolderGone extends Error {
  constructor(
    readonly delivered: boolean,
    options: ErrorOptions,
  ) {
    super('the process that held the data folder ended before it answered', options);
  }
}

/** A service in this process with its API; the HTTP server does not listen yet. */
export interface Opened {
  readonly service: Service;
  readonly app: FastifyInstance;
}

/**
 * Opens the service in this process, and lets other commands reach it through the data folder.
 * @throws FeedmillError as startService does.
 */
export async function openService(settings: Settings, log: Log, options: ServiceOptions): Promise<Opened> {
  // Loaded here and not above, so that help, settings and whatever goes through the socket answer at once.
  const [{ startService }, { createApp }] = await Promise.all([
    import('../service.js'),
    import('../http/server.js'),
  ]);
  const service = await startService(settings, log, options);
  try {
    const app = await createApp(service);
    await app.ready();
    service.lock?.serve((request, response) => app.routing(request, response));
    return { service, app };
  } catch (error) {
    await service.stop();
    throw error;
  }
}

// A client that stays connected must not keep the service from stopping.
const APP_CLOSE_MS = 3_000;

/** Stops in order: no more requests, then the service. @throws AggregateError with what did not close. */
export async function closeService({ service, app }: Opened, log: Log): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, APP_CLOSE_MS);
  });
  const closed = app
    .close()
    .catch((error: unknown) => log.warn({ err: error }, 'the HTTP server did not close in order'));
  await Promise.race([closed, late]);
  clearTimeout(timer);
  await service.stop();
}

/** Runs `work`, then `close` on every path; an error of `work` goes before one of closing. */
export async function closingAfter<T>(close: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // The service logs each part of it that does not close.
    await close().catch(() => undefined);
    throw error;
  }
  await close();
  return result;
}

export function transportHere(opened: Opened, log: Log): Transport {
  const { app, service } = opened;
  return {
    holder: null,
    send: async (method, path, body) => {
      const headers = headersFor(service.ports.settings.token, body);
      const response = await app.inject({
        method,
        url: path,
        headers,
        ...(body === null ? {} : { payload: body }),
      });
      return { status: response.statusCode, body: response.body };
    },
    close: () => closeService(opened, log),
  };
}

export function transportThroughSocket(settings: Settings, holder: Holder): Transport {
  return {
    holder,
    send: (method, url, body) =>
      sendThrough(holder.socketPath, method, url, headersFor(settings.token, body), body),
    close: () => Promise.resolve(),
  };
}

function headersFor(token: string | null, body: string | null): Record<string, string> {
  return {
    host: 'localhost',
    accept: 'application/json',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(body === null ? {} : { 'content-type': 'application/json' }),
  };
}

function sendThrough(
  path: string,
  method: Method,
  url: string,
  headers: Record<string, string>,
  body: string | null,
): Promise<Answer> {
  return new Promise((done, fail) => {
    const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const sending = httpRequest(
      { socketPath: path, method, path: url, headers: { ...headers, ...length }, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => done({ status: response.statusCode ?? 0, body: text }));
        response.on('error', (error) => fail(new HolderGone(true, { cause: error })));
      },
    );
    sending.on('error', (error: NodeJS.ErrnoException) => {
      const refused = error.code === 'ECONNREFUSED' || error.code === 'ENOENT';
      fail(new HolderGone(!refused, { cause: error }));
    });
    sending.end(body ?? undefined);
  });
}
