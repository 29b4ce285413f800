import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { WebOutcome, WebRequest } from '../../src/web/client.js';
import { createRobots, type RobotsOptions } from '../../src/web/robots.js';
import { httpOrigin, testClient } from './origins.js';

const options: RobotsOptions = {
  userAgent: 'Feedmill/1.0 (+https://example.com)',
  cacheMs: 3_600_000,
  maxHosts: 10,
};
const SITE = 'https://news.example.com';

function file(text: string): WebOutcome {
  return {
    status: 'ok',
    url: `${SITE}/robots.txt`,
    requestedUrl: `${SITE}/robots.txt`,
    permanentUrl: null,
    httpStatus: 200,
    headers: {},
    body: Buffer.from(text),
    etag: null,
    lastModified: null,
    contentType: 'text/plain',
  };
}

/** Robots over a web of our own that counts its requests. */
function over(answer: (url: string) => WebOutcome, changed: Partial<RobotsOptions> = {}) {
  const asked: string[] = [];
  const get = async ({ url }: WebRequest): Promise<WebOutcome> => {
    asked.push(url);
    return answer(url);
  };
  return { asked, robots: createRobots({ get }, { ...options, ...changed }) };
}

describe('allowed', () => {
  it('obeys the group of our name, and the longest rule in it', async () => {
    const text =
      'User-agent: *\nDisallow: /\n\nUser-agent: FeedMill\nDisallow: /private\nAllow: /private/open\nCrawl-delay: 2.5\n';
    const { robots } = over(() => file(text));
    expect(await robots.allowed(`${SITE}/a`)).toEqual({
      allowed: true,
      reason: 'robots.txt allows it.',
      crawlDelayMs: 2_500,
      retry: false,
      failure: null,
    });
    expect(await robots.allowed(`${SITE}/private/x`)).toMatchObject({
      allowed: false,
      reason: 'robots.txt forbids it in line 5.',
      retry: false,
    });
    expect((await robots.allowed(`${SITE}/private/open`)).allowed).toBe(true);
    expect((await robots.allowed(`${SITE}/robots.txt`)).allowed).toBe(true);
  });

  it('reads a byte order mark, wildcards, an end mark and any line end', async () => {
    const { robots } = over(() =>
      file('\ufeffUser-agent: *\rDisallow: /*.pdf$\r\nDisallow: /a/***/b\nCrawl-delay: never'),
    );
    expect(await robots.allowed(`${SITE}/x.pdf`)).toMatchObject({ allowed: false, crawlDelayMs: null });
    expect((await robots.allowed(`${SITE}/x.pdf?y`)).allowed).toBe(true);
    expect((await robots.allowed(`${SITE}/a/1/b`)).allowed).toBe(false);
  });

  it.each([401, 403, 404, 410])('takes a %i for no objection', async (httpStatus) => {
    const { robots } = over((url) => ({ status: 'http-error', httpStatus, retryAfterMs: null, url }));
    expect(await robots.allowed(`${SITE}/a`)).toEqual({
      allowed: true,
      reason: `The site has no robots.txt (${httpStatus}).`,
      crawlDelayMs: null,
      retry: false,
      failure: null,
    });
  });

  it.each<WebOutcome>([
    { status: 'http-error', httpStatus: 503, retryAfterMs: null, url: SITE },
    { status: 'http-error', httpStatus: 429, retryAfterMs: null, url: SITE },
    { status: 'timeout', phase: 'headers', message: 'Too late.' },
    { status: 'network', code: 'ECONNREFUSED', message: 'Refused.' },
    { status: 'aborted' },
  ])('stays away for now after %o, and asks again after a minute', async (outcome) => {
    let now = 0;
    const { robots, asked } = over(() => outcome, { now: () => now });
    expect(await robots.allowed(`${SITE}/a`)).toMatchObject({ allowed: false, retry: true });
    now = 59_999;
    await robots.allowed(`${SITE}/a`);
    expect(asked).toHaveLength(1);
    now = 60_000;
    expect((await robots.allowed(`${SITE}/a`)).reason).toMatch(/^robots\.txt could not be read\. \w/);
    expect(asked).toHaveLength(2);
  });

  it.each([
    [
      'joins the groups of one name',
      'User-agent: feedmill\nDisallow: /a\n\nUser-agent: feedmill\nDisallow: /b',
      '/a',
    ],
    ['reads a group of several names', 'User-agent: other\nUser-agent: Feedmill/2\nDisallow: /a', '/a'],
    [
      'lets no other record break a group',
      'User-agent: feedmill\nSitemap: https://news.example.com/s\nUser-agent: other\nDisallow: /a',
      '/a',
    ],
    ['compares escapes whatever their case', 'User-agent: *\nDisallow: /a%3cb', '/a%3Cb'],
    ['compares escapes of letters with the letters', 'User-agent: *\nDisallow: /%62%61%7A', '/baz'],
    [
      'compares letters of any script with their escapes',
      'User-agent: *\nDisallow: /新闻',
      '/%E6%96%B0%E9%97%BB',
    ],
  ])('%s (RFC 9309)', async (_what, text, path) => {
    const { robots } = over(() => file(text));
    expect((await robots.allowed(SITE + path)).allowed).toBe(false);
    expect((await robots.allowed(`${SITE}/free`)).allowed).toBe(true);
  });

  it.each([
    ['a longer name', 'User-agent: feedmillbot\nDisallow: /a'],
    ['a part of the name', 'User-agent: feed\nDisallow: /a'],
    ['rules before any name', 'Disallow: /a\nUser-agent: *\nDisallow: /b'],
    ['a rule of the same length that allows', 'User-agent: *\nDisallow: /a\nAllow: /a'],
    [
      'everybody, where our own group has no rule',
      'User-agent: *\nDisallow: /\nUser-agent: feedmill\nDisallow:',
    ],
  ])('takes nothing from %s', async (_what, text) => {
    const { robots } = over(() => file(text));
    expect((await robots.allowed(`${SITE}/a`)).allowed).toBe(true);
  });

  it('keeps no longer pause than a minute', async () => {
    const { robots } = over(() => file('User-agent: *\nCrawl-delay: 86400'));
    expect((await robots.allowed(`${SITE}/a`)).crawlDelayMs).toBe(60_000);
  });

  it('says once how the site failed to answer', async () => {
    const failure = { status: 'timeout', phase: 'connect', message: 'Too late.' } as const;
    const { robots } = over(() => failure);
    const permits = await Promise.all([1, 2, 3].map((page) => robots.allowed(`${SITE}/${page}`)));
    expect(permits.map((permit) => permit.failure)).toEqual([failure, null, null]);
  });

  it('leaves a refusal to the request for the page', async () => {
    const { robots } = over(() => ({ status: 'refused', rule: 'name', message: 'No.' }));
    expect(await robots.allowed('http://intranet/')).toMatchObject({ allowed: true });
    expect(await robots.allowed('nonsense')).toMatchObject({ allowed: true });
  });

  it('fetches once for callers at the same time, and again when the answer is old', async () => {
    let now = 0;
    const { robots, asked } = over(() => file(''), { now: () => now });
    await Promise.all([1, 2, 3, 4].map((page) => robots.allowed(`${SITE}/${page}`)));
    expect(asked).toEqual([`${SITE}/robots.txt`]);
    now = options.cacheMs;
    await robots.allowed(`${SITE}/5`);
    expect(asked).toHaveLength(2);
  });

  it('asks each origin by itself and keeps a bounded number of them', async () => {
    const { robots, asked } = over(() => file(''), { maxHosts: 2 });
    const origins = ['http://a.example.com', 'https://a.example.com', 'http://a.example.com:8080'];
    for (const origin of origins) await robots.allowed(`${origin}/`);
    expect(asked).toEqual(origins.map((origin) => `${origin}/robots.txt`));
    await robots.allowed(`${origins[2]}/`);
    expect(asked).toHaveLength(3);
    await robots.allowed(`${origins[0]}/`);
    expect(asked).toHaveLength(4);
  });

  it('answers a file of hostile rules for a hostile path', async () => {
    const stars = `Disallow: /${'*a'.repeat(900)}b\n`.repeat(270);
    const many = `User-agent: *\n${stars}${'Disallow: /x\n'.repeat(40_000)}`;
    const { robots } = over(() => file(many));
    expect((await robots.allowed(`${SITE}/${'a'.repeat(8_000)}`)).allowed).toBe(true);
    expect((await robots.allowed(`${SITE}/x`)).allowed).toBe(false);
  });

  it('reads no further than 500 KiB', async () => {
    const padding = `# ${'x'.repeat(98)}\n`.repeat(6_000);
    const { robots } = over(() => file(`User-agent: *\nDisallow: /early\n${padding}Disallow: /late\n`));
    expect((await robots.allowed(`${SITE}/early`)).allowed).toBe(false);
    expect((await robots.allowed(`${SITE}/late`)).allowed).toBe(true);
  });

  it('reads the first 500 KiB of a file of any size, compressed or not, and no half of a rule', async () => {
    const rule = 'Disallow: /late';
    const head = 'User-agent: *\nDisallow: /early\n';
    // The last rule before the cut would be "Disallow: /l".
    const padding = `#${'x'.repeat(500 * 1_024 - head.length - rule.length + 1)}\n`;
    const whole = Buffer.from(`${head}${padding}${rule}\n${'# more\n'.repeat(2_000_000)}`);
    const codings = {
      gzip: gzipSync(whole),
      br: brotliCompressSync(whole),
      deflate: deflateSync(whole),
      identity: whole,
    };
    for (const [coding, body] of Object.entries(codings)) {
      const origin = await httpOrigin((_request, response) => {
        response.writeHead(200, { 'content-encoding': coding, 'content-length': body.length }).end(body);
      });
      const robots = createRobots(testClient(), options);
      expect((await robots.allowed(`${origin.url}/early`)).allowed, coding).toBe(false);
      expect((await robots.allowed(`${origin.url}/lonely`)).allowed, coding).toBe(true);
    }
  });

  it('tells the sitemaps that the file names, and none where there is no file', async () => {
    const text = `Sitemap: ${SITE}/a.xml\nUser-agent: *\nSITEMAP : /b.xml # news\r\nSitemap:\nSitemap: ftp://x.example/\nSitemap: /b.xml\nDisallow: /no`;
    const { robots, asked } = over(() => file(text));
    expect(await robots.sitemaps(`${SITE}/page`)).toEqual([`${SITE}/a.xml`, `${SITE}/b.xml`]);
    expect((await robots.allowed(`${SITE}/no`)).allowed).toBe(false);
    expect(asked).toHaveLength(1);
    const none = over(() => ({ status: 'http-error', httpStatus: 404, retryAfterMs: null, url: SITE }));
    expect(await none.robots.sitemaps(SITE)).toEqual([]);
    expect(await none.robots.sitemaps('nonsense')).toEqual([]);
  });

  it('works over the guarded client', async () => {
    const origin = await httpOrigin((request, response) => {
      if (request.url === '/robots.txt') response.end('User-agent: feedmill\nDisallow: /no');
      else response.end();
    });
    const robots = createRobots(testClient(), options);
    expect((await robots.allowed(`${origin.url}/no`)).allowed).toBe(false);
    expect((await robots.allowed(`${origin.url}/yes`)).allowed).toBe(true);
  });
});
