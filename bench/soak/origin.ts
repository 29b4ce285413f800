// A news site that publishes without end: a new article every so often in one of its feeds, and of every twenty answers
// one that is a fault. It remembers when each article came out.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { articleText, articleTitle } from '../../test/support/origin.js';

const FEEDS = 10;
/** As many as a feed lists; at the usual pace some minutes' worth. */
const LISTED = 60;

export interface SoakOrigin {
  readonly feedUrls: string[];
  /** When the article at an address came out, in ms since 1970; undefined for one that never did. */
  publishedAt(url: string): number | undefined;
  readonly published: number;
  readonly faults: number;
  /** No more articles until `goOn`; those that are out stay. */
  pause(): void;
  goOn(): void;
  close(): Promise<void>;
}

/** Starts the site on a free port. `faultShare` of the answers fail: as an error, as a cut connection, or by their length. */
export async function startSoakOrigin(everyMs: number, faultShare: number): Promise<SoakOrigin> {
  const times: number[] = [];
  let faults = 0;
  const server = createServer((request, response) => {
    const [, kind, number] = /^\/(feed|article)\/(\d+)$/.exec(request.url ?? '') ?? [];
    if (number === undefined) return response.writeHead(404).end();
    if (Math.random() < faultShare) {
      faults += 1;
      return fail(response, faults);
    }
    const body = kind === 'feed' ? feed(Number(number), times, url) : page(Number(number));
    response
      .writeHead(200, {
        'content-type': kind === 'feed' ? 'application/rss+xml' : 'text/html; charset=utf-8',
      })
      .end(body);
    return response;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let isPaused = false;
  const publishing = setInterval(() => {
    if (!isPaused) times.push(Date.now());
  }, everyMs);
  return {
    feedUrls: Array.from({ length: FEEDS }, (_, n) => `${url}/feed/${n}`),
    publishedAt: (address) => times[Number(/\/article\/(\d+)$/.exec(address)?.[1])],
    get published() {
      return times.length;
    },
    get faults() {
      return faults;
    },
    pause: () => {
      isPaused = true;
    },
    goOn: () => {
      isPaused = false;
    },
    close: async () => {
      clearInterval(publishing);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function fail(response: ServerResponse, n: number): ServerResponse {
  if (n % 3 === 0) return response.writeHead(503, { 'retry-after': '1' }).end();
  if (n % 3 === 1)
    response.writeHead(200, { 'content-type': 'text/html', 'content-length': '5000' }).write('<p>cut');
  response.socket?.resetAndDestroy();
  return response;
}

function feed(number: number, times: readonly number[], url: string): string {
  const own = times.map((at, n) => ({ at, n })).filter(({ n }) => n % FEEDS === number);
  const items = own
    .slice(-LISTED)
    .reverse()
    .map(
      ({ at, n }) =>
        `<item><title>${articleTitle(n)}</title><link>${url}/article/${n}</link><guid>${url}/article/${n}</guid><pubDate>${new Date(at).toUTCString()}</pubDate></item>`,
    );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>District paper ${number}</title><link>${url}/</link>${items.join('')}</channel></rss>`;
}

const page = (n: number): string =>
  `<!doctype html><html lang="en"><title>${articleTitle(n)}</title><article><h1>${articleTitle(n)}</h1>${articleText(
    n,
  )
    .split('\n\n')
    .map((text) => `<p>${text}</p>`)
    .join('')}</article></html>`;
