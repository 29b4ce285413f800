import { describe, expect, it } from 'vitest';
import { pageDirectives } from '../../src/web/page-directives.js';

const AGENT = 'Feedmill/0.1 (+https://example.com)';

describe('pageDirectives', () => {
  it.each([
    [{}, []],
    [{ 'x-robots-tag': 'NoIndex, noarchive, noindex' }, ['noindex', 'noarchive']],
    [{ 'x-robots-tag': 'otherbot: noindex, nofollow, feedmill: noarchive' }, ['noarchive']],
    [{ 'x-robots-tag': 'noindex, otherbot: none' }, ['noindex']],
    [
      { 'x-robots-tag': 'max-snippet: 20, unavailable_after: 25 Jun 2027 15:00:00 PST' },
      ['max-snippet: 20', 'unavailable_after: 25 jun 2027 15:00:00 pst'],
    ],
    [
      { 'tdm-reservation': '1', 'tdm-policy': 'https://example.com/p' },
      ['tdm-reservation=1', 'tdm-policy=https://example.com/p'],
    ],
  ])('reads %o', (headers, expected) => expect(pageDirectives(headers, AGENT)).toEqual(expected));

  it('keeps a bounded part of a hostile header', () => {
    const headers = { 'x-robots-tag': Array.from({ length: 5_000 }, (_, n) => `a${n}`).join() };
    expect(pageDirectives(headers, AGENT)).toHaveLength(20);
    expect(pageDirectives({ 'x-robots-tag': 'x'.repeat(30_000) }, AGENT)[0]).toHaveLength(200);
  });
});
