import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hubOf, isSigned } from '../../src/feeds/hub.js';

const url = 'https://news.example/feed.xml';
const none = { hub: null, feedUrl: null };

describe('hubOf', () => {
  const hub = 'https://hub.example/';
  it.each<[string, { hub: string | null; feedUrl: string | null }, string | null, [string, string] | null]>([
    ['a feed without a hub', none, null, null],
    ['the hub of the feed', { hub, feedUrl: `${url}?a` }, null, [hub, `${url}?a`]],
    ['no address of its own', { hub, feedUrl: null }, null, [hub, url]],
    [
      'the header first',
      { hub: 'https://b.example/', feedUrl: 'https://c.example/' },
      `<${hub}>; rel="hub", <https://d.example/>; rel="self"`,
      [hub, 'https://d.example/'],
    ],
    [
      'a header of the hub alone',
      { hub: null, feedUrl: 'https://c.example/' },
      `<${hub}>;rel=hub`,
      [hub, 'https://c.example/'],
    ],
    [
      'several relations',
      none,
      `</x,y>; title="a, b; rel=hub"; rel="next self" , <${hub}> ; REL=HUB`,
      [hub, 'https://news.example/x,y'],
    ],
    ['the first of several', none, `<${hub}>; rel=hub, <https://b.example/>; rel=hub`, [hub, url]],
    ['what is no web address', { hub: 'mailto:a@b.example', feedUrl: null }, '<javascript:x>; rel=hub', null],
    ['a header without sense', none, '<<<>>;;; rel=hub, "<', null],
  ])('reads %s', (_what, feed, header, expected) => {
    expect(hubOf(feed, header, url)).toEqual(
      expected === null ? null : { hub: expected[0], topic: expected[1] },
    );
  });

  it('takes any header, and addresses of the web only', () => {
    const part = fc.constantFrom('<', '>', ';', ',', '"', ' ', 'rel', '=', 'hub', 'self', '/a', 'ftp://x');
    const header = fc.oneof(
      fc.string(),
      fc.array(part).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(header, (text) => {
        const found = hubOf(none, text, url);
        return found === null || (/^https?:/.test(found.hub) && /^https?:/.test(found.topic));
      }),
    );
  });
});

describe('isSigned', () => {
  it('holds for the bytes, the secret and the algorithm of the header alone', () => {
    const algorithms = ['sha1', 'sha256', 'sha384', 'sha512'] as const;
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.string({ minLength: 1 }),
        fc.constantFrom(...algorithms),
        (bytes, secret, algorithm) => {
          const body = Buffer.from(bytes);
          const hex = createHmac(algorithm, secret).update(body).digest('hex');
          const wrong = `${hex.startsWith('0') ? '1' : '0'}${hex.slice(1)}`;
          expect(isSigned(body, `${algorithm}=${hex}`, secret)).toBe(true);
          expect(isSigned(body, ` ${algorithm.toUpperCase()}=${hex.toUpperCase()} `, secret)).toBe(true);
          for (const header of [
            null,
            '',
            hex,
            `${algorithm}=`,
            `${algorithm}=${wrong}`,
            `${algorithm}=${hex}00`,
            `md5=${hex}`,
          ])
            expect(isSigned(body, header, secret)).toBe(false);
          expect(isSigned(Buffer.concat([body, Buffer.from('x')]), `${algorithm}=${hex}`, secret)).toBe(
            false,
          );
          expect(isSigned(body, `${algorithm}=${hex}`, `${secret}x`)).toBe(false);
        },
      ),
    );
  });
});
