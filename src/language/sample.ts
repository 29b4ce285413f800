// What of a text is looked at, and whether it is language at all. A long text is judged by its beginning, middle and
// end. Out go the parts that are letters of no language (addresses, names of accounts and files, markup, entities,
// program code) and, as far as enough remains, the words that are not the author's own: quotations and single words in
// brackets. A quotation may be in any language without the article being so.
// What must stay true: every pattern is bounded, so that no text takes more than linear time.

/** Text beyond this adds nothing to the answer. */
const MAX_CHARACTERS = 2_000;
/** A quotation shorter than this is a name or a title inside its sentence. */
const MIN_QUOTATION = 30;
/** Letters of the author's own that have to remain for quotations to be left out. */
const MIN_OWN_LETTERS = 40;
/** A line shorter than this, and less than half the longest, is a label. */
const MAX_LABEL = 30;
/** Signs of programming between letters, a word; prose has a rare "word(s)". */
const MAX_CODE_SHARE = 0.15;
/** Up to this many words, all of them with capitals, are a name and no sentence. */
const MAX_NAME_WORDS = 2;

const markup =
  /<!--[\s\S]{0,2000}?-->|<(script|style)\b[\s\S]{0,4000}?(?:<\/\1>|$)|<\/?[a-z!][^<>]{0,500}>/gi;
const entities = /&(?:#\d{1,6}|#x[\da-f]{1,6}|[a-z]\w{1,20});/gi;
const addresses =
  /\b(?:https?|ftp|data|mailto):\S{1,2000}|\bwww\.\S{1,500}|[^\s@]{1,100}@[^\s@]{1,100}|(?<![\p{L}\d])[@#]\w{1,100}/giu;
const files =
  /(?<![\p{L}\d])[\w-]{1,80}\.(?:[a-z]{2,4}|mp[34])(?![\p{L}\d])|(?<![\p{L}\d])\w{0,60}_\w{1,60}/giu;
/** Runs of letters and digits together: sums, keys, serial numbers. */
const keys = /(?<![\p{L}\d])(?=[a-z]{0,60}\d)(?=\d{0,60}[a-z])[a-z\d]{3,200}(?:[-:=][a-z\d]{0,64}){0,8}/giu;
const notice = /(?:copyright )?[©℗®] ?\d{4}[^.\n|]{0,80}[.\n|]?/gi;
const inserted = /\[[^\][\n]{1,20}\]/g;
const quotations = [
  /„[^„“”\n]{1,1500}[“”]/g,
  /“[^“”\n]{1,1500}(?:”|$)/g,
  /«[^«»\n]{1,1500}(?:»|$)/g,
  /"[^"\n]{1,600}"/g,
  /「[^「」\n]{1,600}」/g,
];
/** Lines that only programs have: queries, commands with options, imports, the heads of scripts. */
const codeLines =
  /^[ \t]{0,80}(?:#!\/|<\?php|>>> |(?:SELECT\b.{1,300}\bFROM|INSERT INTO|UPDATE \w{1,60} SET|DELETE FROM|CREATE (?:TABLE|INDEX))\b|from [\w.]{1,80} import |import [\w.]{1,80}[.,;] ?\w|(?:npm|npx|pip3?|apt(?:-get)?|git|docker|sudo|yarn|curl|cd|ls|rm|cp|mv|export) .{0,300}(?: --?\w|\/|=))/gm;
const paths = /(?<![\p{L}\d/<])\/?(?:[\w.-]{1,60}\/){2,20}[\w.-]{0,60}/gu;
const signs =
  /[a-z],(?=[a-z\d])|[{;] ?[a-z-]{2,30}: (?=[a-z\d#])|[a-z\d)\]][{};=(<>|\\[](?=[a-z\d"'.])|&&|\|\||\*\*|<<|>>|=>|[!=]=|\(\)|\[\]/gi;

/** What of a text speaks for its language; the noise is gone, blanks stand in its place. */
export function sampleOf(text: string): string {
  return withoutQuotations(withoutLabels(withoutNoise(excerptsOf(text))));
}

/** Each kind is looked for only where a sign of it stands, since most texts have none. */
function withoutNoise(text: string): string {
  let plain = text;
  if (plain.includes('<')) plain = plain.replace(markup, ' ');
  if (plain.includes('&')) plain = plain.replace(entities, ' ');
  if (/[@#]|www\.|(?:http|ftp|data|mailto)s?:/i.test(plain)) plain = plain.replace(addresses, ' ');
  if (/\/[\w.-]+\//.test(plain)) plain = plain.replace(paths, ' ');
  if (/[_.]\w/.test(plain)) plain = plain.replace(files, ' ');
  if (/\d[a-z]|[a-z]\d/i.test(plain)) plain = plain.replace(keys, ' ');
  return plain.replace(notice, '\n').replace(inserted, '\n');
}

/** Leaves out the short pieces between bars and lines: labels, buttons and names of sources, often in English. */
function withoutLabels(text: string): string {
  const pieces = text.split(/[\n|•·]+/).map((piece) => piece.trim());
  if (pieces.length === 1) return text;
  const longest = Math.max(...pieces.map((piece) => piece.length));
  const limit = Math.min(MAX_LABEL, longest / 2);
  return pieces.filter((piece) => piece.length >= limit).join('\n');
}

/** Beginning, middle and end of a long text; where they are cut, a word may lose letters, which says little. */
function excerptsOf(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  const third = Math.floor(MAX_CHARACTERS / 3);
  const middle = Math.floor((text.length - third) / 2);
  return `${text.slice(0, third)}\n${text.slice(middle, middle + third)}\n${text.slice(-third)}`;
}

function withoutQuotations(text: string): string {
  let own = text;
  for (const quotation of quotations)
    own = own.replace(quotation, (quoted) => (quoted.length < MIN_QUOTATION ? quoted : ' '));
  return own !== text && (own.match(/\p{L}/gu)?.length ?? 0) < MIN_OWN_LETTERS ? text : own;
}

/** Words of two letters or more. */
export function wordsOf(sample: string): string[] {
  return sample.match(/[\p{L}\p{M}]{2,}/gu) ?? [];
}

/** Whether most lines are a program's, or signs of programming stand between the words as prose never has them. */
export function isCode(text: string): boolean {
  const excerpts = excerptsOf(text);
  const lines = excerpts.match(codeLines)?.length ?? 0;
  if (lines > 0 && lines * 2 >= (excerpts.match(/^.*\S/gm)?.length ?? 0)) return true;
  const count = excerpts.match(signs)?.length ?? 0;
  return count > 0 && count / Math.max(1, wordsOf(excerpts).length) > MAX_CODE_SHARE;
}

/**
 * Whether words could be a sentence or a headline: not one word alone, not a name of capitals alone, not a table in
 * which figures outweigh letters.
 */
export function isSentence(sample: string, words: readonly string[]): boolean {
  if (words.length < 2) return false;
  if (words.length <= MAX_NAME_WORDS && words.every((word) => /^\p{Lu}/u.test(word))) return false;
  const figures = sample.match(/\d/g)?.length ?? 0;
  return figures <= words.reduce((sum, word) => sum + word.length, 0);
}
