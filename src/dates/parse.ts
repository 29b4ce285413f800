// Dates as feeds and pages write them: ISO 8601 and W3CDTF, RFC 822 with its bad habits (full names, one-digit fields, zone
// names, a missing weekday or zone), and forms with month names in other languages or in East Asian notation.
// A date without a zone is taken as UTC, East Asian forms as local. Years before 1970 are mistakes, and so are days
// that no calendar has. Only the first MAX_LENGTH characters are looked at,
// which bounds what the patterns cost.
import { commonYear, isPersianYear, persianDay, persianMonths, withCommonYears } from './calendars.js';
import { monthNames, zones } from './names.js';

const DAY_MS = 86_400_000;
/** The longest date met, with weekday and zone in words, has some 60 characters. */
const MAX_LENGTH = 100;

/** Reads a date; null when it is none. `now` tells numbers that count seconds from others; the date may be later. */
export function parseDate(text: string, now: Date): Date | null {
  const raw = usualForm(text.trim().slice(0, MAX_LENGTH));
  const time = iso(raw) ?? eastAsian(raw) ?? named(raw) ?? numeric(raw) ?? epoch(raw, now.getTime() + DAY_MS);
  return time === null || !Number.isFinite(time) || time < 0 ? null : new Date(time);
}

/**
 * Full-width, Arabic, Devanagari and Bengali digits as ASCII, years of East Asian eras as common ones; a clock time that
 * stands first goes to the end.
 */
export function usualForm(text: string): string {
  return (
    withCommonYears(text.normalize('NFKC'))
      .replace(/İ/g, 'I')
      // Thai months are shortened to their first letters: มี.ค.
      .replace(/(?<=[ก-ฮ][ัิ-ู]?)\.([ก-ฮ])\./g, '$1')
      .replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
      .replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
      .replace(/[०-९০-৯]/g, (digit) => String((digit.charCodeAt(0) - 0x66) & 0xf))
      .replace(/^(\d{1,2}:\d{2}(?::\d{2})?),?\s+(.+)$/u, '$2 $1')
  );
}

interface Clock {
  hour: number;
  minute: number;
  second: number;
  /** In minutes east of UTC. */
  offset: number;
}
const midnight: Clock = { hour: 0, minute: 0, second: 0, offset: 0 };

function utc(year: number, month: number, day: number, clock: Clock): number | null {
  const { hour, minute, second } = clock;
  if (hour > 24 || minute > 59 || second > 61) return null;
  if (isPersianYear(year)) return withClock(persianDay(year, month, day), clock);
  const date = new Date(Date.UTC(fullYear(year), month - 1, day));
  // Date.UTC takes 31 February for 3 March.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return withClock(date.getTime(), clock);
}

const withClock = (day: number | null, { hour, minute, second, offset }: Clock): number | null =>
  day === null ? null : day + ((hour * 60 + minute - offset) * 60 + Math.min(second, 59)) * 1000;

// RFC 2822, section 4.3: two digits below 50 are of this century, three digits count from 1900.
function fullYear(year: number): number {
  if (year >= 1_000) return commonYear(year);
  if (year < 50) return 2000 + year;
  return 1900 + year;
}

