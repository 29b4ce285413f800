import { describe, expect, it } from 'vitest';
import {
  expectedPerHour,
  expectedWithin,
  noRhythm,
  type Rhythm,
  rhythmOf,
  rhythmWith,
  timeUntil,
} from '../../src/feeds/rhythm.js';

const HOUR = 3_600_000;
const now = new Date('2024-05-06T12:00:00Z');
const ago = (hours: number): Date => new Date(now.getTime() - hours * HOUR);
const every = (hours: number, count: number): Date[] =>
  Array.from({ length: count }, (_, n) => ago(n * hours));

describe('rhythmOf', () => {
  it.each([
    ['a feed of one item an hour', every(1, 25), 25],
    ['a feed that holds three weeks', every(12, 42), 15 / 7],
    ['a feed that has slept for months', [ago(24 * 100), ago(24 * 150), ago(24 * 200)], 3 / 200],
  ])('reads the rate from the dates of %s', (_, dates, perDay) =>
    expect(rhythmOf(dates, now).perDay).toBeCloseTo(perDay, 1),
  );

  it('knows nothing from two dates, from dates of one moment, or from dates that lie in the future', () => {
    expect(rhythmOf(every(0, 30), now)).toEqual(noRhythm);
    expect(rhythmOf(every(1, 2), now)).toEqual(noRhythm);
    expect(rhythmOf([ago(-1), ago(-2), ago(-3)], now)).toEqual(noRhythm);
  });
});

describe('rhythmWith', () => {
  it('comes to what the polls bring, and forgets what was before', () => {
    let rhythm: Rhythm = { ...noRhythm, perDay: 200 };
    for (let poll = 0; poll < 24 * 14; poll++) rhythm = rhythmWith(rhythm, HOUR, poll % 2 === 0 ? [now] : []);
    expect(rhythm.perDay).toBeGreaterThan(11);
    expect(rhythm.perDay).toBeLessThan(13);
  });

  it('takes a feed without dates for a usual one until its polls have shown more', () => {
    expect(rhythmWith(noRhythm, HOUR / 2, []).perDay).toBeGreaterThan(20);
    let rhythm = noRhythm;
    for (let poll = 0; poll < 24 * 14; poll++) rhythm = rhythmWith(rhythm, HOUR, []);
    expect(rhythm.perDay).toBeLessThan(0.1);
  });

  it('is not moved by one burst', () =>
    expect(rhythmWith({ ...noRhythm, perDay: 10 }, HOUR / 12, every(0, 3)).perDay).toBeLessThan(13));

  it('keeps the hours of some days, however many items there were', () => {
    let rhythm: Rhythm = { ...noRhythm, perDay: 1 };
    for (let poll = 0; poll < 1_000; poll++) rhythm = rhythmWith(rhythm, HOUR, [now]);
    expect(rhythm.hours.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(200);
  });
});

describe('timeUntil', () => {
  const day = {
    perDay: 24,
    hours: Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 20 ? 10 : 0)),
  };

  it('is shorter in the busy hours than at night, and reaches over the night to the morning', () => {
    const [noon, night] = [now, new Date('2024-05-06T22:00:00Z')];
    expect(expectedPerHour(day, noon) ?? 0).toBeGreaterThan(5 * (expectedPerHour(day, night) ?? 0));
    expect(timeUntil(0.5, day, noon, 24 * HOUR) ?? 0).toBeLessThan(0.5 * HOUR);
    expect(timeUntil(0.5, day, night, 24 * HOUR) ?? 0).toBeGreaterThan(2 * HOUR);
    expect(timeUntil(2, day, night, 24 * HOUR) ?? 0).toBeLessThan(13 * HOUR);
  });

  it('agrees with what is expected within that time', () => {
    const ms = timeUntil(3, day, now, 24 * HOUR) ?? 0;
    expect(expectedWithin(ms, day, now)).toBeCloseTo(3, 5);
  });

  it('is null where nothing is known, and bounded where nothing is expected', () => {
    expect(timeUntil(1, noRhythm, now, HOUR)).toBeNull();
    expect(timeUntil(1, { ...noRhythm, perDay: 0 }, now, HOUR)).toBe(HOUR);
  });
});
