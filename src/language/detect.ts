// Text to language tag. The text decides, in this order: whether it is language at all, its script, the way it writes
// Han characters, and the statistics of its letters and words. What page and feed declare settles only what the text
// leaves open (too short, a close pair), and a declaration that a sure text contradicts is reported.
// What must stay true: no text throws; hints never change the answer for a text that is sure by itself.
import { SURE } from './confidence.js';
import { readHan } from './han.js';
import { contradiction, type LanguageHints, tagsOf } from './hints.js';
import { loadNetwork, withVote } from './network.js';
import { loadNgrams } from './ngrams.js';
import { isCode, isSentence, sampleOf, wordsOf } from './sample.js';
import { type ScriptShare, scriptOf } from './scripts.js';
import { type Candidate, rank } from './statistics.js';
import { lexiconOf } from './words.js';

export type { LanguageHints } from './hints.js';

export interface DetectedLanguage {
  /** BCP 47: `de`, `zh-Hans`, `sr-Cyrl`; `und` for what is no language. */
  tag: string;
  /** ISO 15924 of the text; null without letters. */
  script: string | null;
  /** 0 to 1: of the answers with 0.9 or more, 99 in 100 are right. */
  confidence: number;
  source: 'text' | 'script' | 'hint' | 'none';
  /** A declared tag that the text contradicts. */
  disagreement: string | null;
}

/** What an answer is worth that a hint settled. */
const HINTED = 0.75;
/** What a text of one word or of names is worth, where a hint names its language. */
const NAMED = 0.5;
/** The network votes, and a hint settles, between the best and candidates that score no further behind it. */
const OPEN_LEAD = 12;
/** How surely a lead over the second candidate and a number of words tell; fitted to texts of known languages. */
const CERTAINTY = { base: -1.2, perPoint: 0.19, perWord: 0.06, maxPoints: 30, maxWords: 40 };
/** Up to this many words that score no more than this in any language are names, a list or a command. */
const SCANT_WORDS = 4;
const SCANT = 45;
/** No text is worth more. */
const MOST = 0.999;

type Answer = Omit<DetectedLanguage, 'disagreement'>;

/** Loads the statistics of letters and the network for open texts, some 35 MB in a third of a second; once. */
export async function loadLanguageModel(): Promise<void> {
  loadNgrams();
  await loadNetwork();
}

/**
 * The language of a text; `und` for what is no language: code, figures, addresses, a name alone. Never throws on any
 * text. A hint never makes a language of what is none, and never changes what a text of some length says clearly.
 */
export function detectLanguage(text: string, hints: LanguageHints = {}): DetectedLanguage {
  const answer = isCode(text) ? nothing(null) : byText(sampleOf(text), hints);
  const disagreement = answer.confidence >= SURE ? contradiction(answer.tag, hints) : null;
  return { ...answer, confidence: Math.round(answer.confidence * 1_000) / 1_000, disagreement };
}

function nothing(script: string | null): Answer {
  return { tag: 'und', script, confidence: 0, source: 'none' };
}

function byText(sample: string, hints: LanguageHints): Answer {
  const script = scriptOf(sample);
  const words = wordsOf(sample);
  if (script === null || words.length === 0) return nothing(script?.code ?? null);
  if (script.code === 'Hani') return byHan(sample, hints);
  if (script.language !== null)
    return { tag: script.language, script: script.code, confidence: MOST * script.share, source: 'script' };
  if (!isSentence(sample, words)) return byHintAlone(script, hints);
  return byStatistics(sample, words.length, script, hints);
}

function byHan(sample: string, hints: LanguageHints): Answer {
  const { tag, script, confidence } = readHan(sample);
  const hinted = tagsOf(hints).find((hint) => /^(?:zh-Han[st]|ja)$/.test(hint));
  if (confidence >= SURE || hinted === undefined || hinted === tag)
    return { tag, script, confidence, source: 'script' };
  return { tag: hinted, script: hinted.split('-')[1] ?? 'Jpan', confidence: HINTED, source: 'hint' };
}

/** A word or a name says nothing itself; it is in the language of what stands around it. */
function byHintAlone(script: ScriptShare, hints: LanguageHints): Answer {
  const hint = tagsOf(hints).find((tag) => writes(tag, script.code));
  if (hint === undefined) return nothing(script.code);
  return {
    tag: withScript(primary(hint), script.code),
    script: script.code,
    confidence: NAMED,
    source: 'hint',
  };
}

function byStatistics(sample: string, words: number, script: ScriptShare, hints: LanguageHints): Answer {
  const ranked = rank(sample, script.code);
  const candidates = leadOf(ranked) < OPEN_LEAD ? withVote(ranked, sample) : ranked;
  const [best] = candidates;
  if (best === undefined) return byHintAlone(script, hints);
  const confidence = certainty(candidates, words);
  if (words <= SCANT_WORDS && best.score < SCANT) return byHintAlone(script, hints);
  const hinted = confidence < SURE ? settledBy(tagsOf(hints), candidates) : null;
  if (hinted === null || hinted === best.language)
    return { tag: withScript(best.language, script.code), script: script.code, confidence, source: 'text' };
  return { tag: withScript(hinted, script.code), script: script.code, confidence: HINTED, source: 'hint' };
}

/** The first hint that names one of the candidates close to the best. */
function settledBy(hints: readonly string[], candidates: readonly Candidate[]): string | null {
  const least = (candidates[0]?.score ?? 0) - OPEN_LEAD;
  const open = candidates.filter(({ score }) => score >= least).map(({ language }) => language);
  return hints.map(primary).find((language) => open.includes(language)) ?? null;
}

const leadOf = ([best, second]: readonly Candidate[]): number => (best?.score ?? 0) - (second?.score ?? 0);

function certainty(candidates: readonly Candidate[], words: number): number {
  const { base, perPoint, perWord, maxPoints, maxWords } = CERTAINTY;
  const lead = Math.min(maxPoints, leadOf(candidates));
  return MOST / (1 + Math.exp(-(base + perPoint * lead + perWord * Math.min(maxWords, words))));
}

const primary = (tag: string): string => tag.split('-')[0] ?? tag;

/** Whether a language that a hint names is written in a script, as far as a table of candidates tells. */
function writes(tag: string, script: string): boolean {
  return (
    (lexiconOf(script)?.languages ?? []).includes(primary(tag)) && (tag.split('-')[1] ?? script) === script
  );
}

/** Serbian is written in two scripts, and readers need to know which. */
function withScript(language: string, script: string): string {
  return language === 'sr' ? `sr-${script}` : language;
}
