import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDate } from '../../src/dates/find.js';

const now = new Date('2026-06-01T00:00:00Z');

describe('findDate', () => {
  it.each([
    ['Von Ada Beispiel, 12. Mai 2026, 14:05 Uhr', '2026-05-12'],
    ['Posted on January 5, 2020 by Ben', '2020-01-05'],
    ['Published: 5th March 2018', '2018-03-05'],
    ['12 de mayo de 2019 | 10:00', '2019-05-12'],
    ['Publié le 1er janvier 2020', '2020-01-01'],
    ['Опубликовано 3 марта 2021', '2021-03-03'],
    ['am 3.2.2011 um acht', '2011-02-03'],
    ['Stand: 24. 08. 2019', '2019-08-24'],
    ['5/13/2019 by Ada', '2019-05-13'],
    ['Updated 2020-02-03T10:00:00Z', '2020-02-03'],
  ])('finds the day in %j', (line, day) => expect(findDate(line, now)?.toISOString().slice(0, 10)).toBe(day));

  it.each([
    'no date at all',
    'In 2020 there were 12 of them',
    'call 030 12.34.56',
    'version 1.2.2019b',
    '31.2.2020',
    '',
  ])('finds none in %j', (line) => expect(findDate(line, now)).toBeNull());

  it('answers every text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (line) => {
        const date = findDate(line, now);
        return date === null || !Number.isNaN(date.getTime());
      }),
    );
  });
});
