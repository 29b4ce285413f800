/** Binds the tag stage: completes a draft revision with its language. Owns no rule about language. */
import { isOpen } from '../language/confidence.js';
import { taggerVersion } from '../language/version.js';
import { makingLanguage } from '../store/revisions.js';
import type { ArticleStageRun } from './attempt.js';
import { done, failed, retry, wait } from './outcome.js';
import type { Ports } from './ports.js';
import type { TagTask } from './tag-thread.js';

export const tag: ArticleStageRun<'tag'> = {
  name: 'tag',
  async run({ revisionId }, { article, draft }, ports, signal) {
    if (draft === null)
      return failed(`draft ${revisionId} is missing; \`feedmill reingest --from clean\` makes it again`);
    const hints = { declared: draft.declared_language, feed: article.hints.language };
    const tagged = await tagWithHints({ text: draft.text, hints }, article.feed_id, ports, signal);
    if (tagged.status === 'aborted')
      return wait('the service stops; the text is tagged again after its start', ports.now());
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
    const declared = disagreement === null ? {} : { declared: disagreement };
    return done('store', { language: main.tag, confidence, residue: residue.count, ...declared }, making);
  },
};

/** What the feed was before is asked for only where text and declarations leave the language open: few texts do. */
async function tagWithHints(
  task: TagTask,
  feedId: number | null,
  { threads, store }: Ports,
  signal: AbortSignal,
): ReturnType<Ports['threads']['tag']> {
  const tagged = await threads.tag(task, signal);
  if (tagged.status !== 'done' || feedId === null || !isOpen(tagged.result.main)) return tagged;
  const previous = await store.articles.languageOfFeed(feedId);
  return previous === null
    ? tagged
    : threads.tag({ text: task.text, hints: { ...task.hints, previous } }, signal);
}
