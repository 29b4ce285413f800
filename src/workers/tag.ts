/** Binds the tag stage: completes a draft revision with its language. Owns no rule about language. */
import { detectByBlock } from '../language/blocks.js';
import { loadLanguageModel } from '../language/detect.js';
import { findResidue } from '../language/residue.js';
import { taggerVersion } from '../language/version.js';
import { makingLanguage } from '../store/revisions.js';
import type { ArticleStageRun } from './attempt.js';
import { done, failed } from './outcome.js';

/** Foreign words that are kept as samples beside their count. */
const RESIDUE_SAMPLES = 5;

export const tag: ArticleStageRun<'tag'> = {
  name: 'tag',
  async run({ revisionId }, { article }, { store }) {
    const draft = await store.revisions.find(revisionId);
    if (draft === null)
      return failed(`draft ${revisionId} is missing; \`feedmill reingest --from clean\` makes it again`);
    await loadLanguageModel();
    const { main, shares } = detectByBlock(draft.text, {
      declared: draft.declared_language,
      feed: article.hints.language,
    });
    const residue = findResidue(draft.text, main.tag);
    const quality = {
      ...draft.quality,
      residue: {
        count: residue.count,
        samples: residue.spans.slice(0, RESIDUE_SAMPLES).map((span) => span.text),
      },
    };
    const { confidence, source, disagreement } = main;
    const making = makingLanguage(revisionId, {
      tag: main.tag,
      script: main.script,
      detail: { confidence, source, disagreement, shares },
      quality,
      taggerVersion,
    });
    return done('store', { language: main.tag, confidence, residue: residue.count }, making);
  },
};
