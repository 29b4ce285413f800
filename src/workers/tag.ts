/** Binds the tag stage: completes a draft revision with its language. Owns no rule about language. */
import { taggerVersion } from '../language/version.js';
import { makingLanguage } from '../store/revisions.js';
import type { ArticleStageRun } from './attempt.js';
import { done, failed, retry, wait } from './outcome.js';

export const tag: ArticleStageRun<'tag'> = {
  name: 'tag',
  async run({ revisionId }, { article, draft }, { threads, now }, signal) {
    if (draft === null)
      return failed(`draft ${revisionId} is missing; \`feedmill reingest --from clean\` makes it again`);
    const hints = { declared: draft.declared_language, feed: article.hints.language };
    const tagged = await threads.tag({ text: draft.text, hints }, signal);
    if (tagged.status === 'aborted')
      return wait('the service stops; the text is tagged again after its start', now());
    if (tagged.status === 'broken') return retry(tagged.reason);
    const { main, shares, residue } = tagged.result;
    const { confidence, source, disagreement } = main;
    const making = makingLanguage(revisionId, {
      tag: main.tag,
      script: main.script,
      detail: { confidence, source, disagreement, shares },
      quality: { ...draft.quality, residue },
      taggerVersion,
    });
    return done('store', { language: main.tag, confidence, residue: residue.count }, making);
  },
};
