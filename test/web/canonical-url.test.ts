import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalUrl, hostOf, sameSite, urlKey } from '../../src/web/canonical-url.js';

describe('canonicalUrl', () => {
  it.each([
    ['HTTP://Example.COM:80/a', 'http://example.com/a'],
    ['https://example.com:8443', 'https://example.com:8443/'],
    ['https://example.com./a', 'https://example.com/a'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
    ['  https://example.com/a b\n', 'https://example.com/a%20b'],
    ['https://example.com/a/../b/./c', 'https://example.com/b/c'],
    ['https://example.com/%7euser/%c3%a9%2f', 'https://example.com/~user/%C3%A9%2F'],
    ['https://example.com/ж', 'https://example.com/%D0%B6'],
    ['https://example.com/a#part', 'https://example.com/a'],
    ['https://example.com/a#!/story/1', 'https://example.com/a#!/story/1'],
    ['https://example.com/a?', 'https://example.com/a'],
    ['https://example.com/a?b=2&a=1', 'https://example.com/a?b=2&a=1'],
    ['https://example.com/a?utm_source=x&id=1&UTM_Medium=y&fbclid=z', 'https://example.com/a?id=1'],
    ['https://example.com/a?utm%5fsource=x', 'https://example.com/a'],
    ['https://example.com/a?gclid=1&mc_cid=2&mc_eid=3', 'https://example.com/a'],
    ['https://example.com/?ref=home&page=2', 'https://example.com/?ref=home&page=2'],
    ['https://example.com/?q=utm_source', 'https://example.com/?q=utm_source'],
    ['https://example.com/?a+b=%2B&c', 'https://example.com/?a+b=%2B&c'],
    ['https://example.com/50%', 'https://example.com/50%'],
  ])('writes %s as %s', (raw, expected) => expect(canonicalUrl(raw)).toBe(expected));

  it('resolves against a base', () => {
    expect(canonicalUrl('../b?utm_id=1', 'https://example.com/a/c')).toBe('https://example.com/b');
    expect(canonicalUrl('//other.example.com/x', 'https://example.com/')).toBe('https://other.example.com/x');
    expect(canonicalUrl('b', 'nonsense')).toBeNull();
  });

  it.each([
    '',
    'nonsense',
    'mailto:a@example.com',
    'ftp://example.com/',
    'javascript:1',
    'http://',
    'http://u:p@example.com/',
    'http://./',
    `http://${'long.'.repeat(50)}example/`,
  ])('has no form for %j', (raw) => expect(canonicalUrl(raw)).toBeNull());

  const piece = fc.constantFrom(
    'a',
    'B',
    '/',
    '..',
    '.',
    '%',
    '%2',
    '%2e',
    '%41',
    '%25',
    '%7E',
    '%c3',
    '?',
    '&',
    '=',
    'utm_x',
    '#',
    '#!',
    '+',
    ' ',
    'é',
    '\u{1F600}',
    '\ud800',
    ':',
    '@',
    '[',
    '\\',
    ';',
    '\t',
  );
  const url = fc.oneof(
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.array(piece, { maxLength: 30 }).map((pieces) => `https://Example.com/${pieces.join('')}`),
    fc.array(piece, { maxLength: 12 }).map((pieces) => `http://${pieces.join('')}`),
    fc.string({ unit: 'binary' }),
  );

  it('changes nothing the second time, and never throws', () => {
    let written = 0;
    fc.assert(
      fc.property(url, (raw) => {
        const once = canonicalUrl(raw);
        if (once === null) return;
        written += 1;
        expect(canonicalUrl(once)).toBe(once);
        expect(once).toMatch(/^https?:\/\//);
      }),
      { numRuns: 5_000 },
    );
    expect(written).toBeGreaterThan(1_000);
  });
});

describe('urlKey', () => {
  const same = (a: string, b: string): boolean => urlKey(a) === urlKey(b);

  it('is 64 hexadecimal digits, however long the URL', () => {
    expect(urlKey(`https://example.com/${'a'.repeat(9_000)}`)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['http://example.com/a', 'https://example.com/a'],
    ['https://example.com/a/', 'https://example.com/a'],
    ['https://example.com/a/?b=1', 'https://example.com/a?b=1'],
    ['https://example.com/', 'http://example.com/'],
  ])('joins %s and %s', (a, b) => expect(same(a, b)).toBe(true));

  it.each([
    ['https://www.example.com/a', 'https://example.com/a'],
    ['https://example.com/a', 'https://example.com/A'],
    ['https://example.com/a?b=1', 'https://example.com/a?b=2'],
    ['https://example.com/a?b=c/', 'https://example.com/a?b=c'],
    ['https://example.com/a#!/x', 'https://example.com/a'],
    ['https://example.com:8443/a', 'https://example.com/a'],
  ])('keeps %s and %s apart', (a, b) => expect(same(a, b)).toBe(false));
});

describe('hostOf', () => {
  it.each([
    ['https://Example.com:443/a', 'example.com'],
    ['http://example.com:8080/a', 'example.com:8080'],
    ['nonsense', ''],
  ])('takes %s to be at "%s"', (url, host) => expect(hostOf(url)).toBe(host));
});

describe('sameSite', () => {
  it.each([
    ['https://news.example.co.uk/', 'http://www.example.co.uk./x', true],
    ['https://a.co.uk/', 'https://b.co.uk/', false],
    ['https://a.github.io/', 'https://b.github.io/', false],
    ['http://127.0.0.1:1/', 'http://127.0.0.1:2/', true],
    ['http://127.0.0.1/', 'http://127.0.0.2/', false],
    ['nonsense', 'nonsense', false],
  ])('of %s and %s is %j', (a, b, expected) => expect(sameSite(a, b)).toBe(expected));
});
