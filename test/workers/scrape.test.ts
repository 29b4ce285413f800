import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { why } from '../../src/operations/why.js';
import { politeSite } from '../../src/web/canonical-url.js';
import type { WebOutcome, WebRequest } from '../../src/web/client.js';
import type { Permit } from '../../src/web/robots.js';
import { attempt } from '../../src/workers/attempt.js';
import type { Ports } from '../../src/workers/ports.js';
import { createReach } from '../../src/workers/reach.js';
import { scrape } from '../../src/workers/scrape.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { addArticle } from '../support/rows.js';

const page: WebOutcome = {
  status: 'ok',
  url: 'https://x.example/',
  requestedUrl: 'https://x.example/',
  permanentUrl: null,
  httpStatus: 200,
  headers: { 'x-robots-tag': 'noarchive', 'tdm-reservation': '1' },
  body: Buffer.from('<p>page</p>'),
  etag: null,
  lastModified: null,
  contentType: 'text/html',
};
const free: Permit = { allowed: true, reason: '', crawlDelayMs: null, retry: false, failure: null };
const DELAY_MS = 600_000;
let sites = 0;

describe('scrape', () => {
  let idle: IdleService;
  let answer: WebOutcome;
  let permit: Permit;
  let asked: string[];
  let ports: Ports;
  const signal = new AbortController().signal;

  beforeAll(async () => {
    idle = await startIdle('embedded');
  });
  afterAll(() => idle.close());
  beforeEach(() => {
    answer = page;
    permit = free;
    asked = [];
    const get = async ({ url }: WebRequest): Promise<WebOutcome> => {
      asked.push(url);
      return answer;
    };
    const settings = { ...idle.ports.settings, hostDelayMs: DELAY_MS, respectRobots: true };
    ports = {
      ...idle.ports,
      settings,
      web: { ...idle.ports.web, get },
      robots: { allowed: async () => permit, sitemaps: async () => [] },
      reach: createReach(idle.ports.store.silentHosts, idle.ports.now, async () => undefined),
      random: () => 0,
    };
  });

  const newSite = (): string => `site${++sites}.example`;
  /** Runs one article of this host; what the ledger says of it. */
  const scraped = async (host: string) => {
    const url = `https://${host}/${++sites}`;
    const articleId = await addArticle(ports.store, { url, host });
    const [run] = await ports.store.runs.start([articleId], 'scrape', null);
    if (run === undefined) throw new Error('no run');
    const result = await attempt(scrape, run, ports, signal);
    const [entry] = await ports.store.ledger.ofArticle(articleId);
    return { result, outcome: entry?.outcome, reason: entry?.reason, detail: entry?.detail };
  };

  it('records what the headers ask of those who keep the page', async () => {
    const site = newSite();
    expect(await scraped(site)).toMatchObject({
      outcome: 'done',
      detail: { directives: ['noarchive', 'tdm-reservation=1'] },
    });
    const told = await why(`https://${site}/${sites}`, ports);
    expect(told.status === 'known' && told.life.map(({ text }) => text)).toEqual([
      'scrape done; the page asks: noarchive, tdm-reservation=1',
    ]);
  });

  it('asks a site once in its delay, whichever of its hosts it is', async () => {
    const site = newSite();
    expect((await scraped(`www.${site}`)).outcome).toBe('done');
    const second = await scraped(`amp.${site}`);
    expect(second).toMatchObject({
      outcome: 'queued',
      reason: `${site} is asked once in 600 s, and others come first`,
      result: { status: 'delayed' },
    });
    expect(asked).toHaveLength(1);
  });

  it('leaves a site alone that asked for it, and asks it more rarely afterwards', async () => {
    const site = newSite();
    answer = { status: 'http-error', httpStatus: 429, retryAfterMs: 3_600_000, url: '' };
    expect(await scraped(site)).toMatchObject({ outcome: 'retry' });
    answer = page;
    expect(await scraped(site)).toMatchObject({ outcome: 'queued', reason: `${site} asked for a pause` });
    expect(await ports.store.hosts.find(site)).toMatchObject({ backoff_ms: 60_000 });
    expect(asked).toHaveLength(1);
  });

  it('pauses a site that is overloaded without saying for how long', async () => {
    const site = newSite();
    answer = { status: 'http-error', httpStatus: 429, retryAfterMs: null, url: '' };
    await scraped(site);
    expect((await ports.store.hosts.find(site))?.paused_until?.getTime()).toBeGreaterThan(Date.now());
  });

  it('keeps the pause that robots.txt asks for', async () => {
    const site = newSite();
    permit = { ...free, crawlDelayMs: 20_000 };
    await scraped(site);
    expect(await ports.store.hosts.find(site)).toMatchObject({ crawl_delay_ms: 20_000 });
    permit = { ...free, crawlDelayMs: 5_000 };
    await ports.store.hosts.set(site, { resume: true });
    await scraped(`m.${site}`);
    expect(await ports.store.hosts.find(site)).toMatchObject({ crawl_delay_ms: 20_000 });
  });

  it('drops what robots.txt forbids, and takes no turn for it', async () => {
    const site = newSite();
    permit = { ...free, allowed: false, reason: 'robots.txt forbids it in line 2.' };
    expect(await scraped(site)).toMatchObject({
      outcome: 'dropped',
      reason: 'dropped at scrape: robots.txt forbids it in line 2.',
    });
    expect(await ports.store.hosts.find(site)).toBeNull();
    expect(asked).toEqual([]);
  });

  it('asks a host that does not answer once for all its articles', async () => {
    const site = newSite();
    const failure = { status: 'timeout', phase: 'connect', message: `No connection to ${site}.` } as const;
    permit = { ...free, allowed: false, retry: true, reason: 'robots.txt could not be read.', failure };
    expect(await scraped(site)).toMatchObject({ outcome: 'retry', reason: 'robots.txt could not be read.' });
    permit = free;
    for (let n = 0; n < 3; n += 1)
      expect(await scraped(site)).toMatchObject({
        outcome: 'retry',
        reason: `${site} is left alone for a while: No connection to ${site}.`,
      });
    expect(asked).toEqual([]);
    expect((await scraped(`www.${site}`)).outcome).toBe('done');
  });

  it('blames the host to which a redirect led, not the one that was asked', async () => {
    const site = newSite();
    answer = { status: 'timeout', phase: 'connect', message: 'No connection.', at: `gone.${site}` };
    await scraped(site);
    expect(await ports.reach.silence(site)).toBeNull();
    expect(await ports.reach.silence(`gone.${site}`)).not.toBeNull();
  });

  it('waits without counting a try while the own network is away', async () => {
    answer = { status: 'offline', message: 'No name can be resolved.' };
    expect(await scraped(newSite())).toMatchObject({
      outcome: 'queued',
      reason: 'No name can be resolved.',
      result: { status: 'delayed' },
    });
  });
});

describe('politeSite', () => {
  it.each([
    ['www.example.co.uk', 'example.co.uk'],
    ['example.com:8080', 'example.com'],
    ['a.github.io', 'a.github.io'],
    ['127.0.0.1:8099', '127.0.0.1:8099'],
    ['[2606:4700::1]:81', '[2606:4700::1]:81'],
    ['localhost:3000', 'localhost:3000'],
  ])('is for %s %s', (host, site) => expect(politeSite(host)).toBe(site));
});
