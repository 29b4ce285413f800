import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextInterval, type PollHistory } from '../../src/feeds/interval.js';

const minute = 60_000;
const bounds = { minMs: 5 * minute, maxMs: 24 * 60 * minute };
const history = (overrides: Partial<PollHistory> = {}): PollHistory => ({
  currentMs: 60 * minute,
  newItems: 0,
  failures: 0,
  notModified: false,
  ttlMinutes: null,
  retryAfterMs: null,
  ...overrides,
});
const next = (overrides: Partial<PollHistory>, random = 0) =>
  nextInterval(history(overrides), bounds, () => random);

describe('nextInterval', () => {
  it('is shorter after news, slowly longer after silence, twice as long after a failure', () => {
    expect(next({ newItems: 3 })).toEqual({
      intervalMs: 36 * minute,
      reason: '3 new items, so it is looked at sooner',
    });
    expect(next({})).toEqual({ intervalMs: 75 * minute, reason: 'nothing new, so the pause grows' });
    expect(next({ notModified: true }).reason).toBe('not modified, so the pause grows');
    expect(next({ failures: 4 })).toEqual({
      intervalMs: 120 * minute,
      reason: 'failed 4 times in a row, so the pause doubles',
    });
  });

  it('never asks sooner than a ttl or a Retry-After says', () => {
    expect(next({ newItems: 9, ttlMinutes: 180 })).toEqual({
      intervalMs: 180 * minute,
      reason: 'the feed asks for this pause',
    });
    expect(next({ failures: 1, retryAfterMs: 600 * minute }).intervalMs).toBe(600 * minute);
  });

  it('keeps a Retry-After beyond the upper bound, up to a week, and a ttl up to a day', () => {
    expect(next({ retryAfterMs: 48 * 60 * minute }).intervalMs).toBe(48 * 60 * minute);
    expect(next({ retryAfterMs: 1e15 }).intervalMs).toBe(7 * 24 * 60 * minute);
    expect(next({ ttlMinutes: 525_600 }).intervalMs).toBe(24 * 60 * minute);
  });

  it('draws apart feeds that would be polled in step', () =>
    expect(next({}, 0.9).intervalMs).toBeGreaterThan(next({}, 0.1).intervalMs));

  it('stays within the bounds and above what was asked for', () => {
    const anyHistory = fc.record({
      currentMs: fc.integer({ min: 0, max: 1e12 }),
      newItems: fc.nat(1000),
      failures: fc.nat(1000),
      notModified: fc.boolean(),
      ttlMinutes: fc.option(fc.nat(1e6)),
      retryAfterMs: fc.option(fc.nat(7 * 24 * 60 * minute)),
    });
    fc.assert(
      fc.property(anyHistory, fc.double({ min: 0, max: 1, noNaN: true }), (one, random) => {
        const { intervalMs } = nextInterval(one, bounds, () => random);
        expect(Number.isInteger(intervalMs)).toBe(true);
        expect(intervalMs).toBeGreaterThanOrEqual(Math.max(bounds.minMs, one.retryAfterMs ?? 0));
        expect(intervalMs).toBeLessThanOrEqual(Math.max(bounds.maxMs, one.retryAfterMs ?? 0));
      }),
    );
  });
});
