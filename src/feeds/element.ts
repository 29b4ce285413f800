// An element of a feed's tree, and what can be asked of it. Names are lower-case and carry their usual prefix.
import { decodeHTMLStrict } from 'entities';
import { storableText } from './storable.js';

export interface XmlElement {
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: (XmlElement | string)[];
}

/** Most elements have none, and a map for each would be a third of a large feed's memory. */
export const noAttributes: ReadonlyMap<string, string> = new Map();

export function newElement(name: string, attributes = noAttributes): XmlElement {
  return { name, attributes, children: [] };
}

/** Up to here looking through the children is faster than sorting them by name; far above it would be quadratic. */
const FEW_CHILDREN = 64;
const indexes = new WeakMap<XmlElement, Map<string, XmlElement[]>>();

function indexOf(element: XmlElement): Map<string, XmlElement[]> {
  const known = indexes.get(element);
  if (known !== undefined) return known;
  const index = new Map<string, XmlElement[]>();
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    const same = index.get(child.name);
    if (same === undefined) index.set(child.name, [child]);
    else same.push(child);
  }
  indexes.set(element, index);
  return index;
}

/** The child elements in their order; those named `names` only, if any are given. The tree must be finished. */
export function childrenOf(element: XmlElement, ...names: string[]): XmlElement[] {
  if (names.length > 0 && element.children.length > FEW_CHILDREN) {
    const index = indexOf(element);
    const present = names.filter((name) => index.has(name));
    if (present.length < 2) return index.get(present[0] ?? '') ?? [];
  }
  const found: XmlElement[] = [];
  for (const child of element.children) {
    if (typeof child !== 'string' && (names.length === 0 || names.includes(child.name))) found.push(child);
  }
  return found;
}

/** The first child with one of these names that says anything, earlier names first; null when there is none. */
export function firstChild(element: XmlElement, ...names: string[]): XmlElement | null {
  let silent: XmlElement | null = null;
  const isMany = element.children.length > FEW_CHILDREN;
  for (const name of names) {
    for (const child of isMany ? (indexOf(element).get(name) ?? []) : element.children) {
      if (typeof child === 'string' || child.name !== name) continue;
      if (child.children.length > 0 || child.attributes.has('src')) return child;
      silent ??= child;
    }
  }
  return silent;
}

/** All text in an element, trimmed; null when there is none. */
export function textOf(element: XmlElement | null): string | null {
  if (element === null) return null;
  const [only] = element.children;
  if (element.children.length === 1 && typeof only === 'string') return only.trim() || null;
  const parts: string[] = [];
  collectText(element, parts);
  return parts.join('').trim() || null;
}

function collectText(element: XmlElement, parts: string[]): void {
  for (const child of element.children) {
    if (typeof child === 'string') parts.push(child);
    else collectText(child, parts);
  }
}

/** As `textOf` on one line, with HTML's named entities too: XML knows five, feeds use all. Not for ids and addresses. */
export function wordsOf(element: XmlElement | null): string | null {
  const text = textOf(element);
  if (text === null) return null;
  const words = text.includes('&') ? withNamedEntities(text) : text;
  // Most texts are one line already, and trimmed.
  return wideSpace.test(words) ? words.replace(/\s+/g, ' ').trim() || null : words;
}

/** White space that is not one space. */
const wideSpace = /[^\S ]| {2}/;

/** The text with HTML's references decoded, if it has named ones; what comes of them is storable again. */
function withNamedEntities(text: string): string {
  return /&[a-z][a-z0-9]{1,30};/i.test(text) ? storableText(decodeHTMLStrict(text)) : text;
}

const leafTags = /^(?:br|img|hr|input|source|wbr)$/;

/** What stands in an element as markup, trimmed: for XHTML content and for HTML that was not escaped. */
export function innerMarkup(element: XmlElement): string {
  if (element.children.every((child) => typeof child === 'string')) return element.children.join('').trim();
  const parts: string[] = [];
  for (const child of element.children) writeMarkup(child, parts);
  return parts.join('').trim();
}

function writeMarkup(child: XmlElement | string, parts: string[]): void {
  if (typeof child === 'string') {
    parts.push(escapeMarkup(child));
    return;
  }
  const name = child.name.replace(/^xhtml:/, '');
  const attributes = [...child.attributes]
    .filter(([attribute]) => !attribute.startsWith('xmlns'))
    .map(([attribute, value]) => ` ${attribute}="${escapeMarkup(value)}"`);
  if (child.children.length === 0 && leafTags.test(name)) {
    parts.push(`<${name}${attributes.join('')} />`);
    return;
  }
  parts.push(`<${name}${attributes.join('')}>`);
  for (const inner of child.children) writeMarkup(inner, parts);
  parts.push(`</${name}>`);
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as HTML. A named entity of HTML stays one: in XML it was no reference but text. */
export function escapeMarkup(text: string): string {
  return text.replace(/&(?![a-z][a-z0-9]{1,30};)|[<>"]/gi, (character) => escapes[character] ?? character);
}
