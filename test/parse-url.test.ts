import { describe, expect, it } from 'vitest';
import { parseUrl } from '../src/parse-url.js';

/** More calls than V8 waits for before it compiles a function and reaches for its fast paths. */
const WARM_CALLS = 50_000;

describe('parseUrl', () => {
  it('resolves an address against a base', () => {
    expect(parseUrl('../b?c', 'https://example.org/a/x')?.href).toBe('https://example.org/b?c');
  });
  it.each(['', 'no address', 'http://', 'https://exa mple.org/'])('finds none in %j', (text) => {
    expect(parseUrl(text)).toBeNull();
  });
  it.each(['\\/anna"', '//an"onclick="x', '//a`b/', '//{host}/a'])(
    'finds none whose host no name can be in %j',
    (text) => {
      expect(parseUrl(text, 'https://example.org/')).toBeNull();
    },
  );
  it('answers the same however often it has been asked', () => {
    const hosts = Array.from({ length: WARM_CALLS }, () => parseUrl('https://bücher.example/ä')?.host);
    expect(new Set(hosts)).toEqual(new Set(['xn--bcher-kva.example']));
  });
});
