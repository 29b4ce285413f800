// Residue: English left standing inside the sentences of another language, as machine translation leaves it: bracketed
// insertions ("haben [and] ich") and runs of English function words ("it is the"); and the phrases of a page's template
// that stand on a line of their own ("Leave a Reply"). It stays in the text, since that is what was published; it is
// counted and located.
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
/**
 * What publishing software writes around an article (the interface texts of WordPress and its like), where it is all
 * that a line says; residue in an English article, too.
 */
const templatePhrases =
  /^[ \t]{0,20}(?:skip to (?:main )?content|leave a (?:reply|comment)|post a comment|(?:\d{1,5} )?comments?|share this(?: (?:article|story|post))?|follow us(?: on [a-z]{3,20})?|read more|click here|sign up(?: (?:now|here))?|log ?in|source (?:site|link)|related (?:articles|posts|stories)|you (?:may|might) also like|advertisement|your email address will not be published\.?|all rights reserved\.?|back to top|load more|previous (?:article|post)|next (?:article|post)|(?:subscribe|unsubscribe)(?: (?:now|here))?)[ \t]{0,20}[.:!»›→]?$/gim;
/** English function words in a row; small letters, since titles and names of works are written with capitals. */
const MIN_RUN = 2;
const MAX_SPANS = 100;
/** A word of a name is hardly longer. */
const MAX_NAME = 40;
/** Text beyond this is not looked at. */
const MAX_CHARACTERS = 200_000;

/** Residue in a text of language `tag`: how many in its first part, and where the first of them stand. */
export function findResidue(text: string, tag: string): { count: number; spans: ResidueSpan[] } {
  const language = tag.split('-')[0] ?? tag;
  const looked = text.slice(0, MAX_CHARACTERS);
  const phrases = matchesOf(templatePhrases, looked);
  const foreign = isEnglish(language)
    ? []
    : [...matchesOf(insertedEnglish, looked), ...runsIn(looked, language)];
  const spans = [...phrases, ...foreign].sort((a, b) => a.start - b.start);
  return { count: spans.length, spans: spans.slice(0, MAX_SPANS) };
}

/** Neither English nor what is no language can have English residue. */
const isEnglish = (language: string): boolean => ['en', 'pcm', 'und'].includes(language);

const matchesOf = (pattern: RegExp, text: string): ResidueSpan[] =>
  [...text.matchAll(pattern)].map((match) => spanOf(text, match.index, match.index + match[0].length));

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
