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
    ['2024年5月17日 10:00', '2024-05-17'],
    ['입력 2024년 5월 17일', '2024-05-17'],
    ['2024. május 17.', '2024-05-17'],
    ['2024 m. gegužės 17 d.', '2024-05-17'],
    ['Thứ sáu, 17 tháng 5, 2024', '2024-05-17'],
    ['12-05-2019 10:11', '2019-05-12'],
    ['Publicerad 3 maj 2024', '2024-05-03'],
    ['Julkaistu 3. marraskuuta 2024', '2024-11-03'],
    ['3. července 2024', '2024-07-03'],
    ['17 Μαΐου 2024', '2024-05-17'],
    ['17 травня 2024', '2024-05-17'],
    ['17 במאי 2024', '2024-05-17'],
    ['१७ मई २०२४', '2024-05-17'],
    ['১৭ জুন ২০২৪', '2024-06-17'],
    ["3 d'abril del 2024", '2024-04-03'],
    ['17 mei 2024', '2024-05-17'],
    ['Jan. 5, 2021', '2021-01-05'],
    ['5. Jan. 2016', '2016-01-05'],
    ['14 déc. 2024', '2024-12-14'],
    ['14, Abril, 2023', '2023-04-14'],
    ['12/mar/2024', '2024-03-12'],
    ['12-Mar-24', '2024-03-12'],
    ['2024年03月12日14:05', '2024-03-12'],
    ['12 มีนาคม 2567', '2024-03-12'],
    ['22 اسفند 1402', '2024-03-12'],
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
