// The guard fails silently when it fails: a request into the operator's network looks like any other. Besides our own
// cases, the lists in ../shared/bench/ssrf are read where they exist (SSRF_LISTS names another folder).
import { existsSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createChecker } from '../../src/web/check.js';
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

describe('guardUrl on spellings', () => {
  const octet = fc.nat(255);
  const privateAddress = fc.oneof(
    fc.tuple(fc.constantFrom(0, 10, 127, 240, 255), octet, octet, octet),
    fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
    fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
    fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), octet, octet),
  );

  it('refuses a private address behind other digits, other dots and percent-escapes', () => {
    const zeros = [0x30, 0xff10, 0x1d7ce, 0x1d7d8, 0x1d7ec];
    const dots = ['.', '\u3002', '\uff0e', '\uff61', '%2e', '%E3%80%82'];
    fc.assert(
      fc.property(
        privateAddress,
        fc.array(fc.nat(zeros.length - 1), { minLength: 4, maxLength: 4 }),
        fc.array(fc.constantFrom(...dots), { minLength: 3, maxLength: 3 }),
        fc.constantFrom('', '\u200b', '\u00ad', '%C2%AD', '.'),
        (octets, alphabets, between, ignored) => {
          const parts = octets.map((part, index) => {
            const zero = zeros[alphabets[index] ?? 0] ?? 0x30;
            return [...String(part)].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');
          });
          const host = parts.map((part, index) => part + (between[index] ?? '')).join('') + ignored;
          expect([host, ruleOf(`http://${host}/`)]).toEqual([host, 'address']);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it('refuses a private IPv4 address in every IPv6 dress and spelling', () => {
    const dresses = [
      '::ffff:',
      '::',
      '::ffff:0:',
      '64:ff9b::',
      '64:ff9b:1::',
      '2001:470:1f0b::5efe:',
      'fe80::5efe:',
    ];
    fc.assert(
      fc.property(
        privateAddress,
        fc.constantFrom(...dresses),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        (octets, dress, isDotted, isUpper, isPadded) => {
          const [a, b, c, d] = octets;
          const word = (value: number): string => value.toString(16).padStart(isPadded ? 4 : 1, '0');
          const tail = isDotted ? octets.join('.') : `${word(a * 256 + b)}:${word(c * 256 + d)}`;
          const host = `[${dress}${tail}]`;
          expect([host, ruleOf(`http://${isUpper ? host.toUpperCase() : host}/`)]).toEqual([host, 'address']);
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

    it('are told apart by the check, with the names resolved and without', async () => {
      let answers: string[] = [];
      const resolver = (): Promise<string[]> => Promise.resolve(answers);
      const common = { allowPrivate: [], allowPorts: [], resolver };
      const check = createChecker({ ...common, dns: true });
      const offline = createChecker({ ...common, dns: false });
      for (const [name, expected] of [
        ['urls.txt', 'refused'],
        ['allowed.txt', 'allowed'],
      ] as const) {
        for (const { url, answers: given } of readList(name)) {
          answers = given ?? [PUBLIC];
          expect([url, (await check(url)).verdict]).toEqual([url, expected]);
          if (given === null) expect([url, (await offline(url)).verdict]).toEqual([url, expected]);
        }
      }
    });

    it('lead to no connection, typed or as a redirect, asked for or posted to', async () => {
      let location = '';
      const origin = await rawOrigin((socket) =>
        socket.end(
          `HTTP/1.1 307 Temporary Redirect\r\nLocation: ${location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
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
        for (const url of [line.url, origin.url])
          expect([line.url, (await client.post({ url, form: {} })).status]).toEqual([line.url, 'refused']);
      }
      const ports = connect.mock.calls.map(([target]: unknown[]) => (target as net.TcpNetConnectOpts).port);
      expect(ports.length).toBeGreaterThan(150);
      expect(new Set(ports)).toEqual(new Set([origin.port]));
    });
  },
);
