// A newsroom of a test's own: numbered articles on several hosts of loopback, ten in a feed, and a journal of what it
// was asked for and has handed out. The journal is the other side of the books: what it says was served has to be found
// in the database.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { articleText, articleTitle } from './origin.js';

const PER_FEED = 10;
const LONG_QUERY = `?long=${'a'.repeat(4_000)}`;

export interface PageRequest {
  article: number;
  host: string;
  /** By a clock that no test moves. */
  atMs: number;
}

export interface Journal {
  /** Numbers of the articles that stood in a feed which was sent to its end. */
  readonly served: Set<number>;
  readonly pages: PageRequest[];
  /** Requests of each feed, 304s included. */
  readonly polls: Map<number, number>;
}

/** Answers in place of the newsroom; false lets the request through. */
export type PageFault = (article: number, response: ServerResponse, request: IncomingMessage) => boolean;

export interface Newsroom {
  readonly hosts: number;
  readonly feedUrls: string[];
  readonly journal: Journal;
  /** What stands in an article in place of its own text; its item changes with it. */
  readonly edited: Map<number, string>;
  /** Articles whose URL is too long for an index of the database. */
  readonly longUrls: Set<number>;
  fault: PageFault | null;
  /** The same for feeds, by their number. */
  feedFault: PageFault | null;
  urlOf(article: number): string;
  /** The number of the article at a URL; null for any other page. */
  articleAt(url: string): number | null;
  close(): Promise<void>;
}

interface Plan {
  articles: number;
  hosts?: number;
  /** For a newsroom that a stored database knows; any free one without. */
  port?: number;
}

/** Starts a newsroom of `articles` on `hosts` addresses of loopback (127.0.0.1 and on), all on one port. */
export async function startNewsroom({ articles, hosts = 5, port: wanted = 0 }: Plan): Promise<Newsroom> {
  const server = createServer((request, response) => answer(request, response, articles, newsroom));
  server.listen(wanted, '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const at = (n: number): string => `http://127.0.0.${1 + (n % hosts)}:${port}`;
  const newsroom: Newsroom = {
    hosts,
    feedUrls: Array.from({ length: Math.ceil(articles / PER_FEED) }, (_, n) => `${at(n)}/feed/${n}`),
    journal: { served: new Set(), pages: [], polls: new Map() },
    edited: new Map(),
    longUrls: new Set(),
    fault: null,
    feedFault: null,
    urlOf: (article) =>
      `${at(article)}/article/${article}${newsroom.longUrls.has(article) ? LONG_QUERY : ''}`,
    articleAt: (url) => {
      const number = Number(/\/article\/(\d+)(?:\?.*)?$/.exec(url)?.[1] ?? Number.NaN);
      return number < articles ? number : null;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return newsroom;
}

function answer(request: IncomingMessage, response: ServerResponse, count: number, newsroom: Newsroom): void {
  const path = request.url ?? '/';
  const feed = /^\/feed\/(\d+)$/.exec(path);
  const article = newsroom.articleAt(path);
  if (feed !== null) serveFeed(Number(feed[1]), count, newsroom, request, response);
  else if (article !== null) servePage(article, newsroom, request, response);
  else response.writeHead(404).end('not found');
}

function servePage(
  article: number,
  newsroom: Newsroom,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  newsroom.journal.pages.push({ article, host: request.headers.host ?? '', atMs: performance.now() });
  if (newsroom.fault?.(article, response, request) === true) return;
  const title = articleTitle(article);
  const paragraphs = (newsroom.edited.get(article) ?? articleText(article))
    .split('\n\n')
    .map((text) => `<p>${text}</p>`)
    .join('\n');
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(`<!doctype html><html lang="en"><head><title>${title} - The District Post</title></head>
<body><nav><a href="/">Home</a></nav><article><h1>${title}</h1><p class="byline">By Ada Example</p>${paragraphs}</article></body></html>`);
}

function serveFeed(
  feed: number,
  count: number,
  newsroom: Newsroom,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { journal, edited } = newsroom;
  journal.polls.set(feed, (journal.polls.get(feed) ?? 0) + 1);
  if (newsroom.feedFault?.(feed, response, request) === true) return;
  const numbers = Array.from({ length: PER_FEED }, (_, index) => feed * PER_FEED + index).filter(
    (n) => n < count,
  );
  const items = numbers.map(
    (n) =>
      `<item><title>${articleTitle(n)}</title><link>${newsroom.urlOf(n)}</link><guid isPermaLink="false">article-${n}</guid><description>${edited.get(n)?.slice(0, 80) ?? `All about district ${n}`}</description></item>`,
  );
  const body = `<?xml version="1.0"?><rss version="2.0"><channel><title>District feed ${feed}</title><link>${newsroom.urlOf(feed)}</link><description>Local news</description>${items.join('')}</channel></rss>`;
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  response.on('finish', () => {
    for (const n of numbers) journal.served.add(n);
  });
  response.writeHead(200, { 'content-type': 'application/rss+xml', etag }).end(body);
}
