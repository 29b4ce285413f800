// Text to language tag. The text decides, in this order: its script, the letters that tell the languages of a script
// apart, and statistics of letter sequences (eld). What the page or the feed declares settles only what the text
// leaves open, and a declaration that the text contradicts is reported. What is no language is `und`.
import type { eld } from 'eld';
import { chineseScript, languageByLetters, scriptOf } from './scripts.js';

export interface LanguageHints {
  /** What the page declares. */
  declared?: string | null;
  /** What the feed or its item declares. */
  feed?: string | null;
  contentLanguage?: string | null;
}
export interface DetectedLanguage {
  /** BCP 47: `de`, `zh-Hans`, `sr-Cyrl`; `und` for what is no language. */
  tag: string;
  /** ISO 15924 of the text; null without letters. */
  script: string | null;
  /** 0 to 1. */
  confidence: number;
  source: 'text' | 'script' | 'hint' | 'none';
  /** A declared tag that the text contradicts. */
  disagreement: string | null;
}

/** Text beyond this adds nothing to the answer: beginning, middle and end are looked at. */
const SAMPLE = 3_600;
/** Fewer words than this say too little by themselves. */
const FEW_WORDS = 5;
const SURE = 0.9;

let model: typeof eld | null = null;

/** Loads the statistics of 60 languages, some 90 MB; once, and not before a text needs them. */
export async function loadLanguageModel(): Promise<void> {
  model ??= (await import('eld/extrasmall')).eld;
}

/**
 * The language of a text. Never throws on any text.
 * @throws Error when {@link loadLanguageModel} has not been awaited before.
 */
export function detectLanguage(text: string, hints: LanguageHints = {}): DetectedLanguage {
  const sample = withoutNoise(sampleOf(text));
  const script = scriptOf(sample);
  if (script === null) return answer('und', null, 0, 'none', hints);
  if (script.language !== null) return answer(script.language, script.code, script.share, 'script', hints);
  if (script.code === 'Hani') {
    const way = chineseScript(sample);
    return answer(`zh-${way}`, way, script.share, 'script', hints);
  }
  const words = sample.match(/[\p{L}\p{M}]{2,}/gu) ?? [];
  if (words.length < 2) return answer('und', script.code, 0, 'none', hints);
  const letters = languageByLetters(script.code, sample);
  if (letters !== null) return answer(withScript(letters, script.code), script.code, 0.95, 'text', hints);
  return byStatistics(sample, words.length, script.code, hints);
}

function byStatistics(sample: string, words: number, script: string, hints: LanguageHints): DetectedLanguage {
  if (model === null)
    throw new Error('loadLanguageModel() has to be awaited before the first detectLanguage()');
  const found = model.detect(sample.toLowerCase());
  const scores = Object.entries(found.getScores()).sort(([, a], [, b]) => b - a);
  const [best, second] = scores;
  const hinted = declaredTag(hints);
  if (best === undefined)
    return hinted === null
      ? answer('und', script, 0, 'none', hints)
      : answer(hinted, script, 0.5, 'hint', hints);
  const lead = second === undefined ? 1 : 1 - second[1] / best[1];
  const close = words < FEW_WORDS || lead < 0.05;
  const isCandidate =
    hinted !== null && scores.slice(0, 4).some(([language]) => language === hinted.split('-')[0]);
  if (close && isCandidate && hinted !== null) return answer(hinted, script, 0.7, 'hint', hints);
  const confidence = Math.min(0.99, (found.isReliable() ? 0.75 : 0.4) + lead + Math.min(0.2, words / 500));
  return answer(withScript(best[0], script), script, Math.max(0, confidence), 'text', hints);
}

function answer(
  tag: string,
  script: string | null,
  confidence: number,
  source: DetectedLanguage['source'],
  hints: LanguageHints,
): DetectedLanguage {
  const declared = declaredTag(hints);
  const contradicts =
    declared !== null && tag !== 'und' && confidence >= SURE && !sameLanguage(declared, tag);
  return {
    tag,
    script,
    confidence: Math.round(confidence * 1_000) / 1_000,
    source,
    disagreement: contradicts ? declared : null,
  };
}

const norwegian = new Set(['no', 'nb', 'nn']);

function sameLanguage(a: string, b: string): boolean {
  const [first = '', second = ''] = [a.split('-')[0], b.split('-')[0]];
  return first === second || (norwegian.has(first) && norwegian.has(second));
}

/** Serbian is written in two scripts, and readers need to know which. */
function withScript(language: string, script: string): string {
  return language === 'sr' ? `sr-${script}` : language;
}

function declaredTag({ declared, feed, contentLanguage }: LanguageHints): string | null {
  for (const hint of [declared, feed, contentLanguage]) {
    const tag = /^\s*([a-z]{2,3})(?:[-_]([a-z]{4}))?\b/i.exec(hint ?? '');
    if (tag !== null)
      return tag[2] === undefined
        ? (tag[1] ?? '').toLowerCase()
        : `${(tag[1] ?? '').toLowerCase()}-${tag[2][0]?.toUpperCase()}${tag[2].slice(1).toLowerCase()}`;
  }
  return null;
}

function sampleOf(text: string): string {
  if (text.length <= SAMPLE) return text;
  const third = SAMPLE / 3;
  const middle = Math.floor((text.length - third) / 2);
  return `${text.slice(0, third)} ${text.slice(middle, middle + third)} ${text.slice(-third)}`;
}

/** Addresses and names of files and accounts are letters of no language. */
function withoutNoise(text: string): string {
  return text.replace(/https?:\/\/\S{1,500}|\bwww\.\S{1,500}|\S{1,100}@\S{1,100}|[@#]\w{1,100}/g, ' ');
}
