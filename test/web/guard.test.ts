// The guard fails silently when it fails: a request into the operator's network looks like any other. Besides our own
// cases, the lists in ../shared/bench/ssrf are read where they exist (SSRF_LISTS names another folder).
import { existsSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPolicy, type GuardPolicy, guardUrl, judgeAddress } from '../../src/web/guard.js';
import { rawOrigin, testClient } from './origins.js';

const policy = createPolicy([], []);

function ruleOf(url: string, against: GuardPolicy = policy): string {
  const verdict = guardUrl(url, against);
  return verdict.status === 'refused' ? verdict.rule : 'allowed';
}

describe('guardUrl', () => {
  it.each([
    ['not a url', 'url'],
    [`http://example.com/${'a'.repeat(8_200)}`, 'url'],
    ['ftp://example.com/feed', 'scheme'],
    ['http://user@example.com/', 'userinfo'],
    ['http://example.com:6379/', 'port'],
    ['http://example.com:0/', 'port'],
    ['http://intranet/', 'name'],
    ['http://a..example.com/', 'name'],
    ['http://Printer.LOCAL./', 'name'],
    ['http://0x7f.1/', 'address'],
    ['http://[::ffff:7f00:1]/', 'address'],
    ['https://example.com/feed', 'allowed'],
  ])('judges %s by rule %s', (url, rule) => expect(ruleOf(url)).toBe(rule));

  it('cuts the dot of a fully qualified name and the fragment', () => {
    const verdict = guardUrl('http://example.com./feed#top', policy);
    expect(verdict.status === 'allowed' && verdict.url.href).toBe('http://example.com/feed');
  });

  it('opens a port that the operator names, and no other', () => {
    const opened = createPolicy([], [6379]);
    expect(ruleOf('http://example.com:6379/', opened)).toBe('allowed');
    expect(ruleOf('http://example.com:5432/', opened)).toBe('port');
  });

  it('opens a name that the operator names, at its port', () => {
    const opened = createPolicy(['newsroom:8080', 'localhost'], []);
    expect(ruleOf('http://newsroom:8080/', opened)).toBe('allowed');
    expect(ruleOf('http://newsroom:8081/', opened)).toBe('name');
    expect(ruleOf('http://LOCALHOST./', opened)).toBe('allowed');
  });

  it('judges an IPv4 address the same in every notation', () => {
    const part = fc.nat(255);
    const bases = fc.tuple(...[0, 1, 2, 3].map(() => fc.constantFrom(8, 10, 16)));
    fc.assert(
      fc.property(
        fc.tuple(part, part, part, part),
        bases,
        fc.integer({ min: 1, max: 4 }),
        (octets, radix, parts) => {
          const plain = octets.join('.');
          const expected = judgeAddress(plain, policy, 80).status;
          expect(guardUrl(`http://${notation(octets, radix, parts)}/`, policy).status).toBe(expected);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});

/** The address in `count` parts, the last of which takes the bytes that are left, each in its own base. */
function notation(octets: readonly number[], bases: readonly number[], count: number): string {
  const head = octets.slice(0, count - 1);
  const tail = octets.slice(count - 1).reduce((sum, octet) => sum * 256 + octet, 0);
  return [...head, tail]
    .map((value, index) => {
      const base = bases[index] ?? 10;
      if (base === 16) return `0x${value.toString(16)}`;
      return base === 8 ? `0${value.toString(8)}` : String(value);
    })
    .join('.');
}

describe('judgeAddress', () => {
  it('refuses zone ids and what is no address', () => {
    for (const text of ['fe80::1%2', '2606:4700::1%eth0', 'example.com', ''])
      expect(judgeAddress(text, policy, 80).status).toBe('refused');
  });

  it('judges NAT64 and ISATAP by the IPv4 address inside', () => {
    expect(judgeAddress('64:ff9b::808:808', policy, 80).status).toBe('allowed');
    expect(judgeAddress('64:ff9b::a9fe:a9fe', policy, 80).status).toBe('refused');
    expect(judgeAddress('2001:470:1f0b::5efe:808:808', policy, 80).status).toBe('allowed');
    expect(judgeAddress('2001:470:1f0b::200:5efe:a00:1', policy, 80).status).toBe('refused');
  });

  it('refuses the addresses of this machine, public ones included', () => {
    const own = { ...policy, ownAddresses: () => new Set(['93.184.215.14']) };
    expect(judgeAddress('93.184.215.14', own, 80)).toMatchObject({
      message:
        '93.184.215.14 may not be requested: it is this machine itself; FEEDMILL_ALLOW_PRIVATE can open it.',
    });
    expect(judgeAddress('93.184.215.15', own, 80).status).toBe('allowed');
    const loopback = Object.values(networkInterfaces()).flatMap((entries) => entries ?? [])[0];
    expect(policy.ownAddresses()).toContain(loopback?.address);
  });

  it('lets exceptions through, in their own form and port only', () => {
    const opened = createPolicy(['127.0.0.1:8099', '10.0.0.0/8', '[::1]:80', 'fd00::/8'], []);
    expect(judgeAddress('127.0.0.1', opened, 8099).status).toBe('allowed');
    expect(judgeAddress('127.0.0.1', opened, 80).status).toBe('refused');
    expect(judgeAddress('::ffff:127.0.0.1', opened, 8099).status).toBe('refused');
    expect(judgeAddress('10.20.30.40', opened, 1).status).toBe('allowed');
    expect(judgeAddress('::1', opened, 80).status).toBe('allowed');
    expect(judgeAddress('fd12::1', opened, 443).status).toBe('allowed');
  });
});

describe('createPolicy', () => {
  it.each(['', 'http://127.0.0.1', '10.0.0.0/33', '127.0.0.1:99999', 'a b'])(
    'refuses the exception "%s"',
    (entry) => {
      expect(() => createPolicy([entry], [])).toThrow(
        `FEEDMILL_ALLOW_PRIVATE holds "${entry}", which is neither an address (127.0.0.1), a block (10.0.0.0/8), a host name nor one of them with a port (127.0.0.1:8099).`,
      );
    },
  );
});

const lists = process.env['SSRF_LISTS'] ?? resolve(import.meta.dirname, '../../../shared/bench/ssrf');
const PUBLIC = '93.184.215.14';

interface Line {
  readonly url: string;
  readonly answers: string[] | null;
}

function readList(name: string): Line[] {
  const lines = readFileSync(join(lists, name), 'utf8').split('\n');
  return lines.flatMap((line) => {
    if (line === '' || line.startsWith('#')) return [];
    const [url = '', note = ''] = line.split('\t');
    return [{ url, answers: /\[dns=([^\]]+)\]/.exec(note)?.[1]?.split(',') ?? null }];
  });
}

/** The guard's whole answer: the URL, and each address that its name resolves to. */
function isAllowed({ url, answers }: Line): boolean {
  const verdict = guardUrl(url, policy);
  if (verdict.status === 'refused') return false;
  return (answers ?? []).every((address) => judgeAddress(address, policy, 80).status === 'allowed');
}

describe.skipIf(!existsSync(lists))(
  `the lists of URLs in ${lists} (skipped where the folder is missing)`,
  () => {
    afterEach(() => vi.restoreAllMocks());

    it('are refused and allowed line by line', () => {
      const refused = readList('urls.txt');
      const allowed = readList('allowed.txt');
      expect(refused.length).toBeGreaterThan(150);
      expect(allowed.length).toBeGreaterThan(30);
      expect(refused.filter(isAllowed)).toEqual([]);
      expect(allowed.filter((line) => !isAllowed(line))).toEqual([]);
    });

    it('lead to no connection, typed or as a redirect', async () => {
      let location = '';
      const origin = await rawOrigin((socket) =>
        socket.end(
          `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
        ),
      );
      let answers: string[] = [];
      const client = testClient({
        allowPrivate: [`127.0.0.1:${origin.port}`],
        resolver: () => Promise.resolve(answers),
      });
      const connect = vi.spyOn(net, 'connect');
      for (const line of readList('urls.txt')) {
        answers = line.answers ?? [PUBLIC];
        location = line.url;
        expect([line.url, (await client.get({ url: line.url })).status]).toEqual([line.url, 'refused']);
        expect([line.url, (await client.get({ url: origin.url })).status]).toEqual([line.url, 'refused']);
      }
      const ports = connect.mock.calls.map(([target]: unknown[]) => (target as net.TcpNetConnectOpts).port);
      expect(ports.length).toBeGreaterThan(150);
      expect(new Set(ports)).toEqual(new Set([origin.port]));
    });
  },
);
