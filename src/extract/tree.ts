// The page as a tree: htmlparser2's, five to nine times faster than the standard's algorithm and right on all but
// mis-nested tables. Hostile pages nest a hundred thousand elements, and whatever walks such a tree recursively
// breaks; so nesting is cut while parsing (deeper elements become siblings) and the number of nodes is bounded.
import { type CheerioAPI, load } from 'cheerio/slim';
import { type AnyNode, type Document, DomHandler, Element, isTag, isText } from 'domhandler';
import { Parser } from 'htmlparser2';

export { type AnyNode, Element, isTag, isText };
export type Page = CheerioAPI;

const MAX_DEPTH = 200;
/** Ten times the largest real page that was seen; what comes after it is not read. */
const MAX_NODES = 250_000;
/** Open elements, those that were cut included; the parser's own list of them is slow when it is long. */
const MAX_OPEN = 20_000;
/** Nodes beside the root element; a page has its type and a few comments there. */
const MAX_TOP = 100;

class BoundedHandler extends DomHandler {
  #depth = 0;
  #nodes = 0;
  #flattened = 0;
  /** Open elements since the outermost one that no reader sees, it included. */
  #silent = 0;

  /** Called when a bound is reached, so that the rest of the page is not read. */
  readonly #stop: () => void;

  constructor(stop: () => void) {
    super();
    this.#stop = stop;
  }
  override onopentag(name: string, attributes: Record<string, string>): void {
    if (++this.#nodes > MAX_NODES || this.#depth + this.#flattened + this.#silent > MAX_OPEN) this.#stop();
    if (this.#silent > 0 || isSilent(name, attributes)) {
      this.#silent++;
      return;
    }
    if (this.#depth >= MAX_DEPTH) {
      this.#flattened++;
      return;
    }
    this.#depth++;
    super.onopentag(name, attributes);
  }
  override onclosetag(): void {
    if (this.#silent > 0) this.#silent--;
    else if (this.#flattened > 0) this.#flattened--;
    else if (this.#depth > 0) {
      this.#depth--;
      super.onclosetag();
    }
  }
  override ontext(data: string): void {
    if (this.#silent > 0) return;
    if (++this.#nodes > MAX_NODES) this.#stop();
    if (data.charCodeAt(0) > SPACE || data.trim() !== '' || this.#separates()) super.ontext(data);
  }
  override oncomment(): void {
    // Nothing in one is read.
  }
  override oncommentend(): void {
    // As above.
  }

  // White space counts between words alone: not at the beginning of a block, and not after one.
  #separates(): boolean {
    const holder = this.tagStack.at(-1);
    const before = holder?.children.at(-1);
    if (before === undefined) return !(holder instanceof Element) || !breaking.has(holder.name);
    return !(before instanceof Element) || !breaking.has(before.name);
  }
}

const SPACE = 32;

/** Types of scripts that hold data or a template, and no code. */
const heldTypes = /json|template|html/i;

// What no reader sees is half of many pages; it is not kept at all. What a script holds may be data.
function isSilent(name: string, attributes: Record<string, string>): boolean {
  if (name === 'script') return !heldTypes.test(attributes['type'] ?? '');
  return unread.has(name);
}

/** Parses a page; never throws. */
export function parsePage(html: string): Page {
  const handler = new BoundedHandler(() => parser.pause());
  const parser = new Parser(handler, { decodeEntities: true, lowerCaseTags: true });
  // In one piece, since a part of a string is slower to read than a whole one.
  parser.write(html);
  parser.end();
  // The document itself: cheerio would move a list of nodes to one of its own, each at the price of all the others.
  return load(rooted(handler.root), { xml: { xmlMode: false, decodeEntities: true } });
}

// A search begins by comparing the nodes at the top with each other: of a hundred thousand that takes half a minute.
function rooted(document: Document): Document {
  if (document.children.length <= MAX_TOP) return document;
  const html = new Element('html', {}, document.children);
  for (const child of html.children) {
    child.parent = html;
  }
  html.parent = document;
  document.children = [html];
  return document;
}

/** An element's class and id, lower-case, for telling what it is for. */
export function purposeOf({ attribs }: Element): string {
  // Most elements have none or a class alone, and this is asked of all of them.
  let purpose = attribs['class'] ?? '';
  for (const name of purposes) {
    const value = attribs[name];
    if (value !== undefined) purpose += ` ${value}`;
  }
  return purpose.toLowerCase();
}
const purposes = ['id', 'data-testid', 'itemprop'] as const;

/** All text in a node, white space as it stands. */
export function rawText(node: AnyNode): string {
  if (isText(node)) return node.data;
  return isTag(node) && !silent.has(node.name) ? node.children.map(rawText).join('') : '';
}

/** A line of text is in few nodes; more are a part of the page. */
const MAX_LINE_NODES = 300;

/**
 * The folded text of an element that holds a line; null when it holds more than `maxCharacters`. It stops there: of
 * elements that are nested in each other, each would otherwise cost as much as the whole page.
 */
export function lineOf(element: Element, maxCharacters: number): string | null {
  const parts: string[] = [];
  let left = maxCharacters;
  let nodes = 0;
  const gather = (node: AnyNode): boolean => {
    if (++nodes > MAX_LINE_NODES) return false;
    if (isText(node)) {
      parts.push(node.data);
      left -= node.data.trim().length;
      return left >= 0;
    }
    return !isTag(node) || silent.has(node.name) || node.children.every(gather);
  };
  return gather(element) ? folded(parts.join('')) : null;
}

/** Elements that no reader sees, nor anything in them. */
const unread: ReadonlySet<string> = new Set([
  'style',
  'template',
  'svg',
  'math',
  'iframe',
  'object',
  'canvas',
  'select',
  'textarea',
  'datalist',
]);

/** Elements whose text is not for readers. */
// A noscript is kept, since it says where a picture is that a script loads late.
export const silent: ReadonlySet<string> = new Set([
  ...unread,
  'noscript',
  'script',
  'embed',
  'head',
  'button',
  'input',
]);

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

/** White space that is more, or another, than the one blank between words; a blank is left as it is, for there are many. */
export const wideSpace = /\s{2,}|[^\S ]/g;

/** Text with its white space folded. */
export const folded = (text: string): string => text.replace(wideSpace, ' ').trim();

/** What a template puts into words for their looks: marks where they may be parted, and spaces of no width. */
const marks = /[\u00ad\u200b\u2060\ufeff]/g;
/** A title or a name as it is compared and looked for. */
export const unmarked = (text: string): string => text.replace(marks, '');

/** What a word takes in scripts of one or two characters a word, against those of letters. */
const DENSE = 2.5;

/**
 * The characters of a text, white space around it not counted, as many as there would be in a script of letters: a
 * character in its middle tells whether it is Chinese, Japanese or Korean. It is not folded first, since that of every
 * text of a page costs more than what a line break within one changes.
 */
export function weightOf(text: string): number {
  if (text.length < 2) return 0;
  const { length } = text.trim();
  const middle = text.charCodeAt(text.length >> 1);
  return middle >= 0x2e80 && middle <= 0xd7ff ? length * DENSE : length;
}
