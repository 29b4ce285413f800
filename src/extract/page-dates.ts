// Dates in the lines of one page. 03/04/2024 is the third of April, and in America the fourth of March: where both can be
// meant, other dates of the page that can be read in one way only decide, then whether it says that it is American. A date
// that says of itself that it is that of a change is passed over for one that does not.
import { findDated } from '../dates/find.js';
import type { OwnParts } from './place.js';
import { folded, isText } from './tree.js';

export type FoundDate = NonNullable<ReturnType<typeof findDated>>;

export interface PageDates {
  /** The line with its numeric dates as they are read here; the line itself where there is nothing to decide. */
  inOrder(line: string): string;
  /** The first date of a line that is not that of a change; null where there is none. */
  find(line: string): FoundDate | null;
  /** Whether {@link find} passed over the date of a change, which is better than none. */
  passedOver(): boolean;
}

const slashed = /(?<![\d/])(\d{1,2})\/(\d{1,2})\/((?:19|20)\d{2})(?![\d/])/;
const allSlashed = new RegExp(slashed, 'g');
const american = /^en[-_]us$/i;
/** English without a region, and no language at all, may be anybody's. */
const undecided = /^(?:en(?:[-_]us)?)?$/i;
const MONTHS = 12;
/** A date with what stands around it; in longer texts one is as likely to be quoted. */
const MAX_LINE = 200;

const changed =
  /(?:updated?|modified|changed|aktualisiert|aktualisierung|geändert|mise? à jour|modifié|actuali[sz]ad[oa]|actualización|atualizad[oa]|aggiornat[oa]|bijgewerkt|uppdatera[dt]|oppdatert|opdateret|päivitetty|aktualizacja|zaktualizowano|aktuali[sz]ováno|aktualizované|frissítve|обновлено|оновлено|güncellen?me|ενημέρωση|actualizat|更新(?:日時?)?|수정)[^\p{L}\p{N}]*(?:\p{L}{1,12}[^\p{L}\p{N}]*){0,2}$/iu;

/** How the dates of a page in `language` are read, `own` being what belongs to its article. */
export function pageDates(language: string, own: () => OwnParts, now: Date): PageDates {
  let known: boolean | null = null;
  const isMonthFirst = (): boolean => {
    known ??= undecided.test(language) && (orderShown(own()) ?? american.test(language));
    return known;
  };
  const inOrder = (line: string): string =>
    slashed.test(line) && isMonthFirst()
      ? line.replace(allSlashed, (whole, month: string, day: string, year: string) =>
          Number(month) > MONTHS ? whole : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
        )
      : line;
  let hasPassedOver = false;
  return {
    inOrder,
    find: (line) => {
      const found = findDated(inOrder(line), now);
      if (found === null || !changed.test(found.before)) return found;
      hasPassedOver = true;
      const next = findDated(found.after, now);
      return next === null || changed.test(next.before) ? null : next;
    },
    passedOver: () => hasPassedOver,
  };
}

/** Whether the month stands first in the first date that can be read in one way only; null where there is none. */
function orderShown({ elements }: OwnParts): boolean | null {
  for (const { element } of elements) {
    for (const child of element.children) {
      const [, one, other] = (isText(child) && slashed.exec(folded(child.data.slice(0, MAX_LINE)))) || [];
      if (Number(one) > MONTHS) return false;
      if (Number(other) > MONTHS) return true;
    }
  }
  return null;
}
