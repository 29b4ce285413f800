import { blocksOf } from './blocks.js';
import { plainFurniture } from './boilerplate.js';
import type { MainText } from './main-text.js';
import { bodyBy, takeOut } from './rule-page.js';
import type { SiteRule } from './site-rules.js';
import { sizesOf } from './sizes.js';
import { summariesFrom } from './summaries.js';
import type { Trace } from './trace.js';
import type { Page } from './tree.js';

/**
 * The text of the elements that a site's rule names; null where it names none or the page has none of them, which is
 * noted. What the rule removes is taken out of the page either way.
 */
export function ruledText(
  page: Page,
  rule: SiteRule,
  said: { title: string | null; summaries: readonly string[] },
  notes: string[],
  trace: Trace | undefined,
): MainText | null {
  takeOut(page, rule, trace);
  const roots = bodyBy(page, rule, notes);
  const [best] = roots;
  if (best === undefined) return null;
  const sizes = sizesOf(page, said.title);
  return {
    best,
    found: roots.flatMap((root) => blocksOf(root, sizes, plainFurniture)),
    foundBy: 'rule',
    // The rule has said what the page is about.
    prose: 1,
    pageProse: 1,
    hasTitle: sizes.title !== null,
    summaries: summariesFrom(said.summaries),
    roots,
    measures: new Map(),
    isFurniture: plainFurniture,
  };
}
