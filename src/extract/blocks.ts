// The winner's content as blocks of text: one for each paragraph, heading, list item and table row, in order, with
// what looks like furniture left out. The text and the clean HTML are both written from these.
import type { Furniture } from './boilerplate.js';
import { breaking, type Sizes } from './sizes.js';
import { type AnyNode, type Element, folded, isTag, isText, rawText } from './tree.js';

export interface Block {
  /** An h1 is the heading that says the title; it is found on the way and never part of an article. */
  tag: 'p' | 'h1' | 'h2' | 'h3' | 'h4' | 'li' | 'blockquote' | 'pre' | 'tr';
  nodes: AnyNode[];
  text: string;
  /** Characters in links. */
  links: number;
}

const captions = new Set(['figcaption', 'figure']);

/** The blocks inside `root`, furniture and pictures left out. */
export function blocksOf(root: Element, sizes: Sizes, isFurniture: Furniture): Block[] {
  const blocks: Block[] = [];
  let inline: AnyNode[] = [];
  const flush = (tag: Block['tag'], inLink: boolean): void => {
    if (inline.length === 0) return;
    const text = tag === 'pre' ? linesOf(inline) : textOfNodes(inline, isFurniture);
    const links = inLink ? text.length : linkCharacters(inline, isFurniture);
    if (text !== '') blocks.push({ tag, nodes: inline, text, links });
    inline = [];
  };
  const walk = (element: Element, tag: Block['tag'], inLink: boolean): void => {
    for (const child of element.children) {
      if (isText(child)) inline.push(child);
      else if (isTag(child)) visit(child, tag, inLink);
    }
  };
  const visit = (child: Element, tag: Block['tag'], inLink: boolean): void => {
    const breaks = breaking.has(child.name) || sizes.of(child).hasBlocks;
    if (isFurniture(child) || captions.has(child.name)) {
      // A script or a label within a line does not end it.
      if (breaks) flush(tag, inLink);
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

// The lines of code and of poems are what they are about.
function linesOf(nodes: AnyNode[]): string {
  return nodes
    .map((node) => (isTag(node) && node.name === 'br' ? '\n' : rawText(node)))
    .join('')
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{2,}/g, '\n')
    .replace(/^\n+|\n+$/g, '');
}

function textOfNodes(nodes: AnyNode[], isFurniture: Furniture): string {
  const parts: string[] = [];
  const collect = (node: AnyNode): void => {
    if (isText(node)) parts.push(node.data.replace(/\s+/g, ' '));
    else if (isTag(node)) {
      if (node.name === 'br') parts.push('\n');
      else if (!isFurniture(node)) node.children.forEach(collect);
      if (node.name === 'td' || node.name === 'th') parts.push(' ');
    }
  };
  nodes.forEach(collect);
  return parts
    .join('')
    .replace(/[ \t\u00a0]+/g, ' ')
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
