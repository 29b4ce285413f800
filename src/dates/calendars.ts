// Years and months of other calendars than the Gregorian one, as news sites date their articles by them: the solar
// Hijri calendar of Iran and Afghanistan, the Buddhist years of Thailand, Japan's eras and the years of the Republic of
// China. Only the first has months of its own.

/** Its months in their order, each as far as tells it apart. */
export const persianMonths: readonly string[] = [
  'فروردین',
  'اردیبهشت',
  'خرداد',
  'تیر',
  'مرداد',
  'شهریور',
  'مهر',
  'آبان',
  'آذر',
  'دی',
  'بهمن',
  'اسفند',
];

/** Whether a year is of the solar Hijri calendar: those of the 20th and the 21st century. */
export const isPersianYear = (year: number): boolean => year >= 1300 && year < 1480;

const DAY_MS = 86_400_000;
/** The first half of the year has months of 31 days. */
const LONG_MONTHS = 6;
/** The new year is between the 19th and the 22nd of March. */
const NEW_YEAR = { month: 2, first: 19, last: 22 };

let persian: Intl.DateTimeFormat | null = null;

/** The day of a date of the solar Hijri calendar, in milliseconds since 1970; null when the calendar has no such day. */
export function persianDay(year: number, month: number, day: number): number | null {
  const before =
    month <= LONG_MONTHS + 1 ? (month - 1) * 31 : LONG_MONTHS * 31 + (month - 1 - LONG_MONTHS) * 30;
  persian ??= new Intl.DateTimeFormat('en-US-u-ca-persian-nu-latn', {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  });
  for (let start = NEW_YEAR.first; start <= NEW_YEAR.last; start++) {
    const time = Date.UTC(year + 621, NEW_YEAR.month, start) + (before + day - 1) * DAY_MS;
    // "12/22/1402 AP": which day begins the year is the library's to know.
    if (persian.format(time).startsWith(`${month}/${day}/${year}`)) return time;
  }
  return null;
}

/** The years before the first of each era; an era's first year may be written as such (元). */
const eras: ReadonlyMap<string, number> = new Map([
  ['令和', 2018],
  ['平成', 1988],
  ['昭和', 1925],
  ['民國', 1911],
  ['民国', 1911],
]);
const eraYear = /(令和|平成|昭和|民國|民国)\s?(\d{1,3}|元)(?=\s?年)/gu;

/** A text with the years of eras as those of the common one. */
export const withCommonYears = (text: string): string =>
  text.replace(eraYear, (_, era: string, year: string) =>
    String((eras.get(era) ?? 0) + (year === '元' ? 1 : Number(year))),
  );

/** A year of the Buddhist era as one of the common one; others as they are. */
export const commonYear = (year: number): number => (year >= 2_400 && year < 2_700 ? year - 543 : year);
