// The winner's content as blocks of text: one for each paragraph, heading, list item and table row, in order, with
// what looks like furniture left out. The text and the clean HTML are both written from these.
import type { Furniture } from './boilerplate.js';
import { type Sizes, sizesIn } from './sizes.js';
import { type AnyNode, breaking, type Element, folded, isTag, isText, rawText, wideSpace } from './tree.js';

export interface Block {
  /** An h1 is the heading that says the title; it is found on the way and never part of an article. */
  tag: 'p' | 'h1' | 'h2' | 'h3' | 'h4' | 'li' | 'blockquote' | 'pre' | 'tr';
  nodes: AnyNode[];
  text: string;
  /** Characters in links. */
  links: number;
}

/** A figure is a picture with words about it, unless it holds one of these, which are of the article. */
const figured: ReadonlySet<string> = new Set(['table', 'blockquote', 'pre']);

/** The blocks inside `root`, furniture and pictures left out. `sizes` may be those of the whole page. */
export function blocksOf(
  root: Element,
  isFurniture: Furniture,
  sizes: Sizes = sizesIn([root], null),
): Block[] {
  const blocks: Block[] = [];
  let inline: AnyNode[] = [];
  const flush = (tag: Block['tag'], inLink: boolean): void => {
    const block = blockOf(inline, tag, inLink, isFurniture);
    if (block !== null) blocks.push(block);
    inline = [];
  };
  const walk = (element: Element, tag: Block['tag'], inLink: boolean): void => {
    for (const child of element.children) {
      if (isText(child)) inline.push(child);
      else if (isTag(child)) visit(child, tag, inLink);
    }
  };
  const visit = (child: Element, tag: Block['tag'], inLink: boolean): void => {
    const breaks = breaking.has(child.name) || (sizes.of(child).hasBlocks && !isPlainCell(child, sizes));
    if (isFurniture(child) || child.name === 'figcaption' || child.name === 'figure') {
      // A script or a label within a line does not end it.
      if (breaks) flush(tag, inLink);
      if (child.name === 'figure' && !isFurniture(child))
        for (const part of figuredIn(child)) visit(part, tag, inLink);
    } else if (child.name === 'br') {
      if (isBreak(inline)) flush(tag, inLink);
      else inline.push(child);
    } else if (breaks) {
      flush(tag, inLink);
      const own = child === sizes.title ? 'h1' : tagFor(child.name, tag);
      const isLink = inLink || child.name === 'a';
      walk(child, own, isLink);
      flush(own, isLink);
    } else inline.push(child);
  };
  const own = root === sizes.title ? 'h1' : tagFor(root.name, 'p');
  walk(root, own, root.name === 'a');
  flush(own, root.name === 'a');
  return blocks;
}

/** The block that the nodes of a line make; null for none that a reader would see. */
function blockOf(nodes: AnyNode[], tag: Block['tag'], inLink: boolean, isFurniture: Furniture): Block | null {
  if (nodes.length === 0) return null;
  const text = tag === 'pre' ? linesOf(nodes) : textOfNodes(nodes, isFurniture);
  if (!visible.test(text) || (tag === 'pre' && lineNumbers.test(text))) return null;
  return { tag, nodes, text, links: inLink ? text.length : linkCharacters(nodes, isFurniture) };
}

/** The outermost tables, quotes and code in a figure. */
function figuredIn(figure: Element): Element[] {
  return figure.children
    .filter(isTag)
    .flatMap((child) =>
      figured.has(child.name) ? [child] : child.name === 'figcaption' ? [] : figuredIn(child),
    );
}

/** Longer cells lay a page out. Rows of more cells are no table that a reader would see as one. */
const MAX_CELL = 200;
const MAX_CELLS = 50;

// Word processors put a paragraph into each cell of a table, which makes no more of it than a cell. A row alone lays a
// page out.
function isPlainCell({ name, children, parent: row }: Element, sizes: Sizes): boolean {
  if ((name !== 'td' && name !== 'th') || row === null || isAlone(row)) return false;
  const cells = row.children.length > MAX_CELLS ? [] : row.children.filter(isTag);
  if (cells.length < 2 || cells.some((cell) => sizes.of(cell).text > MAX_CELL)) return false;
  const parts = children.filter(isTag);
  const paragraphs = parts.filter((part) => breaking.has(part.name));
  return paragraphs.length < 2 && !parts.some((part) => part.name === 'pre' || sizes.of(part).hasBlocks);
}

// The first row often stands in a part of the table that holds no other.
function isAlone({ parent: part }: AnyNode): boolean {
  if (part === null || part.children.length > 1) return false;
  return !isTag(part) || part.name === 'table' || (part.parent?.children.length ?? 0) < 2;
}

const tagFor = (name: string, outer: Block['tag']): Block['tag'] => {
  if (
    name === 'h2' ||
    name === 'h3' ||
    name === 'h4' ||
    name === 'li' ||
    name === 'blockquote' ||
    name === 'pre' ||
    name === 'tr'
  )
    return name;
  if (name === 'h1') return 'h2';
  if (name === 'h5' || name === 'h6') return 'h4';
  return outer === 'li' || outer === 'blockquote' ? outer : 'p';
};

// Two line breaks in a row stand for a paragraph in old templates.
function isBreak(inline: AnyNode[]): boolean {
  const last = inline.findLast((node) => !isText(node) || folded(node.data) !== '');
  return last !== undefined && isTag(last) && last.name === 'br';
}

/** Editors leave joiners and marks of no width in paragraphs that look empty. */
const visible = /[^\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/;

/** What stands beside the lines of code. */
const lineNumbers = /^\d{1,5}(?:\n\d{1,5})*$/;

// The lines of code and of poems are what they are about. Read one by one, since an expression for the white space
// before an end would look at a long run of it from each of its places.
function linesOf(nodes: AnyNode[]): string {
  const text = nodes
    .map((node) => (isTag(node) && node.name === 'br' ? '\n' : rawText(node)))
    .join('')
    .replaceAll('\r', '\n');
  const lines: string[] = [];
  for (let at = 0, end = 0; at < text.length; at = end + 1) {
    end = text.indexOf('\n', at);
    if (end < 0) end = text.length;
    const line = text.slice(at, end).trimEnd();
    if (line !== '') lines.push(line);
  }
  return lines.join('\n');
}

function textOfNodes(nodes: AnyNode[], isFurniture: Furniture): string {
  const parts: string[] = [];
  const collect = (node: AnyNode): void => {
    if (isText(node)) parts.push(node.data.replace(wideSpace, ' '));
    else if (isTag(node)) {
      if (node.name === 'br') parts.push('\n');
      else if (!isFurniture(node)) node.children.forEach(collect);
      if (node.name === 'td' || node.name === 'th') parts.push(' ');
    }
  };
  nodes.forEach(collect);
  return parts
    .join('')
    .replace(/ {2,}/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{2,}/g, '\n')
    .trim();
}

function linkCharacters(nodes: AnyNode[], isFurniture: Furniture): number {
  return nodes.reduce((sum, node) => {
    if (!isTag(node)) return sum;
    return (
      sum +
      (node.name === 'a'
        ? textOfNodes([node], isFurniture).length
        : linkCharacters(node.children, isFurniture))
    );
  }, 0);
}
