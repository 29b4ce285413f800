// How many items were probably missed between two polls: none of a feed's items is known although polls overlapped
// before. A feed that replaces all its items at once, as a daily list does, shows just that each time and has missed
// nothing; so that habit is learnt, and from then on only the dates and the rhythm of its items say that some are lacking.
import type { IdentityEvidence } from './matching.js';
import type { Rhythm } from './rhythm.js';

/** Polls that brought news, older ones counting less: all items were new, or some were known. */
export interface Replacement {
  whole: number;
  part: number;
}
export const noReplacement: Replacement = { whole: 0, part: 0 };

const DAY_MS = 86_400_000;
/** Half of what is believed comes from the latest seven polls with news, as for the feed's identity. */
const DECAY = 0.9;
/** So many whole replacements are no chance, and so many times more often than in parts they are the habit. */
const MIN_WHOLE = 2.5;
const HABIT = 3;
const FEW_ITEMS = 3;
/** From fewer dates, or from dates closer together, no rate is read. */
const MIN_DATES = 3;
const MIN_SPREAD_MS = 10 * 60_000;

type Seen = Pick<IdentityEvidence, 'known' | 'items'>;

/** The tally with one more poll; a poll that followed no overlap, or brought no news, says nothing. */
export function replacementWith(
  tally: Replacement,
  { known, items }: Seen,
  { fresh, hadOverlap }: { fresh: number; hadOverlap: boolean },
): Replacement {
  if (fresh === 0 || items === 0 || (known === 0 && !hadOverlap)) return tally;
  const counted = (count: number, isThis: boolean): number =>
    Math.round((count * DECAY + (isThis ? 1 : 0)) * 1_000) / 1_000;
  return { whole: counted(tally.whole, known === 0), part: counted(tally.part, known > 0) };
}

/** `dates` are those of the feed's items; `elapsedMs` since the poll before. At least 1 where no habit explains it. */
export function missedItems(
  { hadOverlap, rhythm, replaced }: { hadOverlap: boolean; rhythm: Rhythm; replaced: Replacement },
  { known, items }: Seen,
  dates: readonly Date[],
  elapsedMs: number,
  now: Date,
): number {
  if (!hadOverlap || known > 0 || items === 0) return 0;
  const expected = ((rhythm.perDay ?? 0) * elapsedMs) / DAY_MS;
  // A feed that shows its latest item alone never overlaps.
  if (items < FEW_ITEMS && expected < items + 1) return 0;
  const byRhythm = Math.round(expected) - items;
  if (replaced.whole < MIN_WHOLE || replaced.whole < replaced.part * HABIT) return Math.max(1, byRhythm);
  return Math.max(0, byRhythm, inGap(dates, now.getTime() - elapsedMs));
}

/** What the items' own rate lets expect between the poll before, `since`, and the oldest of them. */
function inGap(dates: readonly Date[], since: number): number {
  const times = dates.map((date) => date.getTime());
  const [oldest, newest] = times.reduce(
    ([least, most], time) => [Math.min(least, time), Math.max(most, time)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  if (times.length < MIN_DATES || newest - oldest < MIN_SPREAD_MS || oldest <= since) return 0;
  const spacing = (newest - oldest) / (times.length - 1);
  return Math.floor((oldest - since) / spacing);
}
