// Residue: English left standing inside the sentences of another language, as machine translation leaves it: bracketed
// insertions ("haben [and] ich") and runs of English function words ("it is the"). It stays in the text, since that is
// what was published; it is counted and located.
// What must stay true: a word that the text's own language has too (German "was", Dutch "is") is no residue, and one
// English word alone may be a name or a loan; only two in a row are a sign.
import { lexiconOf } from './words.js';

export interface ResidueSpan {
  start: number;
  end: number;
  text: string;
  /** The language of the insertion. */
  tag: string;
}

/** The function words that English editors insert into quotations in brackets; a closed class of grammar. */
const insertedEnglish =
  /\[(?:and|the|of|to|in|on|at|by|for|with|from|that|this|these|those|is|are|was|were|be|been|has|have|had|will|would|he|she|it|they|we|his|her|its|their|our|who|which|or|but|not|as|a|an)\]/gi;
/** English function words in a row; small letters, since titles and names of works are written with capitals. */
const MIN_RUN = 2;
const MAX_SPANS = 100;
/** A word of a name is hardly longer. */
const MAX_NAME = 40;
/** Text beyond this is not looked at. */
const MAX_CHARACTERS = 200_000;

/** Finds residue in a text of language `tag`, in the order of the text; bounded, and empty for English itself. */
export function findResidue(text: string, tag: string): { count: number; spans: ResidueSpan[] } {
  const language = tag.split('-')[0] ?? tag;
  if (language === 'und' || language === 'en' || language === 'pcm') return { count: 0, spans: [] };
  const looked = text.slice(0, MAX_CHARACTERS);
  const brackets = [...looked.matchAll(insertedEnglish)].map((match) =>
    spanOf(text, match.index, match.index + match[0].length),
  );
  const spans = [...brackets, ...runsIn(looked, language)]
    .sort((a, b) => a.start - b.start)
    .slice(0, MAX_SPANS);
  return { count: spans.length, spans };
}

const spanOf = (text: string, start: number, end: number): ResidueSpan => ({
  start,
  end,
  text: text.slice(start, end),
  tag: 'en',
});

/** Runs of English function words with nothing but blanks between them. */
function runsIn(text: string, language: string): ResidueSpan[] {
  const runs: { start: number; end: number; words: number }[] = [];
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{M}'’]+/gu)) {
    if (!isOnlyEnglish(word, language)) continue;
    const last = runs.at(-1);
    const end = index + word.length;
    if (last !== undefined && text.slice(last.end, index).trim() === '') {
      last.end = end;
      last.words++;
    } else runs.push({ start: index, end, words: 1 });
  }
  return runs
    .filter(({ start, end, words }) => words >= MIN_RUN && !isInName(text, start, end))
    .map(({ start, end }) => spanOf(text, start, end));
}

/** Between two capitals stands a name of a work or an office ("Bank of the West"), which is translated nowhere. */
function isInName(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - MAX_NAME), start);
  return /\p{Lu}[\p{L}'’]*\s+$/u.test(before) && /^\s+\p{Lu}/u.test(text.slice(end, end + MAX_NAME));
}

function isOnlyEnglish(word: string, language: string): boolean {
  const of = lexiconOf('Latn')?.languagesOf.get(word) ?? [];
  return of.includes('en') && !of.includes(language);
}
