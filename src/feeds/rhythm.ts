// How often a feed brings news, learnt from its polls: items a day, and how they fall on the hours of the day (UTC).
// Before the second poll, the dates of its items stand for polls that were never made.

export interface Rhythm {
  /** Null: not known yet. */
  perDay: number | null;
  /** New items by hour of publication, older ones counting less. */
  hours: number[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
export const noRhythm: Rhythm = { perDay: null, hours: Array.from({ length: 24 }, () => 0) };

/** The rate forgets with this time constant: a working week and its weekend tell apart, a slow day does not count alone. */
const MEMORY_MS = 2 * DAY_MS;
/** With more items than this in the hours they are halved, so that a changed habit shows within some days. */
const MAX_HOURS_SUM = 200;
/** From fewer dates no rate is read. */
const MIN_DATES = 3;
/** Dates that lie closer together were made with the feed, and say nothing. */
const MIN_SPREAD_MS = 10 * 60_000;
/** What is believed of a feed without dates until its polls have shown more. */
const USUAL_PER_DAY = 24;
/** The stretch of a feed's past that tells its present rate. */
const PAST_MS = 7 * DAY_MS;

/** After the first poll: from the dates of publication that the feed shows. */
export function rhythmOf(dates: readonly Date[], now: Date): Rhythm {
  const past = dates.map((date) => now.getTime() - date.getTime()).filter((age) => age >= 0);
  const oldest = past.reduce((most, age) => Math.max(most, age), 0);
  const youngest = past.reduce((least, age) => Math.min(least, age), oldest);
  if (past.length < MIN_DATES || oldest - youngest < MIN_SPREAD_MS) return noRhythm;
  const recent = past.filter((age) => age <= PAST_MS);
  // A feed that holds one day says nothing about a week.
  const [count, span] =
    recent.length < MIN_DATES ? [past.length, oldest] : [recent.length, Math.min(oldest, PAST_MS)];
  return {
    perDay: rounded((count * DAY_MS) / Math.max(span, HOUR_MS)),
    hours: withHours(noRhythm.hours, dates),
  };
}

/** After a later poll: `elapsedMs` since the one before, and when the items that it brought were published. */
export function rhythmWith(rhythm: Rhythm, elapsedMs: number, published: readonly Date[]): Rhythm {
  if (elapsedMs <= 0) return rhythm;
  const seen = (published.length * DAY_MS) / elapsedMs;
  const weight = 1 - Math.exp(-elapsedMs / MEMORY_MS);
  const perDay = (rhythm.perDay ?? USUAL_PER_DAY) * (1 - weight) + seen * weight;
  return { perDay: rounded(perDay), hours: withHours(rhythm.hours, published) };
}

/** Items that are expected in the hour of `at`; null when nothing is known. */
export function expectedPerHour({ perDay, hours }: Rhythm, at: Date): number | null {
  if (perDay === null) return null;
  const hour = at.getUTCHours();
  const around = (hours[(hour + 23) % 24] ?? 0) + 2 * (hours[hour] ?? 0) + (hours[(hour + 1) % 24] ?? 0);
  const sum = hours.reduce((total, count) => total + count, 0);
  return (perDay / 24) * ((around / 4 + PRIOR) / (sum / 24 + PRIOR));
}
/** Half an item in each hour: with few items, every hour is much like the others. */
const PRIOR = 0.5;

/** The time until so many new items are expected, in ms; null when nothing is known, at most `maxMs`. */
export function timeUntil(items: number, rhythm: Rhythm, from: Date, maxMs: number): number | null {
  if (rhythm.perDay === null) return null;
  let missing = items;
  for (let at = 0; at < maxMs; ) {
    const start = new Date(from.getTime() + at);
    const rate = expectedPerHour(rhythm, start) ?? 0;
    const step = HOUR_MS - (start.getTime() % HOUR_MS);
    const expected = (rate * step) / HOUR_MS;
    if (expected >= missing) return Math.min(maxMs, at + (missing / rate) * HOUR_MS);
    missing -= expected;
    at += step;
  }
  return maxMs;
}

/** Items that are expected within `ms` from now. */
export function expectedWithin(ms: number, rhythm: Rhythm, from: Date): number {
  let expected = 0;
  for (let at = 0; at < ms; ) {
    const start = new Date(from.getTime() + at);
    const step = Math.min(ms - at, HOUR_MS - (start.getTime() % HOUR_MS));
    expected += ((expectedPerHour(rhythm, start) ?? 0) * step) / HOUR_MS;
    at += step;
  }
  return expected;
}

function withHours(hours: readonly number[], published: readonly Date[]): number[] {
  const counts = Array.from({ length: 24 }, (_, hour) => hours[hour] ?? 0);
  for (const date of published) counts[date.getUTCHours()] = (counts[date.getUTCHours()] ?? 0) + 1;
  const sum = counts.reduce((total, count) => total + count, 0);
  return sum > MAX_HOURS_SUM ? counts.map((count) => rounded((count * MAX_HOURS_SUM) / 2 / sum)) : counts;
}

const rounded = (number: number): number => Math.round(number * 1_000) / 1_000;
