import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextPoll, type PollEnd } from '../../src/feeds/interval.js';
import { noRhythm } from '../../src/feeds/rhythm.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const bounds = { minMs: MINUTE, maxMs: DAY, startMs: 30 * MINUTE };
const now = new Date('2024-05-06T12:00:00Z');
const noHints = { ttlMinutes: null, cacheSeconds: null, skipHours: [], skipDays: [] };
const end = (overrides: Partial<PollEnd> = {}): PollEnd => ({
  kind: 'ok',
  failures: 0,
  retryAfterMs: null,
  rhythm: noRhythm,
  hints: noHints,
  leftOver: 0,
  missed: 0,
  isPushed: false,
  currentMs: HOUR,
  ...overrides,
});
const perDay = (count: number) => ({ ...noRhythm, perDay: count });
const next = (overrides: Partial<PollEnd>, random = 0) => nextPoll(end(overrides), bounds, now, () => random);

describe('nextPoll', () => {
  it.each<[string, Partial<PollEnd>, number, string, string]>([
    ['a new feed', {}, 30 * MINUTE, 'new-feed', 'its rhythm is not known yet'],
    [
      'a feed of 24 items a day',
      { rhythm: perDay(24) },
      30 * MINUTE,
      'rhythm',
      'it brings about 24 new items a day',
    ],
    [
      'a feed of one item in a month',
      { rhythm: perDay(1 / 30) },
      DAY,
      'rhythm',
      'it brings hardly a new item a month',
    ],
    ['a ticker', { rhythm: perDay(10_000) }, MINUTE, 'rhythm', 'it brings about 10000 new items a day'],
    [
      'a feed that is pushed',
      { rhythm: perDay(24), isPushed: true },
      6 * HOUR,
      'pushed',
      'its hub pushes what is new',
    ],
    [
      'a pushed feed with a longer pause of its own',
      { rhythm: perDay(1 / 30), isPushed: true },
      DAY,
      'rhythm',
      'it brings hardly a new item a month',
    ],
    [
      'a ttl that is meant',
      { rhythm: perDay(24), hints: { ...noHints, ttlMinutes: 120 } },
      2 * HOUR,
      'ttl',
      'the feed asks for a pause of 2 hours',
    ],
    [
      'a ttl in which much would wait',
      { rhythm: perDay(24), hints: { ...noHints, ttlMinutes: 600 } },
      3 * HOUR,
      'distrusted',
      'the feed asks for a pause of 10 hours, in which about 10 new items would wait',
    ],
    [
      'cache headers',
      { rhythm: perDay(24), hints: { ...noHints, cacheSeconds: 3_600 } },
      HOUR,
      'cache',
      "the answer's cache headers ask for a pause of 60 minutes",
    ],
    [
      'cache headers that ask for less',
      { rhythm: perDay(24), hints: { ...noHints, cacheSeconds: 60 } },
      30 * MINUTE,
      'rhythm',
      'it brings about 24 new items a day',
    ],
    [
      'items that are left over',
      { leftOver: 8, rhythm: perDay(1) },
      MINUTE,
      'left-over',
      '8 new items are left over',
    ],
    [
      'items that were missed',
      { missed: 5, rhythm: perDay(1) },
      15 * MINUTE,
      'missed',
      'probably 5 items were missed, so it is looked at sooner',
    ],
    [
      'a first failure',
      { kind: 'failed', failures: 1 },
      10 * MINUTE,
      'failing',
      'it failed; each failure doubles the pause',
    ],
    [
      'a fourth failure',
      { kind: 'failed', failures: 4 },
      80 * MINUTE,
      'failing',
      'it failed 4 times in a row; each failure doubles the pause',
    ],
    [
      'failures without end',
      { kind: 'failed', failures: 5_000 },
      DAY,
      'failing',
      'it failed 5000 times in a row; each failure doubles the pause',
    ],
    [
      'a Retry-After',
      { kind: 'failed', failures: 1, retryAfterMs: 3 * DAY },
      3 * DAY,
      'retry-after',
      'the server asked for a pause of 3 days',
    ],
    [
      'a Retry-After of a year',
      { kind: 'failed', failures: 1, retryAfterMs: 365 * DAY },
      7 * DAY,
      'retry-after',
      'the server asked for a pause of 7 days',
    ],
    [
      'a feed that is gone',
      { kind: 'gone', failures: 1 },
      7 * DAY,
      'gone',
      'the feed is gone for good (410) and is asked again once a week',
    ],
  ])('is right after %s, and says why', (_, overrides, intervalMs, cause, reason) =>
    expect(next(overrides)).toEqual({ intervalMs, cause, reason }),
  );

  it('moves out of hours and days that the feed skips, unless it publishes in them or skips all', () => {
    const rhythm = perDay(24);
    const skip = (hints: Partial<PollEnd['hints']>) => next({ rhythm, hints: { ...noHints, ...hints } });
    expect(skip({ skipHours: [12, 13] })).toEqual({
      intervalMs: 2 * HOUR,
      cause: 'skip',
      reason: 'the feed skips the time until 2024-05-06T14:00Z',
    });
    expect(skip({ skipDays: [1] }).intervalMs).toBe(12 * HOUR);
    expect(skip({ skipHours: [3] }).cause).toBe('rhythm');
    expect(skip({ skipHours: Array.from({ length: 24 }, (_, hour) => hour) }).cause).toBe('rhythm');
    const hours = Array.from({ length: 24 }, (_, hour) => (hour === 12 ? 5 : 1));
    expect(next({ rhythm: { perDay: 24, hours }, hints: { ...noHints, skipHours: [12] } }).cause).toBe(
      'rhythm',
    );
  });

  it('draws feeds apart by up to a tenth, within the bounds', () => {
    expect(next({}, 1).intervalMs).toBe(33 * MINUTE);
    expect(next({ rhythm: perDay(0) }, 1).intervalMs).toBe(DAY);
  });

  it('stays within the bounds whatever a feed and its server say, but for what a server demands', () => {
    const number = fc.oneof(fc.constantFrom(0, 1, 1e9, 1e300), fc.double({ min: 0, noNaN: true }));
    fc.assert(
      fc.property(
        fc.record({
          kind: fc.constantFrom<'ok' | 'failed'>('ok', 'failed'),
          failures: fc.nat(),
          leftOver: fc.nat(),
          missed: fc.nat(),
          currentMs: number,
          rhythm: fc.record({ perDay: fc.option(number), hours: fc.array(number, { maxLength: 30 }) }),
          hints: fc.record({
            ttlMinutes: fc.option(number),
            cacheSeconds: fc.option(number),
            skipHours: fc.constant<number[]>([]),
            skipDays: fc.constant<number[]>([]),
          }),
        }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (overrides, random) => {
          const { intervalMs } = next({ ...overrides, retryAfterMs: null }, random);
          expect(intervalMs).toBeGreaterThanOrEqual(bounds.minMs);
          expect(intervalMs).toBeLessThanOrEqual(bounds.maxMs);
        },
      ),
    );
  });
});
