// What each element holds, gathered in one walk from the leaves upwards: how much text, how much of it in links, and
// whether a heading of the page or anything that breaks a line is inside. Everything that judges elements asks this.
import { simplified } from './names.js';
import { type AnyNode, type Element, isTag, isText, lineOf, type Page, silent } from './tree.js';

export interface Size {
  /** Characters of text for readers, white space between tags not counted, and of those the ones in links. */
  text: number;
  links: number;
  /** Whether the heading that says the article's title is inside, or this is it. */
  hasTitle: boolean;
  /** Whether an element that breaks the line is inside. */
  hasBlocks: boolean;
}
export interface Sizes {
  of: (element: Element) => Size;
  all: Size;
  /** The heading that says the article's title; the first h1 where none does; null on a page without headings. */
  title: Element | null;
}

/** Elements that begin and end a line. */
export const breaking: ReadonlySet<string> = new Set([
  'p',
  'div',
  'section',
  'article',
  'main',
  'body',
  'ul',
  'ol',
  'li',
  'dl',
  'dt',
  'dd',
  'table',
  'tbody',
  'thead',
  'tr',
  'blockquote',
  'pre',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'figure',
  'header',
  'hr',
  'center',
  'address',
  'details',
  'summary',
  'html',
  'fieldset',
]);

const nothing: Size = { text: 0, links: 0, hasTitle: false, hasBlocks: false };

/** The sizes of all elements of a page whose article has such a title; an element that is not in it has no text. */
export function sizesOf(page: Page, title: string | null): Sizes {
  const known = new Map<Element, Size>();
  const headings: Element[] = [];
  const all = { ...nothing };
  for (const child of page.root()[0]?.children ?? [])
    if (isTag(child)) add(all, sizeOf(child, known, headings), child.name);
  const heading = titleIn(headings, title);
  for (let at: AnyNode | null = heading; at !== null && isTag(at); at = at.parent) {
    const size = known.get(at);
    if (size !== undefined) size.hasTitle = true;
  }
  return { of: (element) => known.get(element) ?? nothing, all, title: heading };
}

function sizeOf(element: Element, known: Map<Element, Size>, headings: Element[]): Size {
  if (silent.has(element.name)) return nothing;
  const size = { ...nothing };
  for (const child of element.children) {
    if (isText(child)) size.text += child.data.length > 1 ? child.data.trim().length : 0;
    else if (isTag(child)) add(size, sizeOf(child, known, headings), child.name);
  }
  if (element.name === 'a') size.links = size.text;
  else if (element.name === 'h1' || element.name === 'h2' || element.name === 'h3') headings.push(element);
  known.set(element, size);
  return size;
}

function add(size: Size, inner: Size, name: string): void {
  size.text += inner.text;
  size.links += inner.links;
  if (inner.hasBlocks || breaking.has(name)) size.hasBlocks = true;
}

/** More headings than this are a list of other articles. */
const MAX_HEADINGS = 60;
const MAX_TITLE = 500;
/** A heading may leave out the end of a title, and a title that of a heading, but no more than this beginning. */
const MIN_SHARED = 25;

function titleIn(headings: Element[], title: string | null): Element | null {
  const first = headings.slice(0, MAX_HEADINGS);
  const wanted = simplified(title ?? '');
  const says = (heading: Element): boolean => {
    const own = simplified(lineOf(heading, MAX_TITLE) ?? '');
    if (own === '') return false;
    return (
      own === wanted ||
      (own.length >= MIN_SHARED && wanted.startsWith(own)) ||
      (wanted.length >= MIN_SHARED && own.startsWith(wanted))
    );
  };
  const main = first.filter(({ name }) => name === 'h1');
  return main.find(says) ?? first.find(says) ?? main[0] ?? null;
}
