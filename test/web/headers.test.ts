import { validateHeaderValue } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSendable, locationOf, plainHeaders, requestHeaders, retryAfterMs } from '../../src/web/headers.js';

const now = new Date('2026-11-02T10:00:00Z');

describe('retryAfterMs', () => {
  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['999999999999999999999', 604_800_000],
    ['Mon, 02 Nov 2026 10:01:00 GMT', 60_000],
    ['Mon, 02 Nov 2026 09:00:00 GMT', 0],
    ['Sat, 02 Nov 2126 09:00:00 GMT', 604_800_000],
    ['1.5', null],
    ['-3', null],
    ['soon', null],
    ['', null],
    [null, null],
  ])('reads %j as %j', (value, expected) => expect(retryAfterMs(value, now)).toBe(expected));

  it('is null or between 0 and a week for any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const ms = retryAfterMs(text, now);
        expect(ms === null || (ms >= 0 && ms <= 604_800_000)).toBe(true);
      }),
    );
  });
});

describe('isSendable', () => {
  it.each([
    ['"abc"', true],
    ['"é\t"', true],
    ['a\r\nb', false],
    ['a\u0000', false],
    ['a\u007f', false],
    ['→', false],
  ])('says of %j: %j', (value, expected) => expect(isSendable(value)).toBe(expected));
});

describe('requestHeaders', () => {
  it('leaves out what would end a header and begin another, and throws for nothing', () => {
    const odd = fc.oneof(
      fc.constantFrom(
        'a\r\nx-injected: 1',
        'a\nb',
        'a\rb',
        'a\0b',
        '\u0100',
        '"漢"',
        '\u{1f600}',
        '\x7f',
        '\x1b[0m',
      ),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(odd, odd, odd, odd, (etag, lastModified, authorization, userAgent) => {
        const sent = requestHeaders({ etag, lastModified }, authorization, userAgent);
        for (const [name, value] of Object.entries(sent)) {
          validateHeaderValue(name, value);
          expect(value).not.toMatch(/[\r\n\0]/);
        }
        expect(sent['accept-encoding']).toBeDefined();
      }),
    );
    expect(Object.keys(requestHeaders({ etag: 'a\r\nb' }, 'a\nb', 'Feedmill/1'))).not.toContain(
      'if-none-match',
    );
  });
});

describe('plainHeaders', () => {
  it('joins repeated names and drops cookies', () => {
    const headers = { vary: 'a', link: ['<x>', '<y>'], 'set-cookie': ['a=1'], date: undefined };
    expect(plainHeaders(headers as NodeJS.Dict<string | string[]>)).toEqual({ vary: 'a', link: '<x>, <y>' });
  });

  it('takes a header named __proto__ for a name like any other', () => {
    const plain = plainHeaders(JSON.parse('{"__proto__":"x"}'));
    expect(Object.getPrototypeOf(plain)).toBe(Object.prototype);
    expect(Object.keys(plain)).toEqual(['__proto__']);
  });
});

describe('locationOf', () => {
  const from = new URL('https://example.com/a/b?c');
  it.each([
    ['d', 'https://example.com/a/d'],
    ['//other.example.com/', 'https://other.example.com/'],
    [Buffer.from('/ж').toString('latin1'), 'https://example.com/%D0%B6'],
    ['/caf\u00e9', 'https://example.com/caf%C3%A9'],
    [' ', null],
    ['http://[::1', null],
  ])('resolves %j to %j', (location, expected) => {
    expect(locationOf({ location }, from)?.href ?? null).toBe(expected);
  });
});
