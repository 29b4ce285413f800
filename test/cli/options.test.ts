import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { sinceDate, stageList, untilDate, wholeNumber, withQuery } from '../../src/cli/options.js';

const now = (): Date => new Date('2026-11-23T12:00:00Z');

describe('sinceDate', () => {
  it('reads dates and ages', () => {
    expect(sinceDate('2026-11-20', now)).toBe('2026-11-20T00:00:00.000Z');
    expect(sinceDate('2026-11-20T08:30Z', now)).toBe('2026-11-20T08:30:00.000Z');
    expect(sinceDate('90m', now)).toBe('2026-11-23T10:30:00.000Z');
    expect(sinceDate('2w', now)).toBe('2026-11-09T12:00:00.000Z');
  });
  it('refuses what is neither', () => {
    for (const value of ['1', 'yesterday', '2026-13-40', '3y', ''])
      expect(() => sinceDate(value, now), value).toThrow(InvalidArgumentError);
  });
});

describe('untilDate', () => {
  it('reads dates, and times from now on', () => {
    expect(untilDate('2027-01-01', now)).toBe('2027-01-01T00:00:00.000Z');
    expect(untilDate('12h', now)).toBe('2026-11-24T00:00:00.000Z');
    expect(untilDate('90d', now)).toBe('2027-02-21T12:00:00.000Z');
    expect(() => untilDate('-1d', now)).toThrow(InvalidArgumentError);
  });
});

describe('wholeNumber', () => {
  it('refuses what is no whole number of at least the minimum', () => {
    expect(wholeNumber(1)('20')).toBe(20);
    for (const value of ['0', '-1', '1.5', '1e3', 'x', ''])
      expect(() => wholeNumber(1)(value), value).toThrow('at least 1');
  });
});

describe('stageList', () => {
  it('reads stages separated by commas and names them all for one that is none', () => {
    expect(stageList('scrape, clean')).toEqual(['scrape', 'clean']);
    expect(() => stageList('scrape,wash')).toThrow(
      'wash is no stage; the stages are poll, scrape, clean, tag, store.',
    );
  });
});

describe('withQuery', () => {
  it('escapes values and leaves out what is not set', () => {
    expect(withQuery('/api/search', { q: 'a&b c', language: undefined, limit: 5 })).toBe(
      '/api/search?q=a%26b+c&limit=5',
    );
    expect(withQuery('/api/feeds', {})).toBe('/api/feeds');
  });
});
