// Origins that break HTTP, their promises or our patience. Each ends in one sentence for a person, and in one decision:
// `failed` at once where another try gives the same, `retry` where it may not. A body that was cut and passes for whole
// would be stored as an article, and nobody would notice.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebClient, type WebClient } from '../../src/web/client.js';
import { attempt } from '../../src/workers/attempt.js';
import type { Ports } from '../../src/workers/ports.js';
import { createReach } from '../../src/workers/reach.js';
import { scrape } from '../../src/workers/scrape.js';
import { type FaultOrigin, faults, startFaultOrigin } from '../support/fault-origin.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { addArticle } from '../support/rows.js';
import { authority, httpOrigin, type Origin, silentOrigin, tlsOrigin } from '../web/origins.js';

/** The service's own limits but for those of time, which would cost the test half a minute a fault. */
const limits = {
  userAgent: 'Feedmill/test',
  allowPrivate: ['127.0.0.1'],
  maxBytes: 1_000_000,
  timeoutMs: 3_000,
  connectTimeoutMs: 500,
  firstByteTimeoutMs: 300,
  minBytesPerSecond: 10_000,
  rateWindowMs: 200,
} as const;

const cut = 'retry: 127.0.0.1 broke off in the middle of its answer.';
const closed = 'retry: 127.0.0.1 closed the connection before it answered.';
const invalid = 'retry: The answer of 127.0.0.1 is no valid HTTP.';
const silent = 'retry: 127.0.0.1 took the request and did not answer within 300 ms.';
const slow = 'retry: 127.0.0.1 did not finish its answer at 10000 bytes a second or more.';
const large = 'failed: The answer is larger than 1000000 bytes.';
const bomb = 'failed: The answer unpacks to more than 100 times its size.';
const headers = 'failed: The headers of 127.0.0.1 are larger than 32768 bytes.';
const hops = 'failed: More than 10 redirects.';

const sentences: Readonly<Record<string, string>> = {
  '/reset-before-answer': closed,
  '/close-before-answer': closed,
  '/reset-in-body': cut,
  '/close-in-body': cut,
  '/close-in-chunk': cut,
  '/no-last-chunk': cut,
  '/broken-chunk': cut,
  '/two-lengths': invalid,
  '/negative-length': invalid,
  '/length-and-chunks': invalid,
  '/no-http': invalid,
  '/stall-before-answer': silent,
  '/stall-in-body': slow,
  '/slow-headers': silent,
  '/slow-bytes': slow,
  '/endless-chunks': large,
  '/endless-body': large,
  '/announced-too-large': large,
  '/gzip-bomb': large,
  '/brotli-bomb': large,
  '/gzip-twice-bomb': large,
  '/gzip-six-times': 'failed: The answer is compressed 6 times over, more than 2.',
  '/gzip-cut': cut,
  '/gzip-lie': 'retry: The answer of 127.0.0.1 cannot be decompressed (Z_DATA_ERROR).',
  '/unknown-coding': 'failed: The answer comes in a compression that was not offered: zstd.',
  '/interim-flood': invalid,
  '/many-headers': headers,
  '/long-header': headers,
  '/loop': hops,
  '/hops/': hops,
  '/growing/': 'failed: A redirect was refused. The URL has',
  '/long-location': 'failed: A redirect was refused. The URL has',
  '/no-location': 'failed: 127.0.0.1 answered 302 without saying where to.',
  '/to-metadata': 'failed: A redirect was refused. 169.254.169.254 may not be requested: it is link-local',
  '/to-own-network':
    'failed: A redirect was refused. 10.0.0.1 may not be requested: it is private (RFC 1918)',
  '/to-file': 'failed: A redirect was refused. Only http and https are requested, not file:',
  '/to-redis':
    'failed: A redirect was refused. Port 6379 belongs to Redis; FEEDMILL_ALLOW_PORTS can open it.',
  '/to-login': 'failed: A redirect was refused. A user name or password in a URL is refused.',
  '/part-of-it': 'failed: The server answered 206: that is no answer to our request.',
  '/pdf-as-page':
    'dropped: The answer is a PDF document by its first bytes (text/html by its header), not a page.',
};

