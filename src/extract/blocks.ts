// The winner's content as blocks of text: one for each paragraph, heading, list item and table row, in order, with
// what looks like furniture left out. The text and the clean HTML are both written from these.
import type { Furniture } from './boilerplate.js';
import { type AnyNode, type Element, folded, isTag, isText, rawText } from './tree.js';

export interface Block {
  tag: 'p' | 'h2' | 'h3' | 'h4' | 'li' | 'blockquote' | 'pre' | 'tr';
  nodes: AnyNode[];
  text: string;
  /** Characters in links. */
  links: number;
}

const breaking = new Set([
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
const captions = new Set(['figcaption', 'figure']);

/** The blocks inside `root`, furniture and link lists left out. */
export function blocksOf(root: Element, isFurniture: Furniture): Block[] {
  const blocks: Block[] = [];
  let inline: AnyNode[] = [];
  const flush = (tag: Block['tag']): void => {
    const text = tag === 'pre' ? linesOf(inline) : textOfNodes(inline, isFurniture);
    if (text !== '') blocks.push({ tag, nodes: inline, text, links: linkCharacters(inline, isFurniture) });
    inline = [];
  };
  const walk = (element: Element, tag: Block['tag']): void => {
    for (const child of element.children) {
      if (isText(child)) inline.push(child);
      else if (isTag(child)) visit(child, tag);
    }
  };
  const visit = (child: Element, tag: Block['tag']): void => {
    if (isFurniture(child) || captions.has(child.name) || child.name === 'h1') {
      flush(tag);
      return;
    }
    if (child.name === 'br') {
      if (isBreak(inline)) flush(tag);
      else inline.push(child);
    } else if (breaking.has(child.name) || containsBlock(child)) {
      flush(tag);
      const own = tagFor(child.name, tag);
      walk(child, own);
      flush(own);
    } else inline.push(child);
  };
  walk(root, 'p');
  flush('p');
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
  if (name === 'h5' || name === 'h6') return 'h4';
  return outer === 'li' || outer === 'blockquote' ? outer : 'p';
};

// Two line breaks in a row stand for a paragraph in old templates.
function isBreak(inline: AnyNode[]): boolean {
  const last = inline.findLast((node) => !isText(node) || folded(node.data) !== '');
  return last !== undefined && isTag(last) && last.name === 'br';
}

function containsBlock(element: Element): boolean {
  return element.children.some((child) => isTag(child) && (breaking.has(child.name) || containsBlock(child)));
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

/** Blocks without the lists of links and the dangling headings that templates put around and into articles. */
export function proseOf(blocks: Block[]): Block[] {
  const kept = blocks.filter((block) => !isLinkBlock(block));
  while (kept.length > 0 && isDangling(kept.at(-1))) kept.pop();
  return kept;
}

const isLinkBlock = ({ text, links }: Block): boolean =>
  links > text.length * (text.length < 120 ? 0.7 : 0.85);

// A heading with nothing below it heads something that was left out, such as a comment form.
const isDangling = (block: Block | undefined): boolean =>
  block !== undefined && (block.tag === 'h2' || block.tag === 'h3' || block.tag === 'h4');
