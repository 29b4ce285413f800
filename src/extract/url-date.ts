import { parseDate } from '../dates/parse.js';

const forms: readonly RegExp[] = [
  /(?<!\d)((?:19|20)\d{2})[/_-](\d{1,2})[/_-](\d{1,2})(?!\d)/,
  /(?<!\d)((?:19|20)\d{2})\/([a-z]{3})\/(\d{1,2})(?!\d)/,
  /(?<!\d)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)/,
  /(?<!\d)(20\d{2})\/(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)/,
];
/** As Europe and South America write it, set apart from other numbers. */
const dayFirst = /(?<![\d.])(0[1-9]|[12]\d|3[01])([-_.]?)(0[1-9]|1[0-2])\2(20\d{2})(?![\d.])/;

/** The day that an article's address holds, as in /2024/05/17/, /2024/may/17/, -20240517 and /17-05-2024; null when it holds none. */
export function urlDay(url: string, now: Date): Date | null {
  const path = url
    .replace(/^https?:\/\/[^/]*/i, '')
    .replace(/[?#].*$/, '')
    .toLowerCase();
  for (const form of forms) {
    const [, year = '', month = '', day = ''] = form.exec(path) ?? [];
    if (year === '') continue;
    const isWord = /^[a-z]/.test(month);
    const date = parseDate(
      isWord ? `${day} ${month} ${year}` : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
      now,
    );
    if (date !== null && date.getTime() <= now.getTime()) return date;
  }
  const [, day = '', , month = '', year = ''] = dayFirst.exec(path) ?? [];
  const date = year === '' ? null : parseDate(`${year}-${month}-${day}`, now);
  return date !== null && date.getTime() <= now.getTime() ? date : null;
}
