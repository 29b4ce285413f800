// A date as a page states it: the moment, and the day that it is where the page was written, which is the one that is
// written ("2024-05-17T01:00+02:00" is the 17th although it is the 16th in UTC). A date in the future is clamped to now
// when it is less than a day off (clocks and zones are wrong by that), and is ignored otherwise; both are noted.
import { findDate } from '../dates/find.js';
import { parseDate } from '../dates/parse.js';

const DAY_MS = 86_400_000;

/** A moment, and the day that it is where the page was written. */
export interface Dated {
  at: Date;
  /** ISO 8601, without a zone. */
  day: string;
  /** How it was written: in UTC, with another offset, or with none, which is the place's own. */
  zone: 'utc' | 'offset' | 'none';
}

/** The first of `sources` that is a date and not in the future; null when none is. What is not believed goes to `notes`. */
export function firstDate(sources: readonly (string | null)[], now: Date, notes: string[]): Dated | null {
  for (const source of sources) {
    const date = source === null ? null : dated(source, now);
    if (date === null) continue;
    const late = date.at.getTime() - now.getTime();
    if (late <= 0) return date;
    const shown = (source ?? '').trim().slice(0, 40);
    if (late <= DAY_MS) {
      notes.push(`a date in the future was set to now: ${shown}`);
      return { ...date, at: now, day: possibleDay(date.day, now) };
    }
    notes.push(`a date in the future was ignored: ${shown}`);
  }
  return null;
}

/** A year, or a month of one. */
const dayless = /^\s*(?:19|20)\d{2}(?:[-/.]\d{1,2})?\s*$/;

/** What a source says, with its day as it is written; null when it is no date. */
export function dated(source: string, now: Date): Dated | null {
  if (!/\d{4}/.test(source) || dayless.test(source)) return null;
  // What is a date but for its end ("2022-01-10T22:06:08:684Z") is one.
  const at = parseDate(source, now) ?? findDate(source, now);
  // The first day of 1970 is what a missing date is written as.
  if (at === null || at.getTime() < Date.UTC(1970, 0, 2)) return null;
  const written = /^\s*(\d{4}-\d{2}-\d{2})(?!\d)/.exec(source)?.[1];
  return {
    at,
    day: written ?? isoDay(findDate(source, now) ?? at),
    zone: zoneOf(source),
  };
}

function zoneOf(source: string): Dated['zone'] {
  if (/(?:\dZ|[+-]00:?00|\b(?:GMT|UTC))\s*$/i.test(source)) return 'utc';
  return /[+-]\d{2}:?\d{2}\s*$/.test(source.slice(10)) ? 'offset' : 'none';
}

/** A day that was read from a text or an address; null when it is in the future. What is clamped goes to `notes`. */
export function dayAt(date: Date | null, now: Date, notes: string[]): Dated | null {
  if (date === null || date.getTime() > now.getTime() + DAY_MS) return null;
  const day = isoDay(date);
  if (date <= now) return { at: date, day, zone: 'none' };
  notes.push(`a date in the future was set to now: ${day}`);
  return { at: now, day: possibleDay(day, now), zone: 'none' };
}

/** Where the day begins first it is fourteen hours ahead of UTC. */
const FIRST_DAY_MS = 14 * 3_600_000;

/** The day, or the latest that it is anywhere. */
function possibleDay(day: string, now: Date): string {
  const latest = isoDay(new Date(now.getTime() + FIRST_DAY_MS));
  return day < latest ? day : latest;
}

const isoDay = (date: Date): string => date.toISOString().slice(0, 10);
