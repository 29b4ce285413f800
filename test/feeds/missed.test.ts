import { describe, expect, it } from 'vitest';
import { missedItems, noReplacement, replacementWith } from '../../src/feeds/missed.js';
import { noRhythm } from '../../src/feeds/rhythm.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = new Date('2024-05-06T12:00:00Z');
const memory = (perDay: number, overrides: Partial<Parameters<typeof missedItems>[0]> = {}) => ({
  hadOverlap: true,
  rhythm: { ...noRhythm, perDay },
  replaced: noReplacement,
  ...overrides,
});
const whole = { known: 0, items: 10 };
/** The tally of a feed after polls that replaced all its items (true) or some (false). */
const tally = (...polls: boolean[]) =>
  polls.reduce(
    (before, isWhole) =>
      replacementWith(before, { ...whole, known: isWhole ? 0 : 5 }, { fresh: 5, hadOverlap: true }),
    noReplacement,
  );
const hoursAgo = (...hours: number[]): Date[] => hours.map((ago) => new Date(now.getTime() - ago * HOUR));

describe('missedItems', () => {
  it.each([
    ['none is known, by the rhythm', memory(100), { items: 20, known: 0 }, 80],
    ['none is known and the rhythm is slow: one at least', memory(100), { items: 200, known: 0 }, 1],
    ['some are known: none', memory(100), { items: 20, known: 1 }, 0],
    ['the feed is empty: none', memory(100), { items: 0, known: 0 }, 0],
    ['the feed shows its latest item alone: none', memory(0), { items: 1, known: 0 }, 0],
    ['there was no overlap before: none', memory(100, { hadOverlap: false }), { items: 20, known: 0 }, 0],
  ])('are estimated when %s', (_, before, seen, missed) =>
    expect(missedItems(before, seen, [], DAY, now)).toBe(missed),
  );

  it('are none of a feed that replaces all its items each day, once that has shown three times', () => {
    const missed = (times: number, elapsedMs = 2 * HOUR) =>
      missedItems(
        memory(10, { replaced: tally(...Array.from({ length: times }, () => true)) }),
        whole,
        [],
        elapsedMs,
        now,
      );
    expect([0, 1, 2, 3, 20].map((times) => missed(times))).toEqual([1, 1, 1, 0, 0]);
    // A service that was away for four days has missed three lists.
    expect(missed(20, 4 * DAY)).toBe(30);
  });

  it('are told of such a feed where the dates of its items show a gap', () => {
    const replaced = tally(true, true, true, true);
    const missed = (dates: Date[], elapsedMs: number) =>
      missedItems(memory(10, { replaced }), whole, dates, elapsedMs, now);
    // A ticker with an item each half hour, looked at too seldom: the gap is four hours long.
    expect(missed(hoursAgo(0, 0.5, 1, 1.5, 2), 6 * HOUR)).toBe(8);
    expect(missed(hoursAgo(0, 0.5, 1, 1.5, 2), 2 * HOUR)).toBe(0);
    // A list of today that was made in one go, and one that reaches back beyond the last poll.
    expect(missed(hoursAgo(1, 1, 1), 6 * HOUR)).toBe(0);
    expect(missed(hoursAgo(1, 5, 30), 6 * HOUR)).toBe(0);
  });

  it('are told again when a feed gives up the habit', () => {
    const mixed = tally(true, true, true, true, false, false, false);
    expect(missedItems(memory(10, { replaced: mixed }), whole, [], HOUR, now)).toBe(1);
  });
});

describe('replacementWith', () => {
  it('counts polls with news after an overlap only', () => {
    const counted = (seen: { known: number; items: number }, fresh: number, hadOverlap: boolean) =>
      replacementWith(noReplacement, seen, { fresh, hadOverlap });
    expect(counted({ known: 0, items: 3 }, 3, true)).toEqual({ whole: 1, part: 0 });
    expect(counted({ known: 2, items: 3 }, 1, false)).toEqual({ whole: 0, part: 1 });
    expect(counted({ known: 3, items: 3 }, 0, true)).toEqual(noReplacement);
    expect(counted({ known: 0, items: 3 }, 3, false)).toEqual(noReplacement);
    expect(counted({ known: 0, items: 0 }, 0, true)).toEqual(noReplacement);
  });
});
