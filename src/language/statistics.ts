// The likeliest languages of a text in a script that several languages share. Three kinds of evidence on one scale:
// the statistics of letter sequences (the ground), function words, and telling spellings. Languages that the statistics
// do not know start from those of their nearest kin and have to win by words and spellings.
import { scoreNgrams } from './ngrams.js';
import { oddsOfStandards, standards } from './serbo-croatian.js';
import { lacksSignature, spellingsOf } from './spellings.js';
import { type Lexicon, lexiconOf } from './words.js';

export interface Candidate {
  language: string;
  score: number;
}

/** What a text's words add if all of them are function words of one language alone; statistics reach some 60 to 90. */
const WORDS_WEIGHT = 60;
/** What a telling spelling in every word adds. */
const SPELLINGS_WEIGHT = 60;
/** One spelling may be found in every word at the most. */
const MAX_SPELLING_SHARE = 1;
/** Added to the number of words, so that one word of two does not decide. */
const DAMPING = 2;
/** How far behind the best a language is still asked for its spellings. */
const CONTENDER_LEAD = 25;
/** From this many characters on, a text has its language's own letters. */
const SIGNATURE_LENGTH = 40;
/** What a text without them lacks. */
const NO_SIGNATURE = 40;
/** The ground of a language that neither the statistics nor its kin know. */
const NO_GROUND = 22;
/** What a language without statistics of its own lacks to its kin. */
const KIN_HANDICAP = 1.5;
/** For languages without statistics of their own: the languages whose statistics stand in. */
const kin: Readonly<Record<string, readonly string[]>> = {
  af: ['nl'],
  bs: ['hr'],
  gl: ['pt', 'es'],
  nn: ['no'],
  nb: ['no'],
  fo: ['is'],
  lb: ['de'],
  pcm: ['en'],
  tk: ['tr'],
  uz: ['tr', 'az'],
  mk: ['bg', 'sr'],
  kk: ['ru', 'be'],
  ky: ['ru', 'be'],
  tt: ['ru', 'be'],
  tg: ['ru', 'be'],
  mn: ['ru', 'be'],
  ps: ['fa', 'ar', 'ur'],
  sd: ['ur', 'fa', 'ar'],
  ug: ['ar', 'fa', 'ku'],
  ckb: ['ku'],
  ne: ['hi', 'mr'],
  ti: ['am'],
};
/** A language that the statistics do not tell from another, and in which as much is written. */
const twins: Readonly<Record<string, string>> = { id: 'ms' };
/** What a logarithm of odds counts for beside the averages of the statistics. */
const POINTS_PER_ODDS = 5;
/** Standards so close that most of their words are the same. */
const families: readonly (readonly string[])[] = [
  ['id', 'ms'],
  ['nb', 'nn', 'da'],
  ['gl', 'pt', 'es'],
  ['nl', 'af'],
];
/** Texts of more words than this let the evidence between members of a family grow. */
const FAMILY_WORDS = 40;
/** Languages without statistics or kin in which much news is written. */
const standing: Readonly<Record<string, number>> = { sw: 34 };
/** Codes of the statistics that mean another script than the one at hand, with what stands in for them there. */
const foreign: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Latn: { sr: ['hr'], ku: [] },
};

/** Candidates of a script, the best first; empty where the script needs no choice. */
export function rank(text: string, script: string): Candidate[] {
  const lexicon = lexiconOf(script);
  if (lexicon === null) return [];
  const lower = text.toLowerCase();
  const words = lower.match(/[\p{L}\p{M}'’]+/gu) ?? [];
  const scores = scoreNgrams(lower);
  const grounds = new Map(lexicon.languages.map((language) => [language, ground(language, script, scores)]));
  const totals = new Map(grounds);
  addWords(totals, words, lexicon);
  for (const language of contenders(totals))
    if (needsSignature(language, lower.length) && lacksSignature(language, lower))
      add(totals, [language], -NO_SIGNATURE);
  addSpellings(totals, lower, words.length + DAMPING, script);
  settleStandards(totals, lower, words, script);
  return sorted(withinFamily(totals, grounds, words.length / FAMILY_WORDS));
}

/** A creole is its parent but for its own words, in a text of any length. */
const needsSignature = (language: string, length: number): boolean =>
  length >= SIGNATURE_LENGTH || language === 'pcm';

type Totals = Map<string, number>;

function add(totals: Totals, languages: readonly string[], weight: number): void {
  for (const language of languages) totals.set(language, (totals.get(language) ?? 0) + weight);
}

function addWords(totals: Totals, words: readonly string[], { languagesOf }: Lexicon): void {
  for (const word of words) {
    const languages = languagesOf.get(word) ?? [];
    add(totals, languages, WORDS_WEIGHT / (words.length + DAMPING) / Math.sqrt(languages.length));
  }
}

function addSpellings(totals: Totals, lower: string, words: number, script: string): void {
  const near = contenders(totals);
  for (const { languages, pattern, sign } of spellingsOf(script)) {
    if (!languages.some((language) => near.has(language))) continue;
    const count = lower.match(pattern)?.length ?? 0;
    add(totals, languages, sign * SPELLINGS_WEIGHT * Math.min(count / words, MAX_SPELLING_SHARE));
  }
}

/** Which standard of Serbo-Croatian it would be, if it is that, its own evidence decides alone. */
function settleStandards(totals: Totals, lower: string, words: readonly string[], script: string): void {
  const best = Math.max(...standards.map((standard) => totals.get(standard) ?? 0));
  const first = firstOf(totals);
  if (script !== 'Latn' || !standards.some((standard) => standard === first)) return;
  const odds = oddsOfStandards(lower, words);
  const highest = Math.max(...Object.values(odds));
  for (const standard of standards) totals.set(standard, best + POINTS_PER_ODDS * (odds[standard] - highest));
}

/**
 * Inside a family the words and spellings that tell its members apart are rare, and each counts however long the text
 * is, whereas the statistics are an average: what they add grows with the text.
 */
function withinFamily(totals: Totals, grounds: ReadonlyMap<string, number>, length: number): Totals {
  const best = firstOf(totals);
  const family = families.find((members) => members.includes(best));
  if (family === undefined || length <= 1) return totals;
  const amplified = new Map(totals);
  for (const language of family) {
    const own = grounds.get(language) ?? 0;
    const evidence = (totals.get(language) ?? 0) - own;
    amplified.set(language, own + evidence * length);
  }
  return amplified;
}

const sorted = (totals: Totals): Candidate[] =>
  [...totals].map(([language, score]) => ({ language, score })).sort((a, b) => b.score - a.score);

function firstOf(totals: Totals): string {
  let first = '';
  let most = Number.NEGATIVE_INFINITY;
  for (const [language, score] of totals)
    if (score > most) {
      first = language;
      most = score;
    }
  return first;
}

/** Those near the best; one that statistics and words put far behind is not brought back by a spelling. */
function contenders(totals: Totals): Set<string> {
  const least = (totals.get(firstOf(totals)) ?? 0) - CONTENDER_LEAD;
  return new Set([...totals.keys()].filter((language) => (totals.get(language) ?? 0) > least));
}

function ground(language: string, script: string, scores: Readonly<Record<string, number>>): number {
  const elsewhere = foreign[script]?.[language];
  const own = elsewhere === undefined ? scores[twins[language] ?? language] : undefined;
  if (own !== undefined) return own;
  const near = elsewhere ?? kin[language] ?? [];
  return Math.max(standing[language] ?? NO_GROUND, ...near.map((of) => (scores[of] ?? 0) - KIN_HANDICAP));
}
