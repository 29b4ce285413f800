// The lead: the paragraph or two between the heading and the text that many sites keep apart from it. It belongs to the
// article; what else stands there (byline, date, share bar, caption) does not. It is known by its name (intro, teaser,
// abstract, perex), by what the page or the feed says in summary, or by being a sentence that stands where leads do.
import { type Block, blocksOf } from './blocks.js';
import { type Furniture, plainFurniture } from './boilerplate.js';
import { purposeIn } from './purpose.js';
import type { Sizes } from './sizes.js';
import type { Summaries } from './summaries.js';
import { type Element, isTag, weightOf } from './tree.js';

const leadName =
  /(?:^|[\s-])(?:[a-z]*(?:lead|leader|lede|intro|introduction|einleitung|teaser|abstract|preface|perex|sommario|excerpt|sapo|ingress|vorspann|chapo|chapeau|bajada|entradilla|standfirst|dek|summary|subtitle|sub-?head(?:line|ing)?|unterzeile|description|resumen|resumo|catenaccio|occhiello|manchet|ingres))(?:-?(?:text|copy|body|box|wrapper|inner|content))?(?=$|[\s-]|\d)/;
const beside =
  /(?:^|[\s-])(?:bylines?|authors?|autor(?:en)?|meta|date|time|timestamp|share|sharing|social|breadcrumbs?|nav|navigation|menu|captions?|comments?|ads?|advert(?:isement)?|related|newsletter|cookies?|subscribe|tags?|topics|gallery|slider|slideshow|player|video|image|img|media|login|search|credits?|legend|banner|promo|toc|rating|print|paywall|consent|audio|tts|alert|disclaimer|disclosure|affiliate)(?=$|[\s-])/;

/** How far above the text the heading may stand, in elements. */
const MAX_LEVELS = 9;
const MAX_SIBLINGS = 12;
/** A named lead has as many characters, one that only looks like a sentence more. */
const MIN_NAMED = 40;
const MIN_SENTENCE = 60;
const MAX_CHARACTERS = 1_200;
/** A lead is running text. */
const MAX_LINK_SHARE = 0.3;
const ending = /[.!?…。！？؟।։”"»“)]\s*$/u;

/**
 * The blocks of the lead above `body`, in order; `body` may hold them as well. `summaries` are what the page and the
 * feed say that the article is about.
 */
export function leadOf(body: Element, sizes: Sizes, summaries: Summaries): Block[] {
  const found: Block[] = [];
  let inner: Element = body;
  for (let level = 0; level < MAX_LEVELS && !sizes.of(inner).hasTitle; level++) {
    const outer = inner.parent;
    if (outer === null || !isTag(outer)) break;
    for (const sibling of siblingsBefore(inner, outer)) {
      const { hasTitle } = sizes.of(sibling);
      const blocks = isBeside(sibling) ? [] : blocksOf(sibling, isBeside, sizes);
      const after = blocks.slice(blocks.findLastIndex(({ tag }) => tag === 'h1') + 1);
      found.unshift(...after);
      if (hasTitle) return bounded(found.filter((block) => isLead(block, summaries, true)));
    }
    inner = outer;
  }
  return bounded(found.filter((block) => isLead(block, summaries, false)));
}

function siblingsBefore(inner: Element, outer: Element): Element[] {
  const found: Element[] = [];
  for (let at = outer.children.indexOf(inner) - 1; at >= 0 && found.length < MAX_SIBLINGS; at--) {
    const sibling = outer.children[at];
    if (sibling !== undefined && isTag(sibling)) found.push(sibling);
  }
  return found;
}

const isBeside: Furniture = (element) => {
  if (plainFurniture(element) || element.name === 'figure' || element.name === 'figcaption') return true;
  const { words } = purposeIn(element);
  return words !== '' && beside.test(words) && !leadName.test(words);
};

function isLead({ tag, text, links, nodes }: Block, summaries: Summaries, isBelowTitle: boolean): boolean {
  if (links > text.length * MAX_LINK_SHARE || tag === 'li' || tag === 'tr') return false;
  if (summaries.has(text)) return true;
  if (weightOf(text) >= MIN_NAMED && isNamedLead(nodes[0]?.parent ?? null)) return true;
  return isBelowTitle && weightOf(text) >= MIN_SENTENCE && ending.test(text);
}

/** How far above its words the name of a lead may stand. */
const MAX_NAME_LEVELS = 4;

function isNamedLead(node: Element['parent']): boolean {
  let at = node;
  for (let level = 0; level < MAX_NAME_LEVELS && at !== null && isTag(at); level++) {
    if (leadName.test(purposeIn(at).words)) return true;
    at = at.parent;
  }
  return false;
}

// More than a lead may hold is another article's text.
function bounded(blocks: Block[]): Block[] {
  return blocks.reduce((sum, { text }) => sum + text.length, 0) > MAX_CHARACTERS ? [] : blocks;
}
