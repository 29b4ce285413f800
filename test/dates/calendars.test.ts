import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonYear, isPersianYear, persianDay, withCommonYears } from '../../src/dates/calendars.js';
import { parseDate } from '../../src/dates/parse.js';

const dayOf = (time: number | null): string | null =>
  time === null ? null : new Date(time).toISOString().slice(0, 10);

describe('persianDay', () => {
  it.each([
    [1402, 12, 22, '2024-03-12'],
    [1403, 1, 1, '2024-03-20'],
    [1399, 12, 30, '2021-03-20'],
    [1404, 7, 1, '2025-09-23'],
  ])('knows the day of %i/%i/%i', (year, month, day, common) =>
    expect(dayOf(persianDay(year, month, day))).toBe(common),
  );

  it.each([
    [1402, 12, 30],
    [1402, 7, 31],
    [1402, 13, 1],
    [1402, 0, 1],
  ])('knows no day %i/%i/%i', (year, month, day) => expect(persianDay(year, month, day)).toBeNull());

  it('knows every day since 1970, as the calendar of the platform writes it', () => {
    const calendar = new Intl.DateTimeFormat('en-US-u-ca-persian-nu-latn', { timeZone: 'UTC' });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (days) => {
        const time = days * 86_400_000;
        const [month = 0, day = 0, year = 0] = (calendar.format(time).match(/\d+/g) ?? []).map(Number);
        expect(isPersianYear(year)).toBe(true);
        expect(persianDay(year, month, day)).toBe(time);
      }),
    );
  });
});

describe('years of eras', () => {
  it.each([
    ['令和6年3月12日', '2024年3月12日'],
    ['令和元年5月1日', '2019年5月1日'],
    ['民國113年3月12日', '2024年3月12日'],
    ['平成の街', '平成の街'],
  ])('reads %s as %s', (text, common) => expect(withCommonYears(text)).toBe(common));

  it('reads Buddhist years as common ones', () => {
    expect(commonYear(2567)).toBe(2024);
    expect(commonYear(2024)).toBe(2024);
    expect(dayOf(parseDate('2567-03-12', new Date())?.getTime() ?? null)).toBe('2024-03-12');
  });
});
