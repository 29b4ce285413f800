// Dates of feeds: a mistaken year would put an item before all others for ever, so none is later than now.
import { parseDate } from '../dates/parse.js';

const DAY_MS = 86_400_000;

/** Reads a date; null when it is none. A date later than a day after `now` becomes `now`. */
export function parseFeedDate(text: string, now: Date): Date | null {
  const date = parseDate(text, now);
  return date !== null && date.getTime() > now.getTime() + DAY_MS ? new Date(now) : date;
}
