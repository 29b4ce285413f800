// The elements that a page marks for machines, gathered by kind in one walk, because each walk of the page costs as
// much as all. Lists are capped: a page that repeats itself a hundred thousand times says no more than one that
// does so a few hundred times, and what is gathered here is looked at more than once.
import { spacedLine } from './place.js';
import { type Element, isTag, type Page } from './tree.js';

export interface Marked {
  html: Element | null;
  title: Element | null;
  metas: Element[];
  links: Element[];
  /** h1. */
  headings: Element[];
  /** h2 and h3. */
  minorHeadings: Element[];
  times: Element[];
  /** Elements with an itemprop, meta elements among them. */
  properties: Element[];
  /** Elements with rel=author. */
  authorLinks: Element[];
  /** Scripts that hold JSON-LD. */
  scripts: Element[];
  /** Elements whose class says that they ask for money. */
  paywalls: Element[];
}

/** The most that a list holds; real pages have some hundred meta tags and times, with their comments. */
const MAX_LISTED = 2_000;

/** Gathers the marked elements of a page in its order. */
export function markedIn(page: Page): Marked {
  const marked: Marked = {
    html: null,
    title: null,
    metas: [],
    links: [],
    headings: [],
    minorHeadings: [],
    times: [],
    properties: [],
    authorLinks: [],
    scripts: [],
    paywalls: [],
  };
  const waiting = (page.root()[0]?.children ?? []).filter(isTag).toReversed();
  for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
    sort(element, marked);
    for (let at = element.children.length - 1; at >= 0; at--) {
      const child = element.children[at];
      if (child !== undefined && isTag(child)) waiting.push(child);
    }
  }
  return marked;
}

function sort(element: Element, marked: Marked): void {
  const { name, attribs } = element;
  const list = listFor(name, attribs, marked);
  if (list !== null && list.length < MAX_LISTED) list.push(element);
  if (name === 'html') marked.html ??= element;
  // A drawing has a title too.
  else if (name === 'title' && !isDrawn(element)) marked.title ??= element;
  if (attribs['itemprop'] !== undefined && marked.properties.length < MAX_LISTED)
    marked.properties.push(element);
  if (attribs['rel'] !== undefined && name !== 'link' && /\bauthor\b/.test(attribs['rel']))
    marked.authorLinks.push(element);
  if (attribs['class']?.includes('paywall') && marked.paywalls.length < MAX_LISTED)
    marked.paywalls.push(element);
}

function listFor(name: string, attribs: Element['attribs'], marked: Marked): Element[] | null {
  switch (name) {
    case 'meta':
      return marked.metas;
    case 'link':
      return marked.links;
    case 'h1':
      return marked.headings;
    case 'h2':
    case 'h3':
      return marked.minorHeadings;
    case 'time':
      return marked.times;
    case 'script':
      return /^\s*application\/ld\+json/i.test(attribs['type'] ?? '') ? marked.scripts : null;
    default:
      return null;
  }
}

const isDrawn = ({ parent }: Element): boolean => parent !== null && isTag(parent) && parent.name === 'svg';

/** What a property of an element is: the attribute that states it, or its text up to `maxCharacters`. */
export function stated(element: Element, maxCharacters: number): string | null {
  const { attribs } = element;
  const value =
    attribs['content'] ??
    attribs['datetime'] ??
    (element.name === 'abbr' ? attribs['title'] : null) ??
    spacedLine(element, maxCharacters);
  return value === null || value === undefined || value.trim() === '' ? null : value;
}
