// The lead: the paragraph or two between the heading and the text that many sites keep apart from it, under names such
// as intro, teaser, abstract or perex. It belongs to the article; what else stands there (byline, date, share bar,
// caption) does not.
import { type Block, blocksOf } from './blocks.js';
import { type Furniture, plainFurniture } from './boilerplate.js';
import { type Element, isTag, purposeOf } from './tree.js';

const leadName =
  /(?:^|[\s_-])(?:[a-z]*(?:lead|lede|intro|teaser|abstract|preface|perex|sommario|excerpt|sapo|ingress|vorspann|chapo|chapeau|bajada|entradilla))(?:text|copy|body|box|wrapper|inner)?(?=$|[\s_-]|\d)/;
const beside =
  /(?:^|[\s_-])(?:bylines?|authors?|meta|date|time|timestamp|share|sharing|social|breadcrumbs?|nav|navigation|menu|captions?|comments?|ads?|advert(?:isement)?|related|newsletter|cookies?|subscribe|tags?|topics|gallery|slider|slideshow|player|video|image|img|media|login|search)(?=$|[\s_-])/;

/** How far above the text the heading may stand, in elements. */
const MAX_LEVELS = 6;
const MAX_SIBLINGS = 12;
const MIN_CHARACTERS = 40;
const MAX_CHARACTERS = 1_200;
/** A lead is running text. */
const MAX_LINK_SHARE = 0.3;

/** The blocks of the lead above `body`, in order; `body` may hold them as well. */
export function leadOf(body: Element): Block[] {
  const found: Block[] = [];
  let inner: Element = body;
  for (let level = 0; level < MAX_LEVELS; level++) {
    const outer = inner.parent;
    if (outer === null || !isTag(outer)) break;
    const before = outer.children.slice(0, outer.children.indexOf(inner)).filter(isTag).slice(-MAX_SIBLINGS);
    for (const sibling of before.toReversed()) {
      found.unshift(...leadIn(sibling));
      if (hasHeading(sibling)) return bounded(found);
    }
    inner = outer;
  }
  return bounded(found);
}

const isBeside: Furniture = (element) =>
  plainFurniture(element) || (beside.test(purposeOf(element)) && !leadName.test(purposeOf(element)));

// The outermost element of such a name; what is in it is read as the text of an article is.
function leadIn(element: Element): Block[] {
  if (isBeside(element)) return [];
  if (leadName.test(purposeOf(element)))
    return blocksOf(element, isBeside).filter(
      ({ text, links }) => text.length >= MIN_CHARACTERS && links < text.length * MAX_LINK_SHARE,
    );
  return element.children.filter(isTag).flatMap(leadIn);
}

const hasHeading = (element: Element): boolean =>
  element.name === 'h1' || element.children.some((child) => isTag(child) && hasHeading(child));

// More than a lead may hold is another article's text.
function bounded(blocks: Block[]): Block[] {
  return blocks.reduce((sum, { text }) => sum + text.length, 0) > MAX_CHARACTERS ? [] : blocks;
}
