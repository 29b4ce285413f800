// A news origin of a test's own: numbered articles, one RSS feed for each ten of them, conditional requests, and
// faults on demand. It keeps a journal of what was asked for.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const PER_FEED = 10;
const words = [
  'harbour',
  'council',
  'bridge',
  'winter',
  'railway',
  'library',
  'river',
  'market',
  'teacher',
  'museum',
  'island',
  'forest',
];

/** Answers a page request in place of the article; false lets the article through. */
export type Fault = (article: number, response: ServerResponse, request: IncomingMessage) => boolean;

export interface Origin {
  readonly url: string;
  readonly feedUrls: string[];
  readonly opmlUrl: string;
  /** Requests for each path so far. */
  readonly journal: Map<string, number>;
  notModified: number;
  fault: Fault | null;
  /** Text that stands in an article instead of its own; changing it also changes the feed item. */
  readonly edited: Map<number, string>;
  pageRequests(): number;
  close(): Promise<void>;
}

/** The text of article `n`: four paragraphs that no other article has. */
export function articleText(n: number): string {
  const sentence = (seed: number): string =>
    `The ${words[seed % 12]} of district ${n} was opened on day ${seed + 1} after the ${words[(seed * 5 + n) % 12]} had been closed for ${seed + n + 2} weeks, and people who live near the ${words[(seed * 7 + n * 3) % 12]} said that they were glad about it.`;
  return [0, 1, 2, 3].map((p) => [0, 1, 2].map((s) => sentence(p * 3 + s + n)).join(' ')).join('\n\n');
}

export const articleTitle = (n: number): string => `District ${n} opens its ${words[n % 12]} again`;

/** Starts an origin with `count` articles on a free port of 127.0.0.1. */
export async function startOrigin(count: number): Promise<Origin> {
  const journal = new Map<string, number>();
  const edited = new Map<number, string>();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    journal.set(path, (journal.get(path) ?? 0) + 1);
    const page = /^\/article\/(\d+)$/.exec(path);
    const feed = /^\/feed\/(\d+)$/.exec(path);
    if (page !== null && Number(page[1]) < count) servePage(Number(page[1]), origin, request, response);
    else if (feed !== null) serveFeed(Number(feed[1]), count, origin, request, response);
    else if (path === '/feeds.opml') response.end(opml(origin));
    else if (path === '/')
      response
        .setHeader('content-type', 'text/html')
        .end(
          `<!doctype html><title>Site</title><link rel="alternate" type="application/rss+xml" href="/feed/0" title="News"><p>Welcome.</p>`,
        );
    else response.writeHead(404).end('not found');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const origin: Origin = {
    url,
    feedUrls: Array.from({ length: Math.ceil(count / PER_FEED) }, (_, n) => `${url}/feed/${n}`),
    opmlUrl: `${url}/feeds.opml`,
    journal,
    notModified: 0,
    fault: null,
    edited,
    pageRequests: () =>
      [...journal].reduce((sum, [path, asked]) => sum + (path.startsWith('/article/') ? asked : 0), 0),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return origin;
}

function servePage(n: number, origin: Origin, request: IncomingMessage, response: ServerResponse): void {
  if (origin.fault?.(n, response, request) === true) return;
  const paragraphs = (origin.edited.get(n) ?? articleText(n))
    .split('\n\n')
    .map((text) => `<p>${text}</p>`)
    .join('\n');
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(`<!doctype html><html lang="en"><head><title>${articleTitle(n)} - The District Post</title><meta property="og:site_name" content="The District Post"></head>
<body><nav><a href="/">Home</a> <a href="/about">About us</a></nav><article><h1>${articleTitle(n)}</h1><p class="byline">By Ada Example</p>${paragraphs}</article><footer>All rights reserved</footer></body></html>`);
}

function serveFeed(
  feed: number,
  count: number,
  origin: Origin,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const numbers = Array.from({ length: PER_FEED }, (_, index) => feed * PER_FEED + index).filter(
    (n) => n < count,
  );
  const items = numbers.map(
    (n) =>
      `<item><title>${articleTitle(n)}</title><link>${origin.url}/article/${n}</link><guid isPermaLink="false">article-${n}</guid><description>${origin.edited.get(n)?.slice(0, 80) ?? `All about district ${n}`}</description></item>`,
  );
  const body = `<?xml version="1.0"?><rss version="2.0"><channel><title>District feed ${feed}</title><link>${origin.url}/</link><description>Local news</description>${items.join('')}</channel></rss>`;
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
  if (request.headers['if-none-match'] === etag) {
    origin.notModified++;
    response.writeHead(304, { etag }).end();
  } else response.writeHead(200, { 'content-type': 'application/rss+xml', etag }).end(body);
}

function opml({ url, feedUrls }: Origin): string {
  return `<?xml version="1.0"?><opml version="2.0"><head><title>Districts</title></head><body>${feedUrls.map((feed, n) => `<outline type="rss" text="Feed ${n}" xmlUrl="${feed}" htmlUrl="${url}/"/>`).join('')}</body></opml>`;
}
