import { detectByBlock, type LanguageShares } from '../language/blocks.js';
import { type LanguageHints, loadLanguageModel } from '../language/detect.js';
import { findResidue, type ResidueSpan } from '../language/residue.js';

export interface TagTask {
  text: string;
  hints: LanguageHints;
}
export interface TagResult extends LanguageShares {
  /** Words of another language inside sentences: how many, and the first few. */
  residue: { count: number; spans: ResidueSpan[] };
}

/** As many are kept as a person looks at; the count tells of the others. */
const KEPT_SPANS = 20;

/** A text's language, its shares by paragraph, and its residue. The model is loaded once a thread. */
export async function tagText({ text, hints }: TagTask): Promise<TagResult> {
  await loadLanguageModel();
  const { main, shares } = detectByBlock(text, hints);
  const { count, spans } = findResidue(text, main.tag);
  return {
    main,
    shares,
    residue: { count, spans: spans.slice(0, KEPT_SPANS) },
  };
}
