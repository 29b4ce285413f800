// What is made of a captured page: computed anew from what was kept, because a stored revision may be an older cleaner's.
// It runs the cleaner and the language models in this thread, so a service must never load this file; a command does.
import { cleanTask } from '../workers/clean-task.js';
import { cleanPage } from '../workers/clean-thread.js';
import { tagText } from '../workers/tag-thread.js';
import type { CapturedPage } from './capture.js';

/** What the cleaner and the tagger of today make of a captured page. */
export async function resultOf({ bytes, item, rule, fetchedAt, ...page }: CapturedPage) {
  const body = Buffer.from(bytes);
  const packed = { ...page, codec: 'identity' as const, body, size: body.length };
  const { article, charset } = cleanPage(cleanTask(packed, item, rule, new Date(fetchedAt)));
  const hints = { declared: article.declaredLanguage, feed: item.language };
  const { main, residue } = await tagText({ text: article.text, hints });
  const { tag, script, source, disagreement } = main;
  return {
    charset,
    ...article,
    language: { tag, script, source, disagreement, foreignWords: residue.count },
  };
}
