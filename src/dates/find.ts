// The first date within a line of running text, such as "Von Ada Beispiel, 12. Mai 2026, 14:05 Uhr".
import { parseDate, usualForm } from './parse.js';

// Any word may be a month; what is none is refused by the reader. Arabic has months of two words.
const name = String.raw`[\p{L}\p{M}]{2,15}(?:\s(?:الأول|الثاني))?`;
// Arabic papers give the name of the West and that of the East: مارس/آذار.
const month = String.raw`${name}(?:\s?/\s?${name})?`;
const forms = [
  String.raw`\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?`,
  String.raw`\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]`,
  String.raw`\d{1,2}(?:st|nd|rd|th|er|\.|,|º|o)?[\s./-]+(?:de\s+|d['’])?${month}\.?,?[\s./-]+(?:de\s+|del\s+)?\d{4}`,
  String.raw`\d{1,2}-${month}-\d{2}`,
  String.raw`${month}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}`,
  String.raw`\d{4}\.?\s+gada\s+\d{1,2}\.?\s+${month}`,
  String.raw`\d{4}\.?\s+(?:m\.\s+)?${month}\.?\s+\d{1,2}`,
  String.raw`\d{1,2}\s+tháng\s+\d{1,2},?\s+(?:năm\s+)?\d{4}`,
  String.raw`\d{4}\s?[./]\s?\d{1,2}\s?[./]\s?\d{1,2}`,
  String.raw`\d{1,2}\s?([./-])\s?\d{1,2}\s?\1\s?(?:19|20)\d{2}`,
  // Two digits of a year are one only where all parts have two, and stand alone.
  String.raw`(?<![\d.]\s?)[0-3]\d\.[01]\d\.[0-3]\d(?!\s?[\d.])`,
];
// The hour may follow East Asian forms without a space.
const anyForm = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${forms.join('|')})(?:(?<=[日일])|(?![\p{L}\p{N}]))`,
  'giu',
);
/** Words between numbers that are no month, before one that is. */
const MAX_TRIES = 6;
/** What every form has in any script: cheap to ask of every line. */
const numbered = /\p{Nd}{4}|\p{Nd}年|元年|\p{Nd}[-.]\S+[-.]\p{Nd}/u;
/** What every form has, so that most lines need not be compared with all of them. */
const numbers = /\d{4}|\d\d\.\d\d\.\d\d|\d-\p{L}+-\d\d/u;
const eastAsian = /^(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})/u;
const yearFirst = /^(\d{4})\.?\s+(?:m\.\s+)?(\p{L}[\p{L}\p{M}]*)\.?\s+(\d{1,2})$/u;
const latvian = /^(\d{4})\.?\s+gada\s+(\d{1,2})\.?\s+(\p{L}+)$/iu;
const vietnamese = /^(\d{1,2})\s+tháng\s+(\d{1,2}),?\s+(?:năm\s+)?(\d{4})$/iu;

/** Finds the first date in `text`, at its day; null when there is none. */
export const findDate = (text: string, now: Date): Date | null => findDated(text, now)?.at ?? null;

/** Finds the first date in `text` with the words around it; null when there is none. */
export function findDated(text: string, now: Date): { at: Date; before: string; after: string } | null {
  if (!numbered.test(text)) return null;
  const usual = usualForm(text);
  if (!numbers.test(usual)) return null;
  anyForm.lastIndex = 0;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const match = anyForm.exec(usual);
    if (match === null) return null;
    const at = parseDate(plainForm(match[0]), now);
    const end = match.index + match[0].length;
    if (at !== null) return { at, before: usual.slice(0, match.index), after: usual.slice(end) };
    anyForm.lastIndex = match.index + 1;
  }
  return null;
}

// What only running text holds, in a form that every date may have. A day named in East Asia is that day here too.
const plainForm = (found: string): string =>
  found
    .replace(eastAsian, (_, year, month, day) => `${year}-${padded(month)}-${padded(day)} `)
    .replace(/\s*[日일]\s*$/u, '')
    .replace(vietnamese, (_, day, month, year) => `${year}-${padded(month)}-${padded(day)}`)
    .replace(yearFirst, '$3 $2 $1')
    .replace(latvian, '$2 $3 $1')
    .replace(/(?<=\d\s)[בו](?=\p{L})/u, '')
    .replace(/^(\d{1,2})-(\d{1,2})-(\d{4})$/, '$1.$2.$3')
    .replace(/(?<=\d)\s*([./])\s*(?=\d)/g, '$1')
    .trim();

const padded = (digits: string): string => digits.padStart(2, '0');