describe('a page', () => {
  let idle: IdleService;
  let origin: FaultOrigin;
  let web: WebClient;
  let ports: Ports;
  const signal = new AbortController().signal;
  beforeAll(async () => {
    [idle, origin] = await Promise.all([
      startIdle('embedded', { FEEDMILL_ROBOTS: 'false' }),
      startFaultOrigin(),
    ]);
    web = createWebClient(limits);
  });
  afterAll(async () => {
    await web.close();
    await Promise.all([idle.close(), origin.close()]);
  });

  /** What the article's history says of one try. */
  const tried = async (url: string, client = web): Promise<string> => {
    // A list of its own: one fault is not to hold up the next one.
    const reach = createReach(idle.ports.store.silentHosts, idle.ports.now, async () => undefined);
    ports = { ...idle.ports, web: client, reach };
    const articleId = await addArticle(ports.store, { url, host: new URL(url).host });
    const [run] = await ports.store.runs.start([articleId], 'scrape', null);
    if (run === undefined) throw new Error('no run');
    await attempt(scrape, run, ports, signal);
    const [entry] = await ports.store.ledger.ofArticle(articleId);
    const reason = (entry?.reason ?? '').replace(/^\w+ at scrape: /, '');
    expect(await ports.store.snapshots.list(articleId)).toEqual([]);
    return `${entry?.outcome}: ${reason}`;
  };

  it('has a sentence for every fault', () => {
    expect(Object.keys(sentences).sort()).toEqual(Object.keys(faults).sort());
    expect(Object.keys(faults).length).toBeGreaterThan(30);
  });

  it.each(Object.entries(sentences))('%s: %s', async (path, sentence) => {
    expect((await tried(origin.url + path)).slice(0, sentence.length)).toBe(sentence);
  });

  it('that unpacks to a bomb below the limit of its size is given up for its ratio', async () => {
    const roomy = createWebClient({ ...limits, maxBytes: 10_000_000 });
    for (const path of ['/brotli-bomb', '/gzip-twice-bomb'])
      expect(await tried(`${origin.url}${path}?roomy`, roomy)).toBe(bomb);
    await roomy.close();
  });

  it('is not waited for by others: fifty that drip hold up none that is well', async () => {
    const well = await httpOrigin((_request, response) => response.end('<p>well'));
    // None of those that drip comes to an end by itself before the test is over.
    const patient = {
      timeoutMs: 170_000,
      connectTimeoutMs: 60_000,
      firstByteTimeoutMs: 60_000,
      rateWindowMs: 60_000,
    };
    const client = createWebClient({ ...limits, ...patient });
    const enough = new AbortController();
    const ends: string[] = [];
    const ask = async (url: string): Promise<void> => {
      ends.push((await client.get({ url, signal: enough.signal })).status);
    };
    const fifty = (url: string): Promise<unknown> => Promise.all(Array.from({ length: 50 }, () => ask(url)));
    const dripping = fifty(`${origin.url}/slow-bytes`);
    await fifty(well.url);
    expect(ends).toEqual(Array.from({ length: 50 }, () => 'ok'));
    enough.abort();
    await dripping;
    expect(new Set(ends.slice(50))).toEqual(new Set(['aborted']));
    await client.close();
  });

  describe('over TLS', () => {
    const HOST = 'news.example.com';
    const secure = async (server: Origin, ca: string | null): Promise<string> => {
      const resolver = (): Promise<string[]> => Promise.resolve(['127.0.0.1']);
      const client = createWebClient({ ...limits, resolver, extraCa: ca });
      const told = await tried(`https://${HOST}:${server.port}/`, client);
      await client.close();
      return told.replace(`No secure connection to ${HOST}: `, '');
    };

    it('of a server that cannot prove who it is says what is wrong with its certificate', async () => {
      const { ca, issue, selfSigned, issueByIntermediate } = authority();
      const told = [
        await secure(await tlsOrigin(selfSigned(HOST)), ca),
        await secure(await tlsOrigin(issue(HOST, -1)), ca),
        await secure(await tlsOrigin(issue('other.example.com')), ca),
        await secure(await tlsOrigin(issueByIntermediate(HOST)), ca),
      ];
      expect(told).toEqual([
        'retry: its certificate is self-signed.',
        'retry: its certificate has expired.',
        'retry: its certificate is for another name.',
        'retry: an intermediate certificate is missing.',
      ]);
    });

    it('of a server that speaks no TLS, an old one, stalls or hangs up says so', async () => {
      const { ca, issue } = authority();
      const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
      const told = [
        await secure(await httpOrigin((_request, response) => response.end()), ca),
        await secure(await tlsOrigin({ ...issue(HOST), ...old }), ca),
        await secure(await silentOrigin((socket) => socket.once('data', () => socket.destroy())), ca),
        await secure(await silentOrigin(), ca),
      ];
      expect(told).toEqual([
        'retry: it does not speak TLS.',
        'retry: it offers only TLS versions that are too old.',
        'retry: it closed the connection in the handshake.',
        `retry: No connection to ${HOST} within 500 ms.`,
      ]);
    });
  });
});
