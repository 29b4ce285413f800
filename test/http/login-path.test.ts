import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loginPath, wayBack } from '../../src/http/login-path.js';

describe('wayBack', () => {
  it('keeps a path with its query', () => {
    expect(wayBack('/articles?q=a%26b&state=any')).toBe('/articles?q=a%26b&state=any');
    expect(wayBack('/feeds/1#part')).toBe('/feeds/1');
  });

  it('leads to the first page from anything else, and from the login', () => {
    for (const to of [
      '',
      'feeds',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      '/.//evil.example',
      'https://evil.example/',
      '/login?to=/login',
    ])
      expect([to, wayBack(to)]).toEqual([to, '/']);
  });

  it('leads nowhere but to this server, whatever is written', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '@',
      ':',
      '\t',
      '\n',
      '%2f',
      '%5c',
      '?',
      '#',
      'http:',
      'evil.example',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 8 }), (pieces) => {
        const path = wayBack(pieces.join(''));
        // As a browser reads the Location of the answer.
        expect(new URL(path, 'https://feedmill.example/login').origin).toBe('https://feedmill.example');
        expect(new URL(loginPath(path), 'https://feedmill.example/').pathname).toBe('/login');
      }),
      { numRuns: 2_000 },
    );
  });
});
