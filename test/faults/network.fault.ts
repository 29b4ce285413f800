// Sites that break off, drip, send bombs, lead in circles, or turn hostile after they were well. The tests of `npm test`
// that the catalogue names look at each kind for itself; here the whole service meets many at once, and keeps its books.
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { until } from '../support/until.js';
import { fault } from './harness/fault.js';

/** Ways to end an answer that its length or its last chunk shows to be cut. */
const breaks: readonly ((response: ServerResponse) => void)[] = [
  (response) => response.socket?.resetAndDestroy(),
  (response) => response.socket?.destroy(),
  (response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-length': 100_000 });
    response.write('<p>half of a page', () => response.socket?.destroy());
  },
  (response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.write('<p>half of a page', () => response.socket?.resetAndDestroy());
  },
];

fault(32, { articles: 60 }, async (trial) => {
  const broken = new Set<number>();
  trial.newsroom.fault = (article, response) => {
    // The first request of every second page is broken off.
    if (article % 2 === 1 || broken.has(article)) return false;
    broken.add(article);
    breaks[(article / 2) % breaks.length]?.(response);
    trial.caused();
    return true;
  };
  const service = await trial.load(1);
  await until('every second page was broken off', () => broken.size === 30, 120_000);
  await trial.ended(service);
  await trial.quiet(service);
  const books = await trial.check({ extraRequests: 2 });
  expect(books.ends).toEqual({ stored: 60 });
});

fault(33, { articles: 60 }, async (trial) => {
  const { newsroom } = trial;
  newsroom.fault = (article, response) => {
    if (article % newsroom.hosts !== 0) return false;
    response.writeHead(200, { 'content-type': 'text/html' });
    const timer = setInterval(() => response.write('.'), 1_000);
    response.on('close', () => clearInterval(timer));
    trial.caused();
    return true;
  };
  const service = await trial.load(1);
  const others = (): number =>
    newsroom.journal.pages.filter(({ article }) => article % newsroom.hosts !== 0).length;
  await until('the pages of all other hosts were asked for', () => others() >= 48, 120_000);
  newsroom.fault = null;
  await trial.ended(service);
  await trial.quiet(service);
  await trial.check({ extraRequests: 4 });
});

const BOMB = gzipSync(Buffer.alloc(50_000_000));

fault(34, { articles: 60 }, async (trial) => {
  trial.newsroom.fault = (article, response) => {
    if (article >= 20) return false;
    trial.caused();
    if (article % 2 === 0)
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(BOMB);
    else flood(response);
    return true;
  };
  const service = await trial.load(1);
  await trial.quiet(service);
  const books = await trial.check({ parked: true });
  expect(books.ends).toEqual({ stored: 40, failed: 20 });
});

/** Text without end, for as long as somebody takes it. */
function flood(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html' });
  const piece = '<p>and so on</p>'.repeat(5_000);
  const more = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', more);
  more();
}

fault(35, { articles: 40 }, async (trial) => {
  const { newsroom } = trial;
  const ways: readonly ((article: number) => string | undefined)[] = [
    (article) => newsroom.urlOf(article),
    () => 'http://169.254.169.254/latest/meta-data/',
    () => `/${'a'.repeat(9_000)}`,
    () => undefined,
    () => 'file:///etc/passwd',
  ];
  newsroom.fault = (article, response) => {
    const way = article < 20 ? ways[article % ways.length] : undefined;
    if (way === undefined) return false;
    const location = way(article);
    response.writeHead(302, location === undefined ? {} : { location }).end();
    trial.caused();
    return true;
  };
  const service = await trial.load(1);
  await trial.quiet(service);
  const books = await trial.check({ parked: true, extraRequests: 11 });
  expect(books.ends).toEqual({ stored: 20, failed: 20 });
});

fault(51, { articles: 60 }, async (trial) => {
  const { newsroom } = trial;
  const service = await trial.load(1);
  await trial.quiet(service);
  const item = (article: number, guid: string): string =>
    `<item><title>District ${article}</title><link>${newsroom.urlOf(article)}</link><guid isPermaLink="false">${guid}</guid></item>`;
  const feedOf = (items: string): string =>
    `<?xml version="1.0"?><rss version="2.0"><channel><title>District</title>${items}</channel></rss>`;
  const bodies: readonly (() => string)[] = [
    () => '<!doctype html><html><body><form action="/login"><input name="user"></form></body></html>',
    () => feedOf(''),
    () => feedOf(Array.from({ length: 100_000 }, (_, n) => item(20 + (n % 10), `again-${n}`)).join('')),
    () => feedOf(Array.from({ length: 10 }, (_, n) => item(30 + n, `new-${Math.random()}`)).join('')),
    () => '',
    () => '{"version":"https://jsonfeed.org/version/1.1","items":[]}',
  ];
  newsroom.feedFault = (feed, response) => {
    const body = bodies[feed];
    if (body === undefined) return false;
    trial.caused();
    response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(body());
    return true;
  };
  await trial.ingest(service);
  await trial.quiet(service);
  newsroom.feedFault = null;
  await trial.ended(service);
  await trial.ingest(service);
  await trial.quiet(service);
  // Nothing that was stored is gone, and nothing is there twice. An item that has changed, and changes back, is asked
  // for each time.
  const books = await trial.check({ extraRequests: 2 });
  expect(books.ends).toEqual({ stored: 60 });
});
