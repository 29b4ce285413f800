import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFeedDate } from '../../src/feeds/dates.js';

const now = new Date('2026-06-01T00:00:00Z');
const read = (text: string): string | null => parseFeedDate(text, now)?.toISOString() ?? null;

describe('parseFeedDate', () => {
  it.each([
    ['Mon, 25 May 2026 10:00:00 +0200', '2026-05-25T08:00:00.000Z'],
    ['25 May 26 10:00 GMT', '2026-05-25T10:00:00.000Z'],
    ['Monday, 25 May 2026 10:00:00 EST', '2026-05-25T15:00:00.000Z'],
    ['2026-05-25T10:00:00Z', '2026-05-25T10:00:00.000Z'],
    ['2026-05-25', '2026-05-25T00:00:00.000Z'],
    ['25. Mai 2026 14:05', '2026-05-25T14:05:00.000Z'],
    ['25 mai 2026', '2026-05-25T00:00:00.000Z'],
    ['25 de mayo de 2026', '2026-05-25T00:00:00.000Z'],
    ['25 мая 2026, 14:05', '2026-05-25T14:05:00.000Z'],
    ['25 مايو 2026', '2026-05-25T00:00:00.000Z'],
    ['2026年5月25日', '2026-05-24T16:00:00.000Z'],
    ['2026년 5월 25일 오후 3:10', '2026-05-25T06:10:00.000Z'],
    ['25.05.2026 14:05', '2026-05-25T14:05:00.000Z'],
    ['05/25/2026', '2026-05-25T00:00:00.000Z'],
    ['Mon,25 May 2026 10:00:00 +530', '2026-05-25T04:30:00.000Z'],
    ['Mon May 25 10:00:00 PDT 2026', '2026-05-25T17:00:00.000Z'],
    ['May 25, 2026 at 10:30 pm ET', '2026-05-26T03:30:00.000Z'],
    ['Montag, 25. Mai 2026, 14:05 Uhr', '2026-05-25T14:05:00.000Z'],
    ['lundi 25 mai 2026 à 14h05', '2026-05-25T14:05:00.000Z'],
    ['1er mai 2026', '2026-05-01T00:00:00.000Z'],
    ['lunes, 25 de mayo de 2026 14:05', '2026-05-25T14:05:00.000Z'],
    ['segunda-feira, 25 de maio de 2026', '2026-05-25T00:00:00.000Z'],
    ['Пн, 25 мая 2026 г. в 14:05', '2026-05-25T14:05:00.000Z'],
    ['الإثنين، ٢٥ مايو ٢٠٢٦ 10:30 م', '2026-05-25T22:30:00.000Z'],
    ['2026. 5. 25. 오후 3:10', '2026-05-25T15:10:00.000Z'],
    ['2026年5月25日(月) 15時04分', '2026-05-25T06:04:00.000Z'],
    ['2026年5月25日 星期一 下午3:04', '2026-05-25T07:04:00.000Z'],
    ['２０２６年５月２５日', '2026-05-24T16:00:00.000Z'],
    ['14:05 25 May 2026', '2026-05-25T14:05:00.000Z'],
    ['1779703200', '2026-05-25T10:00:00.000Z'],
    ['Mon, 25 May 2026 24:00:00 GMT', '2026-05-26T00:00:00.000Z'],
  ])('reads %j', (text, iso) => expect(read(text)).toBe(iso));

  it('takes a date in the future as now, and what is no date as none', () => {
    expect(read('Mon, 25 May 2099 10:00:00 GMT')).toBe(now.toISOString());
    expect(['', 'yesterday', '32 May 2026', '99-99-9999', '0000-00-00'].map(read)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(['31 Feb 2026', '2026-02-29', '1969-12-31', '25 May 2026 25:00', '9999999999'].map(read)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it('gives a moment between 1970 and tomorrow or nothing, whatever the text is', () => {
    const part = fc.constantFrom(
      '1',
      '31',
      '99',
      '2026',
      'May',
      'мая',
      '年',
      '月',
      ' ',
      '-',
      ':',
      '/',
      '+',
      'Z',
      '오후',
      'T',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(part).map((parts) => parts.join('')),
        ),
        (text) => {
          const time = parseFeedDate(text, now)?.getTime();
          expect(time === undefined || (time >= 0 && time <= now.getTime() + 86_400_000)).toBe(true);
        },
      ),
    );
  });

  it('reads back every instant in ISO and in RFC 822', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1971-01-01'), max: now, noInvalidDate: true }), (date) => {
        const seconds = Math.floor(date.getTime() / 1000) * 1000;
        expect(parseFeedDate(date.toUTCString(), now)?.getTime()).toBe(seconds);
        expect(parseFeedDate(date.toISOString(), now)?.getTime()).toBe(seconds);
      }),
    );
  });
});
