// A small news site on this machine, for trying Feedmill without network: it serves the pages and feeds of
// demo/newsroom with the faults that feeds in the wild have. What must stay true: it listens on the loopback address
// alone, its dates are fresh at every start, and conditional requests are answered as RFC 9110, section 13, asks.
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type Answer, answersOf, subscriptionUrls } from './answers.js';
import { readManifest, readPageFiles } from './manifest.js';

export interface NewsroomOptions {
  /** The TCP port; 0, the default, takes any free one. */
  readonly port?: number;
  /** Read once, at the start; dates in feeds and pages count back from it. Default: the system's clock. */
  readonly now?: () => Date;
}

export interface Newsroom {
  /** Without a slash at the end. */
  readonly origin: string;
  readonly opmlUrl: string;
  /** Every address in the OPML file, a broken feed among them; the last two are a missing feed and a page that is none. */
  readonly feedUrls: readonly string[];
  /** Ends open connections too. May be called twice and at once. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
// The same place seen from src/demo and from dist/demo.
const FOLDER = new URL('../../demo/newsroom/', import.meta.url);

/** The running newsroom. Rejects where its files cannot be read, and with the system's error where the port is taken. */
export async function startNewsroom(options: NewsroomOptions = {}): Promise<Newsroom> {
  const manifest = await readManifest(FOLDER);
  const files = await readPageFiles(FOLDER, manifest);
  const startedAt = wholeSecond((options.now ?? (() => new Date()))());
  const server = createServer();
  const origin = `http://${HOST}:${await listen(server, options.port ?? 0)}`;
  try {
    const answers = answersOf({ manifest, files, origin, startedAt });
    server.on('request', (request, response) => respond(request, response, answers));
  } catch (error) {
    await close(server);
    throw error;
  }
  let closed: Promise<void> | undefined;
  return {
    origin,
    opmlUrl: `${origin}/feeds.opml`,
    feedUrls: subscriptionUrls(manifest, origin),
    close: () => {
      closed ??= close(server);
      return closed;
    },
  };
}

// HTTP and RSS dates have no milliseconds; with them, Last-Modified would be older than the date in the page.
function wholeSecond(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1_000) * 1_000);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string')
        reject(new TypeError('The newsroom has no TCP port.'));
      else resolve(address.port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}

function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answers: ReadonlyMap<string, Answer>,
): void {
  // A body that nobody asked for is thrown away, so that the connection can be used again.
  request.resume();
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const found = answers.get((request.url ?? '/').split('?', 1)[0] ?? '/');
  if (found === undefined) {
    response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' }).end(NOT_FOUND);
    return;
  }
  const validators = { etag: found.etag, 'last-modified': found.modifiedAt.toUTCString() };
  if (isCurrent(request.headers, found)) {
    response.writeHead(304, validators).end();
    return;
  }
  const headers = { ...validators, 'content-type': found.contentType, 'content-length': found.body.length };
  response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : found.body);
}

const NOT_FOUND = `<!doctype html>
<html lang="en">
<head><title>Not found</title></head>
<body><h1>Not found</h1><p>This page is not, or no longer, part of the newsroom.</p></body>
</html>
`;

// RFC 9110, section 13.2.2: If-None-Match decides alone where it is there; tags compare weakly.
function isCurrent(headers: IncomingHttpHeaders, { etag, modifiedAt }: Answer): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined)
    return tags.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')));
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return modifiedAt.getTime() <= since;
}
