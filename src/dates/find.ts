// The first date within a line of running text, such as "Von Ada Beispiel, 12. Mai 2026, 14:05 Uhr".
import { monthNames } from './names.js';
import { parseDate } from './parse.js';

// Names are cut to what tells them apart, so that letters may follow; what is no month after all is refused by the reader.
const month = `(?:${monthNames.flat().join('|')})[\\p{L}\\p{M}]{0,10}`;
const forms = [
  String.raw`\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?`,
  String.raw`\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]`,
  String.raw`\d{1,2}(?:st|nd|rd|th|er|\.|º|o)?[\s-]+(?:de\s+|d['’])?${month}\.?,?[\s-]+(?:de\s+|del\s+)?\d{4}`,
  String.raw`${month}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}`,
  String.raw`\d{4}\s?[./]\s?\d{1,2}\s?[./]\s?\d{1,2}`,
  String.raw`\d{1,2}\s?([./])\s?\d{1,2}\s?\1\s?(?:19|20)\d{2}`,
];
const anyForm = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${forms.join('|')})(?![\p{L}\p{N}])`, 'iu');

/** Finds the first date in `text`, at its day; null when there is none. */
export function findDate(text: string, now: Date): Date | null {
  const found = anyForm.exec(text)?.[0];
  if (found === undefined) return null;
  return parseDate(found.replace(/\s*([./])\s*(?=\d)/g, '$1'), now);
}
