// What of a page is furniture: navigation, sharing, related links, newsletter boxes, comment forms, cookie notices. The
// signals are the element, its role, the words in its class and id, and how much of its text is links; never words of
// the text itself, so that it holds in every language.
import { type Element, isTag, isText, type Page, purposeOf, silent } from './tree.js';

const furniture = new Set(['nav', 'aside', 'footer', 'form', 'dialog', 'menu']);
const furnitureRoles =
  /^(?:navigation|banner|complementary|contentinfo|dialog|alertdialog|search|menu|menubar|toolbar|tablist|form|status)$/;
const unlikely =
  /(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|footer|sidebar|side-?bar|share(?:bar|d|r|s)?|sharing|social(?:media|-media)?|related[a-z]*|relatedposts|recommend(?:ed|ations?)?|nextstory|newsteaser|more-(?:on|from|stories|news)|read-?more|also-read|most-(?:read|popular)|popular|trending|newsletter|subscri(?:be|ption)|signup|sign-up|login|register|paywall-?(?:box|teaser)?|comments?|comment-(?:form|list|respond)|disqus|respond|reply|cookies?|consent|gdpr|banner|advert(?:s|isement|ising)?|ads?|ad-(?:slot|unit|container|wrapper)|adsbygoogle|sponsor(?:ed)?|promo(?:tion|ted)?|outbrain|taboola|teasers?|widget|toolbar|tooltip|pagination|pager|tags?|tag-?list|topics|author-?(?:box|bio|card|info)|about-the-author|bio|byline|meta|entry-meta|entry-?utility|entry-?footer|post-?meta(?:data)?|article-meta|timestamp|dateline|published|print|print-?only|skip-?link|screen-reader-text|visually-hidden|sr-only|hidden|modal|popup|overlay|(?:post-)?ratings?|poll|quiz|feedback|correction-?form|donat(?:e|ion)|support-us|app-?download|jump-?link|source-?link|copyright|disclaimer|disclosure|affiliate[a-z]*|sharedaddy|sd-like|yarpp|addtoany[a-z_]*|addthis[a-z_]*|sabox[a-z]*|credits?|[a-z]*captions?|legend|image-?(?:caption|description|text)|img-metadata|photo-?credit|gallery|slideshow|carousel|player|video-?(?:player|wrapper)|audio-?player|toc|table-of-contents|infobox|hatnote|editsection|reflist|references)(?=$|[\s_-])/;
const likely =
  /(?:^|[\s_-])(?:article|articlebody|article-?(?:body|content|text)|body-?(?:copy|text|content)|content-?(?:body|main)?|entry-?(?:content|text)?|main|post-?(?:body|content|text)?|story-?(?:body|content|text)?|text|hentry|prose|rich-?text)(?=$|[\s_-])/;

/** Tells whether an element and all in it is left out before anything is weighed. */
export type Furniture = (element: Element) => boolean;

/** Judges by the element itself alone: for pages whose class names mislead. */
export const plainFurniture: Furniture = (element) => {
  const { name, attribs } = element;
  if (silent.has(name) || furniture.has(name)) return true;
  if (furnitureRoles.test(attribs['role'] ?? '') || attribs['aria-hidden'] === 'true') return true;
  return /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attribs['style'] ?? '');
};

/** An element with so much of the page's text is what the page is about, whatever it is called. */
const MAIN_SHARE = 0.4;
const comments = /(?:^|[\s_-])(?:comments?|disqus|respond|repl(?:y|ies))(?=$|[\s_-])/;

/**
 * Judges by the element, by what its class and id call it, and by its share of the text: templates wrap whole pages in
 * a "widget", and some servers in a form. The answers are remembered, since it is asked often.
 */
export function namedFurniture(page: Page): Furniture {
  const known = new WeakMap<Element, boolean>();
  const sizes = proseSizes(page);
  return (element) => {
    const before = known.get(element);
    if (before !== undefined) return before;
    const isMain =
      (sizes.of.get(element) ?? 0) > sizes.all * MAIN_SHARE && !comments.test(purposeOf(element));
    const answer = isMain
      ? element.name !== 'form' && plainFurniture(element)
      : plainFurniture(element) || isNamedSo(element);
    known.set(element, answer);
    return answer;
  };
}

/** Characters of text outside links in each element, and in all of the page. */
function proseSizes(page: Page): { of: Map<Element, number>; all: number } {
  const of = new Map<Element, number>();
  const size = (element: Element): number => {
    if (silent.has(element.name) || element.name === 'a') return 0;
    let sum = 0;
    for (const child of element.children) {
      if (isText(child)) sum += child.data.length > 1 ? child.data.trim().length : 0;
      else if (isTag(child)) sum += size(child);
    }
    of.set(element, sum);
    return sum;
  };
  let all = 0;
  for (const child of page.root()[0]?.children ?? []) if (isTag(child)) all += size(child);
  return { of, all };
}

function isNamedSo(element: Element): boolean {
  const { name, attribs } = element;
  if (name === 'body' || name === 'html' || name === 'article' || name === 'main') return false;
  if (name === 'header' && !containsHeading(element)) return true;
  if ('hidden' in attribs) return true;
  const purpose = purposeOf(element);
  // A whole page is sometimes wrapped in "has-sidebar"; what calls itself the article in another word is believed, and
  // "article-footer" is not such a word.
  return (
    unlikely.test(purpose) &&
    !purpose.split(/\s+/).some((name) => name !== '' && likely.test(name) && !unlikely.test(name))
  );
}

/** 1 for an element that calls itself the article, -1 for one that calls itself something else, else 0. */
export function purposeScore(element: Element): number {
  const purpose = purposeOf(element);
  return (likely.test(purpose) ? 1 : 0) - (unlikely.test(purpose) ? 1 : 0);
}

function containsHeading(element: Element): boolean {
  return element.children.some((child) => isTag(child) && (child.name === 'h1' || containsHeading(child)));
}
