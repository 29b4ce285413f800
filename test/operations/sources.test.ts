import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookUpSource } from '../../src/operations/sources.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { httpOrigin } from '../web/origins.js';

const page = '<!doctype html><title>Site</title><article><p>A story without any link.</p></article>';
const feed =
  '<rss version="2.0"><channel><title>The site</title><item><title>One</title><link>https://news.example/1</link></item></channel></rss>';

let idle: IdleService;
beforeAll(async () => {
  idle = await startIdle('embedded', { FEEDMILL_ALLOW_PRIVATE: '127.0.0.1' });
});
afterAll(() => idle.close());

/** What is said of a page whose site has these other addresses. */
const lookUp = async (others: Record<string, string>) => {
  const origin = await httpOrigin((request, response) => {
    const body = request.url === '/story' ? page : others[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200, {
      'Content-Type':
        body === feed ? 'application/rss+xml' : body?.startsWith('<urlset') ? 'text/xml' : 'text/html',
    });
    response.end(body ?? page);
  });
  return { url: origin.url, source: await lookUpSource(`${origin.url}/story`, idle.ports) };
};

describe('lookUpSource of a page that links to no feed', () => {
  it('offers the feed that stands where sites keep theirs', async () => {
    const { url, source } = await lookUp({ '/feed': page, '/rss.xml': feed, '/atom.xml': feed });
    expect(source).toMatchObject({
      status: 'no-feed',
      offered: [{ url: `${url}/rss.xml`, title: 'The site', source: 'common-path' }],
    });
  });

  it("offers the news sitemap that the site's robots.txt names before one that is only guessed", async () => {
    const sitemap = (name: string): string =>
      `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://news.example/1</loc><news:news><news:publication><news:name>${name}</news:name></news:publication><news:title>One</news:title></news:news></url></urlset>`;
    const others = {
      '/robots.txt':
        'User-agent: *\nDisallow: /admin\nSitemap: https://elsewhere.example/news.xml\nSitemap: /maps/all.xml\nsitemap:/maps/news.xml',
      '/maps/news.xml': sitemap('The named one'),
      '/news-sitemap.xml': sitemap('The guessed one'),
    };
    const named = await lookUp(others);
    expect(named.source).toMatchObject({
      offered: [{ url: `${named.url}/maps/news.xml`, title: 'The named one', source: 'robots' }],
    });
    const guessed = await lookUp({ ...others, '/robots.txt': 'User-agent: *' });
    expect(guessed.source).toMatchObject({ offered: [{ title: 'The guessed one', source: 'common-path' }] });
  });

  it('offers nothing that it has not found', async () => {
    const { source } = await lookUp({ '/feed': page });
    expect(source).toMatchObject({ status: 'no-feed', offered: [] });
  });
});
