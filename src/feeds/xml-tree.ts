// A tolerant tree of a feed: it reads what strict parsers refuse (unclosed tags, bare ampersands, cut bodies) and
// expands no entity declarations and no DTD. What must stay true: time is linear in the text, whatever the text is;
// the tree is never deeper than MAX_DEPTH, so that walking it may recurse; an item that the end of the text cuts in
// two is left out when whole ones stand before it, because half a link is a wrong link.
import { newElement, type XmlElement } from './element.js';
import { readMarkup } from './markup.js';
import { XmlNames } from './xml-names.js';

/** Deeper nesting is no feed; its text is kept, flattened into the deepest element. */
const MAX_DEPTH = 100;
/** HTML that stands in a body without being escaped; it has no closing tags to wait for. */
const leafTags = new Set(['br', 'hr', 'img', 'wbr']);
const itemTags = new Set(['item', 'entry', 'atom:entry']);
/** Fields that never hold an item: one that begins inside them shows that they were not closed. */
const shortFields = new Set(['title', 'link', 'guid', 'id', 'pubdate', 'author', 'category', 'comments']);

/** Parses anything; the result is a nameless element that holds what stands at the top. */
export function parseXmlTree(text: string): XmlElement {
  const root = newElement('');
  const names = new XmlNames();
  const stack = new OpenElements(root);
  readMarkup(text, 'xml', {
    open(written, attributes, _at, isEmpty) {
      if (attributes.size > 0) names.declare(attributes);
      const name = names.usual(written, stack.depth === 0);
      if (itemTags.has(name) && !isEmpty) stack.closeUnclosedItem();
      stack.open(name, attributes);
    },
    text(data) {
      const { children } = stack.innermost;
      const last = children.length - 1;
      // Text comes in pieces around entities; joined here, so that nobody has to later.
      if (typeof children[last] === 'string') children[last] += data;
      else children.push(data);
    },
    close: (written) => stack.close(names.usual(written, false)),
  });
  stack.dropCutItem();
  return root;
}

/** The elements that are open, with a count of each name, so that a stray closing tag costs no search. */
class OpenElements {
  innermost: XmlElement;
  /** Null stands for an element below MAX_DEPTH. */
  readonly #open: { name: string; element: XmlElement | null }[] = [];
  readonly #count = new Map<string, number>();
  readonly #root: XmlElement;

  constructor(root: XmlElement) {
    this.#root = root;
    this.innermost = root;
  }

  get depth(): number {
    return this.#open.length;
  }

  open(name: string, attributes: ReadonlyMap<string, string>): void {
    const element = this.depth < MAX_DEPTH ? newElement(name, attributes) : null;
    if (element !== null) this.innermost.children.push(element);
    if (leafTags.has(name)) return;
    this.#open.push({ name, element });
    this.#count.set(name, (this.#count.get(name) ?? 0) + 1);
    if (element !== null) this.innermost = element;
  }

  /** Closes the innermost element of this name and all inside it; nothing when there is none. */
  close(name: string): void {
    if ((this.#count.get(name) ?? 0) === 0) return;
    for (let closed = this.#open.pop(); closed !== undefined; closed = this.#open.pop()) {
      this.#count.set(closed.name, (this.#count.get(closed.name) ?? 1) - 1);
      if (closed.name === name) break;
    }
    const last = this.#open.at(-1);
    if (last === undefined) this.innermost = this.#root;
    else if (last.element !== null) this.innermost = last.element;
  }

  /** `<item><title>one<item>`: a new item ends the one before, unless it stands where items may stand. */
  closeUnclosedItem(): void {
    for (let index = this.depth - 1; index >= 0; index--) {
      const name = this.#open[index]?.name ?? '';
      if (itemTags.has(name)) this.close(name);
      if (!shortFields.has(name)) return;
    }
  }

  dropCutItem(): void {
    const index = this.#open.findIndex(({ name }) => itemTags.has(name));
    const cut = this.#open[index]?.element;
    const parent = index === 0 ? this.#root : this.#open[index - 1]?.element;
    if (!parent || !cut) return;
    const alike = parent.children.filter((child) => typeof child !== 'string' && child.name === cut.name);
    if (alike.length > 1) parent.children = parent.children.filter((child) => child !== cut);
  }
}
