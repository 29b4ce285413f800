// A second opinion where letters and words leave a text open: CLD3, Google's neural network for language
// identification, as WebAssembly (cld3-asm is MIT, the network Apache 2.0; some 15 MB). It reads other things into a
// text than the statistics do and errs on other texts, so that the two together err less. It does not replace them: it
// is slower, weaker on long texts and between twins, and knows no more than its own languages.
// What must stay true: it only votes among candidates that the statistics put forward.
import { type LanguageIdentifier, loadModule } from 'cld3-asm';
import type { Candidate } from './statistics.js';

/** The network reads this far; a sample is no longer. */
const MAX_BYTES = 1_000;
/** What a wholly sure network adds to its language; as much as a function word in every sixth word. */
const VOTE = 10;
/** Between twins, where the network itself hardly beats chance, it adds little or nothing. */
const votesBetweenTwins: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  hr: { hr: 0, bs: 0, sr: 0 },
  bs: { hr: 0, bs: 0, sr: 0 },
  sr: { hr: 0, bs: 0, sr: 0 },
  id: { id: 2, ms: 2 },
  ms: { id: 2, ms: 2 },
};
/** The network's codes for languages that are tagged otherwise now. */
const codes: Readonly<Record<string, string>> = { fil: 'tl', iw: 'he', no: 'nb' };
/** Candidates that the network was not taught; about a text of theirs it can only name a neighbour. */
const untaught = new Set(['nn', 'fo', 'tk', 'tt', 'ug', 'ckb', 'ti', 'om', 'rw', 'rn', 'lg', 'ln', 'pcm']);

let identifier: LanguageIdentifier | null = null;

/** Loads the network, once, in some 0.1 s. @throws Error when the package's WebAssembly cannot be run. */
export async function loadNetwork(): Promise<void> {
  identifier ??= (await loadModule()).create(0, MAX_BYTES);
}

/** The candidates with the network's vote, the best first; as they were where it is not loaded or has no say. */
export function withVote(candidates: readonly Candidate[], sample: string): readonly Candidate[] {
  const [best] = candidates;
  if (identifier === null || best === undefined || untaught.has(best.language)) return candidates;
  const { language: code, probability } = identifier.findLanguage(sample);
  const named = codes[code] ?? code;
  const vote = (votesBetweenTwins[best.language]?.[named] ?? VOTE) * probability;
  return candidates
    .map(({ language, score }) => ({ language, score: language === named ? score + vote : score }))
    .sort((a, b) => b.score - a.score);
}