const isoForm =
  /^(\d{4})-?(\d{2})?(?:-?(\d{2}))?(?:[T\s]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?\s*(.*)$/i;

function iso(raw: string): number | null {
  const match = isoForm.exec(raw);
  if (match === null || (match[2] === undefined && raw.length > 4)) return null;
  const [, year, month = '1', day = '1', hour = '0', minute = '0', second = '0', zone = ''] = match;
  const offset = offsetOf(zone);
  if (offset === null) return null;
  const clock = { hour: Number(hour), minute: Number(minute), second: Number(second), offset };
  return utc(Number(year), Number(month), Number(day), clock);
}

/** Minutes east of UTC; 0 for none and for names that nobody knows; null when it is no zone at all. */
function offsetOf(zone: string): number | null {
  const text = zone
    .trim()
    .replace(/^[([]|[)\]]$/g, '')
    .toLowerCase();
  if (text === '') return 0;
  const numeric = /([+-]|−)\s?(?:(\d{1,2}):?(\d{2})|(\d{1,2}))(?!\d)/.exec(text);
  if (numeric !== null) {
    const minutes = Number(numeric[2] ?? numeric[4]) * 60 + Number(numeric[3] ?? 0);
    // No place is further than fourteen hours from Greenwich; what says so says nothing.
    return minutes > 14 * 60 ? 0 : numeric[1] === '+' ? minutes : -minutes;
  }
  const name = /^[a-z]+/.exec(text)?.[0] ?? '';
  return zones.get(name) ?? (/^[a-z]{1,5}$/.test(name) ? 0 : null);
}

function monthOf(word: string): number | null {
  const lower = word.toLowerCase();
  let month: number | null = null;
  let longest = 0;
  for (const [index, names] of monthNames.entries()) {
    for (const name of names) {
      if (name.length <= longest || !lower.startsWith(name)) continue;
      month = index + 1;
      longest = name.length;
    }
  }
  return month;
}

const clockForm =
  /(오전|오후|上午|下午|午前|午後)?\s*(\d{1,2})\s?[:.h]\s?(\d{2})(?:[:.](\d{2}))?(?:[.,]\d+)?\s*([ap]\.?m\b\.?|[صم](?!\p{L}))?\s*(.*)$/iu;

function clockOf(rest: string): Clock {
  const match = clockForm.exec(rest);
  if (match === null) return midnight;
  const [, before = '', hour = '0', minute = '0', second = '0', after = '', zone = ''] = match;
  const offset = offsetOf(zone) ?? 0;
  return {
    hour: hourOf(Number(hour), before + after),
    minute: Number(minute),
    second: Number(second),
    offset,
  };
}

function hourOf(hour: number, half: string): number {
  if (half === '' || hour > 12) return hour;
  return /오후|下午|午後|^p|^م/i.test(half) ? (hour % 12) + 12 : hour % 12;
}

const dayFirst =
  /^(\d{1,2})(?:st|nd|rd|th|er|\.|,|º|o)?[\s./-]+(?:de\s+|d['’])?([\p{L}\p{M}]+(?:\s+(?:الأول|الثاني))?)(?:\s?\/\s?[\p{L}\p{M}]+(?:\s+(?:الأول|الثاني))?)?\.?,?[\s./-]+(?:de\s+|del\s+)?(\d{2,4})\b(.*)$/iu;
const monthFirst = /^(?:\p{L}+,?\s+)?([\p{L}\p{M}]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b(.*)$/iu;
/** What C's ctime and Unix's date write: Sat Feb 14 10:30:00 PST 2026. */
const ctime =
  /^\p{L}{3,}\s+(\p{L}{3,})\s+(\d{1,2})\s+(\d{1,2}:\d{2}:\d{2}(?:\s+[A-Z]{3,4}|\s+[+-]\d{4})?)\s+(\d{4})$/u;

function named(raw: string): number | null {
  const text = raw.replace(/^[\p{L}\p{M}-]+[.,،]*\s*(?=\d)/u, '');
  const dated = dayFirst.exec(text);
  if (dated !== null) return inMonth(dated[2], dated[3], dated[1], dated[4]);
  const american = monthFirst.exec(raw);
  if (american !== null) return inMonth(american[1], american[3], american[2], american[4]);
  const unix = ctime.exec(raw);
  return unix === null ? null : inMonth(unix[1], unix[4], unix[2], unix[3]);
}

function inMonth(word = '', year = '', day = '', rest = ''): number | null {
  const inPersian = persianMonths.indexOf(word) + 1;
  const month = isPersianYear(Number(year)) && inPersian > 0 ? inPersian : monthOf(word);
  return month === null ? null : utc(Number(year), month, Number(day), clockOf(rest));
}

const eastAsianForm =
  /(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]\s*(?:\([^)]{1,5}\)\s*|(?:星期|周|礼拜)\p{L}\s*|\p{L}(?:曜日?|요일)\s*)?(오전|오후|上午|下午|午前|午後)?\s*(?:(\d{1,2})\s?[:時时시点]\s?(\d{1,2})?\s?[:分분]?\s?(\d{1,2})?)?/u;

function eastAsian(raw: string): number | null {
  const match = eastAsianForm.exec(raw);
  if (match === null) return null;
  const [, year, month, day, half = '', hour = '0', minute = '0', second = '0'] = match;
  // These forms carry no zone; Korea's and Japan's is nine hours east, China's eight.
  const offset = raw.includes('년') || /時|午[前後]|曜/.test(raw) ? 540 : 480;
  const clock = { hour: hourOf(Number(hour), half), minute: Number(minute), second: Number(second), offset };
  return utc(Number(year), Number(month), Number(day), clock);
}

const yearFirst = /^(\d{4})\s?[-./]\s?(\d{1,2})\s?[-./]\s?(\d{1,2})(?!\d)\.?(.*)$/;
const yearLast = /^(?:\p{L}+,?\s+)?(\d{1,2})([./])(\d{1,2})\2(\d{2,4})(?!\d)(.*)$/u;

// 31.12.2026 14:05 and 2026/12/31 are read; 12/31/2026 is month first only where it can be nothing else.
function numeric(raw: string): number | null {
  const first = yearFirst.exec(raw);
  if (first !== null)
    return utc(Number(first[1]), Number(first[2]), Number(first[3]), clockOf(first[4] ?? ''));
  const last = yearLast.exec(raw);
  if (last === null) return null;
  const [one, two] = [Number(last[1]), Number(last[3])];
  const isAmerican = last[2] === '/' && two > 12;
  return utc(Number(last[4]), isAmerican ? one : two, isAmerican ? two : one, clockOf(last[5] ?? ''));
}

/** Seconds or milliseconds since 1970, believed only where they name a moment of the past. */
function epoch(raw: string, latest: number): number | null {
  if (!/^\d{9,10}$|^\d{12,13}$/.test(raw)) return null;
  const time = Number(raw) * (raw.length > 10 ? 1 : 1000);
  return time <= latest ? time : null;
}
