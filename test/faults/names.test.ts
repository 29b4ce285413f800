// Name servers that are slow, dead or hostile. A resolver that queues behind a dead name stops everybody, and a name
// that changes its answer between the judgement and the connection leads into the operator's network: neither shows.
import { afterEach, describe, expect, it } from 'vitest';
import { createWebClient, type WebClient } from '../../src/web/client.js';
import { createResolver } from '../../src/web/resolver.js';
import { type DnsAnswer, type DnsServer, startDns } from '../support/dns-server.js';
import { httpOrigin, type Origin, silentOrigin } from '../web/origins.js';

let dns: DnsServer;
let client: WebClient;
afterEach(async () => {
  await client.close();
  dns.close();
});

/** A client over a name server of this test; `now` is the clock of its cache. */
async function over(
  answer: (name: string, family: 4 | 6) => DnsAnswer,
  allowPrivate: string[] = [],
  { now, timeoutMs }: { now?: () => number; timeoutMs?: number } = {},
): Promise<void> {
  dns = await startDns(answer);
  const resolver = createResolver(dns.resolver(timeoutMs), now);
  client = createWebClient({ userAgent: 'Feedmill/test', allowPrivate, resolver });
}

const at = (name: string, { port }: Origin): string => `http://${name}:${port}/`;
const local: DnsAnswer = { addresses: ['127.0.0.1'], ttl: 60 };

describe('a name', () => {
  it('of all sites is our own network: no site is blamed, and none while a single server answers', async () => {
    let now = 0;
    let isBack = false;
    const answer = (name: string): DnsAnswer => {
      if (name === '' && isBack) return { code: 2 };
      return 'silence';
    };
    await over(answer, [], { now: () => now });
    const message =
      'a.example.com could not be resolved, nor any other name: the name servers of this machine do not answer.';
    expect(await client.get({ url: 'http://a.example.com/' })).toEqual({ status: 'offline', message });
    isBack = true;
    now += 10_000;
    expect(await client.get({ url: 'http://a.example.com/' })).toMatchObject({
      status: 'network',
      code: 'ETIMEOUT',
    });
  });

  it.each<[string, DnsAnswer, string]>([
    ['does not exist', { code: 3 }, 'the name does not exist'],
    ['has no address', { addresses: [], ttl: 1 }, 'the name has no address'],
    ['has a server that fails', { code: 2 }, 'its name server failed'],
    ['has a server that says nothing', 'silence', 'no name server answered in time'],
    ['has a server that refuses', { code: 5 }, 'its name server refused the question'],
  ])('that %s is named in words', async (_what, answer, words) => {
    await over((name) => (name === '' ? { code: 2 } : answer));
    expect(await client.get({ url: 'http://news.example.com/' })).toMatchObject({
      status: 'network',
      message: `news.example.com could not be resolved: ${words}.`,
    });
  });

  it('that is dead holds up no other: all that live are answered before the first dead one is given up', async () => {
    const origin = await httpOrigin((_request, response) => response.end('here'));
    await over((name) => (name.startsWith('dead') ? 'silence' : local), ['127.0.0.1'], {
      timeoutMs: 3_000,
    });
    const ends: string[] = [];
    const ask = async (name: string): Promise<void> => {
      const { status } = await client.get({ url: at(name, origin) });
      ends.push(status);
    };
    const dead = Array.from({ length: 25 }, (_, n) => ask(`dead${n}.example.com`));
    const live = Array.from({ length: 25 }, (_, n) => ask(`live${n}.example.com`));
    await Promise.all([...dead, ...live]);
    expect(ends).toEqual([
      ...Array.from({ length: 25 }, () => 'ok'),
      ...Array.from({ length: 25 }, () => 'network'),
    ]);
  });

  it('that turns to loopback after its judgement is never connected to there', async () => {
    const canary = await silentOrigin();
    // 127.0.0.2 stands for a public address: the policy opens it, and nothing listens there.
    let asked = 0;
    let now = 0;
    const turning = (_name: string, family: 4 | 6): DnsAnswer => {
      if (family === 6) return { addresses: [], ttl: 0 };
      asked += 1;
      return { addresses: [asked % 2 === 1 ? '127.0.0.2' : '127.0.0.1'], ttl: 0 };
    };
    await over(turning, ['127.0.0.2'], { now: () => now });
    const seen = new Set<string>();
    for (let round = 0; round < 1_000; round += 1) {
      const outcome = await client.get({ url: at('turning.example.com', canary) });
      seen.add(outcome.status === 'refused' ? outcome.rule : outcome.status);
      // The cache holds answers for five seconds at least.
      now += 5_000;
    }
    expect(asked).toBe(1_000);
    // Every other round is judged and refused; in between nobody listens at the address that was judged.
    expect(seen).toEqual(new Set(['address', 'network']));
    expect(canary.connections).toBe(0);
  });

  it.each<[string, string[]]>([
    ['loopback among public addresses', ['93.184.215.14', '127.0.0.1']],
    ['a loopback AAAA beside a public A', ['93.184.215.14', '::1']],
    ['an IPv4 address in IPv6 dress', ['::ffff:7f00:1']],
    ['a metadata address', ['169.254.169.254']],
    [
      'too many answers, the last of them private',
      [...Array.from({ length: 20 }, (_, n) => `93.184.215.${n + 1}`), '10.0.0.1'],
    ],
  ])('that leads to %s is refused before any connection', async (_what, addresses) => {
    const canary = await silentOrigin();
    await over(() => ({ addresses, ttl: 60 }));
    expect(await client.get({ url: at('mixed.example.com', canary) })).toMatchObject({
      status: 'refused',
      rule: 'address',
    });
    expect(canary.connections).toBe(0);
  });
});
