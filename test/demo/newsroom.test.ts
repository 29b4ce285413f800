import { load } from 'cheerio';
import iconv from 'iconv-lite';
import RssParser from 'rss-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Manifest, readManifest } from '../../src/demo/manifest.js';
import { type Newsroom, startNewsroom } from '../../src/demo/newsroom.js';

const FOLDER = new URL('../../demo/newsroom/', import.meta.url);
const NOW = new Date('2031-05-06T07:08:09.500Z');
const MISSING_PATH = '/harbour-courier/local/footbridge-opens-early';

let newsroom: Newsroom;
let manifest: Manifest;

beforeAll(async () => {
  manifest = await readManifest(FOLDER);
  newsroom = await startNewsroom({ now: () => NOW });
});
afterAll(() => newsroom.close());

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(newsroom.origin + path, { headers });

async function bytesOf(path: string): Promise<Buffer> {
  const response = await get(path);
  expect(response.status, path).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

const pageOf = (id: string): Manifest['pages'][number] => {
  const page = manifest.pages.find((candidate) => candidate.id === id);
  if (page === undefined) throw new Error(`The manifest has no page ${id}.`);
  return page;
};

async function domOf(id: string): Promise<ReturnType<typeof load>> {
  const page = pageOf(id);
  return load(iconv.decode(await bytesOf(page.path), page.charset));
}

const itemCount = (feed: Manifest['feeds'][number]): number =>
  feed.extraItems.length + manifest.pages.filter((page) => page.feeds.includes(feed.id)).length;

/** An XML feed's text, by the charset of its declaration. */
const feedText = async (feed: Manifest['feeds'][number]): Promise<string> =>
  iconv.decode(await bytesOf(feed.path), feed.charset);

describe('startNewsroom', () => {
  it.each([
    ['ledovaya-pochta', 'text/html; charset=windows-1251', 'windows-1251'],
    ['shiogahama-bus', 'text/html; charset=shift_jis', 'shift_jis'],
    ['cloud-diary', 'text/html', 'euc-jp'],
    ['oeuvre-retrouvee', 'text/html', null],
  ])('names the charset of %s as real sites do: %s', async (id, contentType, inPage) => {
    const response = await get(pageOf(id).path);
    expect(response.headers.get('content-type')).toBe(contentType);
    const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
    expect(/charset=["']?([\w-]+)/.exec(text)?.[1] ?? null).toBe(inPage);
  });

  it('writes XML feeds that a strict parser reads to the last item', async () => {
    const feeds = manifest.feeds.filter(({ format, fault }) => format !== 'json' && fault === 'none');
    expect(feeds.length).toBeGreaterThanOrEqual(8);
    for (const feed of feeds) {
      const parsed = await new RssParser().parseString(await feedText(feed));
      expect(parsed.title).toBe(feed.title);
      expect(parsed.items, feed.id).toHaveLength(itemCount(feed));
    }
  });

  it('writes a JSON feed with every item', async () => {
    const feed = manifest.feeds.find(({ format }) => format === 'json');
    const response = await get(feed?.path ?? '');
    expect(response.headers.get('content-type')).toBe('application/feed+json');
    expect(await response.json()).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      items: [{ date_published: '2031-05-06T00:08:09.000Z' }, {}],
    });
  });

  it('names the charset of a feed in its declaration', async () => {
    const feed = manifest.feeds.find(({ charset }) => charset === 'windows-1251');
    const bytes = await bytesOf(feed?.path ?? '');
    expect(bytes.toString('latin1')).toMatch(/^<\?xml version="1.0" encoding="windows-1251"\?>/);
    expect(new TextDecoder('windows-1251').decode(bytes)).toContain('Озёрный вестник');
  });

  it('breaks one feed: bare ampersands and an item that ends in the middle', async () => {
    const broken = manifest.feeds.find(({ fault }) => fault === 'cut');
    const text = (await bytesOf(broken?.path ?? '')).toString();
    await expect(new RssParser().parseString(text)).rejects.toThrow();
    expect(text).toContain('Quay & Market');
    expect(text.match(/<item>/g)).toHaveLength(3);
    expect(text.match(/<\/item>/g)).toHaveLength(2);
    expect(text).not.toContain('</rss>');
  });

  it('lists an item without address, a document and a page that does not exist', async () => {
    const parse = async (path: string): Promise<RssParser.Item[]> =>
      (await new RssParser().parseString((await bytesOf(path)).toString())).items;
    const digest = await parse('/feeds/weltblick.xml');
    expect(digest.filter(({ link }) => link === undefined)).toHaveLength(1);
    const links = (await parse('/feeds/harbour-courier.xml')).map(({ link }) => link);
    expect(links).toContain(newsroom.origin + MISSING_PATH);
    expect((await get(MISSING_PATH)).status).toBe(404);
    const document = '/documents/tide-tables.pdf';
    expect(links).toContain(newsroom.origin + document);
    expect((await get(document)).headers.get('content-type')).toBe('application/pdf');
    expect((await bytesOf(document)).toString('latin1')).toMatch(/^%PDF-1\.4\n[\s\S]*%%EOF\n$/);
  });

  it('lists every subscription in the OPML file, in folders by language', async () => {
    const $ = load((await bytesOf('/feeds.opml')).toString(), { xml: true });
    const folders = $('body > outline')
      .toArray()
      .map((folder) => $(folder).attr('text'));
    expect(folders).toEqual([
      'English',
      'Deutsch',
      'français',
      'español',
      'русский',
      'العربية',
      '中文',
      '日本語',
    ]);
    const urls = $('outline[xmlUrl]')
      .toArray()
      .map((outline) => $(outline).attr('xmlUrl'));
    expect(new Set(urls)).toEqual(new Set(newsroom.feedUrls));
    expect(urls).toHaveLength(manifest.feeds.length + 2);
  });

  it('answers one subscription with 404 and one with an HTML page that names no feed', async () => {
    expect((await get('/feeds/harbour-archive.xml')).status).toBe(404);
    const response = await get('/kuestenbote/newsletter');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).not.toMatch(/rel="?alternate|\{\{/);
  });

  it('shows its feeds on the front page, and a publisher its own', async () => {
    const alternates = async (path: string): Promise<number> =>
      load((await bytesOf(path)).toString())('link[rel=alternate]').length;
    expect(await alternates('/')).toBe(manifest.feeds.length);
    expect(await alternates('/kuestenbote/')).toBe(1);
  });

  it('answers every link of every page that stays on the site', async () => {
    const links = new Set<string>();
    for (const { id, path } of manifest.pages) {
      const $ = await domOf(id);
      for (const node of $('a[href], img[src], amp-img[src]').toArray())
        links.add(new URL($(node).attr('href') ?? $(node).attr('src') ?? '', newsroom.origin + path).href);
    }
    const own = new Set(
      [...links].filter((link) => link.startsWith(newsroom.origin)).map((link) => new URL(link).pathname),
    );
    expect(own.size).toBeGreaterThan(30);
    for (const path of own) expect((await get(path)).status, path).toBe(200);
  });

  it('allows robots everything', async () => {
    expect((await bytesOf('/robots.txt')).toString()).toBe('User-agent: *\nAllow: /\n');
  });

  it('counts the dates of pages and feeds back from its start', async () => {
    const $ = await domOf('deichgarten');
    expect($('time').attr('datetime')).toBe('2031-05-06T03:08:09.000Z');
    expect($('time').text()).toBe('6. Mai 2031, 03:08 UTC');
    const text = (await bytesOf('/feeds/kuestenbote.xml')).toString();
    expect(text).toContain('<pubDate>Tue, 06 May 2031 03:08:09 GMT</pubDate>');
  });

  it('answers 304 to a client that has the current feed', async () => {
    for (const { path } of manifest.feeds) {
      const first = await get(path);
      const etag = first.headers.get('etag') ?? '';
      const modified = first.headers.get('last-modified') ?? '';
      await first.arrayBuffer();
      const statuses = await Promise.all([
        get(path, { 'if-none-match': etag }),
        get(path, { 'if-none-match': `"other", W/${etag}` }),
        get(path, { 'if-modified-since': modified }),
        get(path, { 'if-none-match': etag, 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }),
      ]);
      expect(
        statuses.map(({ status }) => status),
        path,
      ).toEqual([304, 304, 304, 304]);
      expect(statuses[0]?.headers.get('etag')).toBe(etag);
    }
  });

  it('answers 200 to a client that has an older feed', async () => {
    const path = '/feeds/kuestenbote.xml';
    const modified = (await get(path)).headers.get('last-modified') ?? '';
    const older = new Date(Date.parse(modified) - 1_000).toUTCString();
    expect((await get(path, { 'if-modified-since': older })).status).toBe(200);
    expect((await get(path, { 'if-modified-since': 'yesterday' })).status).toBe(200);
    expect((await get(path, { 'if-none-match': '"other"', 'if-modified-since': modified })).status).toBe(200);
  });

  it('answers HEAD without a body, and refuses to be written to', async () => {
    const head = await fetch(`${newsroom.origin}/`, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    const post = await fetch(`${newsroom.origin}/`, { method: 'POST', body: 'text' });
    expect(post.status).toBe(405);
    expect(post.headers.get('allow')).toBe('GET, HEAD');
  });

  it('rejects on a port that is taken, and frees its own when closed', async () => {
    const first = await startNewsroom();
    const port = Number(new URL(first.origin).port);
    await expect(startNewsroom({ port })).rejects.toThrow(/EADDRINUSE/);
    await Promise.all([first.close(), first.close()]);
    const second = await startNewsroom({ port });
    expect(second.origin).toBe(first.origin);
    await second.close();
  });
});
