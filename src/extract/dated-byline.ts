// A line next to the heading that holds a day, perhaps an hour, and who wrote the article, set apart by marks: "04.02.2026 |
// 13:10 | Ada Example". Nothing in it says that the name is an author's, so that nothing else may stand in it.
import type { Name } from './names.js';
import type { FoundDate } from './page-dates.js';
import { type OwnParts, spacedLine } from './place.js';
import { isText } from './tree.js';
import { isFull, type ReadNames } from './visible-authors.js';

/** Elements between such a line and the heading, above it or below. */
const NEAR_HEADING = 12;
/** A day, an hour and two names. */
const MAX_LINE = 90;
const mark = /\s*[|•·—–;]\s*|,\s+|\s-\s/u;
/** What stands beside a day: hours, and nothing. */
const hour =
  /^[^\p{L}]*(?:(?:um|at|à|alle|kl\.?)\s+)?[\d:.h]*\s*(?:uhr|[ap]\.?m\.?|hrs?|c?e[st]t|gmt|utc)?\.?$/iu;

/** The people in the first such line; none where the page has none. */
export function datedAuthors(
  { elements }: OwnParts,
  find: (line: string) => FoundDate | null,
  read: ReadNames,
): Name[] {
  const top = elements.findIndex(({ element }) => element.name === 'h1');
  if (top < 0) return [];
  for (const { element } of elements.slice(Math.max(0, top - NEAR_HEADING), top + NEAR_HEADING)) {
    if (!element.children.some((child) => isText(child) && /\p{Nd}/u.test(child.data))) continue;
    const line = spacedLine(element, MAX_LINE);
    const date = line === null ? null : find(line);
    if (date === null) continue;
    const beside = [date.before, date.after]
      .flatMap((text) => text.split(mark))
      .filter((part) => !hour.test(part));
    const names = beside.length === 1 ? read(beside[0] ?? '') : [];
    if (names.length > 0 && names.every((name) => name.kind === 'person' && isFull(name))) return names;
  }
  return [];
}
