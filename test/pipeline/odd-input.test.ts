// Input that is odd but ordinary: items without a link or an identity, a feed of nothing, huge pages, and pages whose
// header lies about their charset. Everything ends with its text or its reason.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUrls } from '../../src/operations/feeds.js';
import type { Service } from '../../src/service.js';
import type { ArticleSummary } from '../../src/store/article-summary.js';
import { type TestPlace, testPlace } from '../support/databases.js';
import { allArticles, ingest, startIn } from '../support/running.js';

const german =
  'Die Brücke über den Fluß wird im Frühjahr für Fußgänger geöffnet, sagte die Bürgermeisterin am Montag vor dem Rathaus.';
const russian =
  'Новый мост через реку откроют весной для пешеходов, сообщила в понедельник администрация города журналистам.';
const page = (title: string, sentence: string): string =>
  `<!doctype html><html><head><title>${title}</title></head><body><article><h1>${title}</h1>${[1, 2, 3, 4].map((n) => `<p>${n}. ${sentence}</p>`).join('')}</article></body></html>`;

const html = 'text/html; charset=utf-8';
/** What the site serves, by path: content type and body. */
const site: Record<string, [type: string, body: Buffer]> = {
  '/latin1-that-is-utf8': ['text/html; charset=iso-8859-1', Buffer.from(page('Brücke', german))],
  '/utf8-that-is-cp1251': [html, iconv.encode(page('Мост', russian), 'windows-1251')],
  '/five-megabytes': [
    html,
    Buffer.from(
      page('Große Seite', german.replaceAll('Brücke', 'Bücherei')).replace(
        '</body>',
        `<!-- ${'filler '.repeat(750_000)} --></body>`,
      ),
    ),
  ],
  '/too-large': [html, Buffer.from(`${page('Zu groß', german)}${' '.repeat(11_000_000)}`)],
  '/empty.xml': [
    'application/rss+xml',
    Buffer.from('<rss version="2.0"><channel><title>Nothing yet</title></channel></rss>'),
  ],
};

let server: Server;
let url: string;
let place: TestPlace;
let service: Service;
let articles: Map<string, ArticleSummary>;
beforeAll(async () => {
  server = createServer((request, response) => {
    const [type, body] = site[request.url ?? ''] ?? [];
    if (type === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': type }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Two pages name one address as their canonical one: a print view of its article, and one that has it by mistake.
  const canonical = `<link rel="canonical" href="${url}/five-megabytes"></head>`;
  const shorter = german.replaceAll('Brücke', 'Bücherei').replace(' vor dem Rathaus', '');
  site['/print-view'] = [html, Buffer.from(page('Große Seite', shorter).replace('</head>', canonical))];
  site['/mistaken'] = [
    html,
    Buffer.from(page('Ganz anderes', russian.replace('весной', 'осенью')).replace('</head>', canonical)),
  ];
  const links = Object.keys(site).filter((path) => !path.endsWith('.xml'));
  const items = [
    ...links.map((path) => `<item><title>${path}</title><link>${url}${path}</link></item>`),
    '<item><title>Neither link nor guid</title><description>Only words.</description></item>',
    '<item><title>A letter</title><link>mailto:desk@example.org</link><guid isPermaLink="false">m-1</guid></item>',
  ];
  site['/feed.xml'] = [
    'application/rss+xml',
    Buffer.from(`<rss version="2.0"><channel><title>Odd</title>${items.join('')}</channel></rss>`),
  ];
  place = await testPlace('embedded');
  service = await startIn(place);
  await ingest(service, [`${url}/feed.xml`, `${url}/empty.xml`]);
  articles = new Map((await allArticles(service)).map((article) => [new URL(article.url).pathname, article]));
});
afterAll(async () => {
  await service.stop();
  server.close();
  server.closeAllConnections();
  await place.remove();
});

describe('an ingest of odd input', () => {
  it.each([
    ['/latin1-that-is-utf8', 'Brücke', 'de'],
    ['/utf8-that-is-cp1251', 'Мост', 'ru'],
    ['/mistaken', 'Ganz anderes', 'ru'],
  ])('stores %s as what it says', (path, title, language) => {
    expect(articles.get(path)).toMatchObject({ state: 'stored', title, language });
  });

  it('stores one of two addresses of a story', () => {
    const twins = ['/five-megabytes', '/print-view'].map((path) => articles.get(path));
    const [stored, duplicate] = twins.sort((a, b) => (b?.state ?? '').localeCompare(a?.state ?? ''));
    expect(stored).toMatchObject({ state: 'stored', title: 'Große Seite', language: 'de' });
    expect(duplicate).toMatchObject({
      state: 'duplicate',
      reason: `dropped at store: same story as article ${stored?.id}`,
    });
  });

  it('gives up a page above the limit with that reason', () => {
    expect(articles.get('/too-large')).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/^failed at scrape: .*10,?000,?000/) as string,
    });
  });

  it('makes no article of an item that leads nowhere', () => {
    expect([...articles.keys()].sort()).toEqual([
      '/five-megabytes',
      '/latin1-that-is-utf8',
      '/mistaken',
      '/print-view',
      '/too-large',
      '/utf8-that-is-cp1251',
    ]);
  });

  it('takes a feed of nothing for a feed', async () => {
    const { feeds, problems } = await addUrls([`${url}/empty.xml`], [], service.ports);
    expect(problems).toEqual([]);
    expect(feeds.map(({ feed }) => ({ title: feed.title, failures: feed.failures }))).toEqual([
      { title: 'Nothing yet', failures: 0 },
    ]);
  });
});
