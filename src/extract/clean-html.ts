// Clean HTML, rebuilt from an allowlist and never stripped: what is not written here does not exist in the result.
// No scripts, styles, frames, forms, SVG, MathML, comments, event handlers or data: addresses; text and attributes are
// escaped, links and pictures are absolute and http or https. The text is that of the blocks, no more and no less; the
// page gives them their order: lists in lists, quotes, tables, and the pictures that stand between them.

import { parseUrl } from '../parse-url.js';
import type { Block } from './blocks.js';
import { type Furniture, plainFurniture } from './boilerplate.js';
import { figureHtml, isFigure } from './figure-html.js';
import { type InlineWriting, inlineHtml, isCell, preformatted, spansOf } from './inline-html.js';
import { type AnyNode, type Element, isTag, type Page } from './tree.js';

/** Where the blocks were found. */
export interface Surroundings {
  page: Page;
  /** The elements that hold the article; pictures are taken from these alone. */
  roots: readonly Element[];
  isFurniture: Furniture;
}

const tableParts: ReadonlySet<string> = new Set(['thead', 'tbody', 'tfoot', 'tr', 'td', 'th']);
/** Readers see no deeper; browsers have no bound of their own. */
const MAX_NESTING = 40;
interface Writing extends InlineWriting {
  starts: Map<AnyNode, Block>;
  /** Nodes of blocks after their first. */
  rest: Set<AnyNode>;
  /** Elements around blocks. */
  holders: Set<AnyNode>;
  /** Tables of data; all others only lay the page out. */
  tables: Set<Element>;
  roots: ReadonlySet<AnyNode>;
  /** Blocks that are still to be written. */
  left: number;
}
interface Place {
  inRoot: boolean;
  inTable: boolean;
  depth: number;
  /** The element that holds the words of a block without a paragraph around them. */
  bareIn: AnyNode | null;
}

/** The blocks as HTML of some forty tags. Without surroundings, or for blocks that no page holds, a plain row of them. */
export function cleanHtml(blocks: readonly Block[], baseUrl: string, around: Surroundings | null): string {
  const writing = writingOf(blocks, baseUrl, around);
  if (around === null || blocks.some(({ nodes }) => (nodes[0]?.parent ?? null) === null))
    return rowOf(blocks, writing);
  const [top] = around.page.root().toArray();
  const place = { inRoot: false, inTable: false, depth: 0, bareIn: null };
  const html = top === undefined ? '' : piecesIn(top.children, place, writing).join('\n');
  // What the walk has not met stands in another page.
  return writing.left === 0 ? html : rowOf(blocks, writing);
}

function writingOf(blocks: readonly Block[], baseUrl: string, around: Surroundings | null): Writing {
  const holders = new Set<AnyNode>();
  const hold = (node: AnyNode | null): void => {
    for (let at = node; at !== null && !holders.has(at); at = at.parent) holders.add(at);
  };
  for (const root of around?.roots ?? []) hold(root.parent);
  for (const { nodes } of blocks) hold(nodes[0]?.parent ?? null);
  return {
    resolve: (reference) => webUrl(reference, baseUrl),
    isFurniture: around?.isFurniture ?? plainFurniture,
    starts: new Map(
      blocks.flatMap((block) => (block.nodes[0] === undefined ? [] : [[block.nodes[0], block]])),
    ),
    rest: new Set(blocks.flatMap(({ nodes }) => nodes.slice(1))),
    holders,
    tables: dataTables(blocks),
    roots: new Set(around?.roots ?? []),
    shown: new Set(),
    left: blocks.filter(({ nodes }) => nodes.length > 0).length,
  };
}

/** Tables with two rows and more of which one at least has two cells and more. */
function dataTables(blocks: readonly Block[]): Set<Element> {
  const rows = new Map<Element, { rows: number; cells: number }>();
  for (const { tag, nodes } of blocks) {
    if (tag !== 'tr') continue;
    const table = tableAround(nodes[0]);
    if (table === null) continue;
    const found = rows.get(table) ?? { rows: 0, cells: 0 };
    found.rows++;
    found.cells = Math.max(found.cells, nodes.filter(isCell).length);
    rows.set(table, found);
  }
  return new Set([...rows].filter(([, found]) => found.rows > 1 && found.cells > 1).map(([table]) => table));
}

/** A row stands in a table, or in one of its parts. */
function tableAround(cell: AnyNode | undefined): Element | null {
  const row = cell?.parent ?? null;
  const outer = row?.parent ?? null;
  const table = outer !== null && isTag(outer) && outer.name !== 'table' ? outer.parent : outer;
  return table !== null && isTag(table) && table.name === 'table' ? table : null;
}

function piecesIn(nodes: readonly AnyNode[], place: Place, writing: Writing): string[] {
  const pieces: string[] = [];
  for (const node of nodes) {
    const piece = pieceOf(node, place, writing);
    if (piece !== '') pieces.push(piece);
  }
  return pieces;
}

function pieceOf(node: AnyNode, place: Place, writing: Writing): string {
  const block = writing.starts.get(node);
  if (block !== undefined) {
    writing.left--;
    return blockHtml(block, place, writing);
  }
  if (!isTag(node) || writing.rest.has(node)) return '';
  const inRoot = place.inRoot || writing.roots.has(node);
  if (!writing.holders.has(node)) {
    if (!inRoot) return '';
    if (isFigure(node)) return figureHtml(node, writing.left === 0, writing);
    if (writing.isFurniture(node)) return '';
  }
  return elementHtml(node, { ...place, inRoot, depth: place.depth + 1 }, writing);
}

function elementHtml(element: Element, place: Place, writing: Writing): string {
  const { name } = element;
  const isDeep = place.depth > MAX_NESTING;
  const isTable = writing.tables.has(element) && !isDeep;
  const isPart = place.inTable && tableParts.has(name);
  const isList = (name === 'ul' || name === 'ol') && !isDeep;
  const inTable = isTable || (place.inTable && name !== 'table');
  const inner = { ...place, inTable, bareIn: isPart ? element : place.bareIn };
  const pieces = isList
    ? element.children.flatMap((child) => listItem(child, inner, writing))
    : piecesIn(element.children, inner, writing);
  if (pieces.length === 0) return '';
  const html = pieces.join('\n');
  const isKept = isList || isTable || isPart || (name === 'blockquote' && !isDeep);
  return isKept ? `<${name}${spansOf(element)}>${html}</${name}>` : html;
}

function listItem(child: AnyNode, place: Place, writing: Writing): string[] {
  const piece = pieceOf(child, { ...place, bareIn: child }, writing);
  return piece === '' ? [] : [`<li>${piece}</li>`];
}

function blockHtml({ tag, nodes }: Block, { bareIn }: Place, writing: Writing): string {
  const parent = nodes[0]?.parent ?? null;
  const isBare = parent !== null && parent === bareIn;
  const isRow = tag === 'tr' && isBare;
  const html = wordsOf(nodes, tag, isRow, writing);
  if (isBare) return html;
  const name = tag === 'li' || tag === 'tr' || tag === 'blockquote' ? 'p' : headed(tag);
  return `<${name}>${html}</${name}>`;
}

function wordsOf(nodes: readonly AnyNode[], tag: Block['tag'], isRow: boolean, writing: Writing): string {
  if (tag === 'pre') {
    const text = nodes.map((node) => preformatted(node, writing)).join('');
    // A line break right after <pre> is not of its text (HTML, 13.1.2.5): each parser that it passes would take one away.
    return text.replace(/^[\r\n]+/, '');
  }
  return nodes
    .map((node) => inlineHtml(node, writing, isRow, false))
    .join('')
    .trim();
}

// The page that shows it has a heading of its own.
const headed = (tag: Block['tag']): string => (tag === 'h1' ? 'h2' : tag);

/** A row of blocks, lists of one level. */
function rowOf(blocks: readonly Block[], writing: Writing): string {
  const parts: string[] = [];
  writing.shown.clear();
  for (const [index, { tag, nodes }] of blocks.entries()) {
    const name = tag === 'tr' ? 'p' : headed(tag);
    if (tag === 'li' && blocks[index - 1]?.tag !== 'li') parts.push('<ul>');
    parts.push(`<${name}>${wordsOf(nodes, tag, false, writing)}</${name}>`);
    if (tag === 'li' && blocks[index + 1]?.tag !== 'li') parts.push('</ul>');
  }
  return parts.join('\n');
}

/** The absolute address; null for anything but http and https. */
export function webUrl(href: string | undefined, baseUrl: string): string | null {
  const url = href === undefined ? null : parseUrl(href.trim(), baseUrl);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  // "https://bank.example@elsewhere.example" is written to be misread.
  if (url.username !== '') url.username = '';
  if (url.password !== '') url.password = '';
  return url.href;
}

/** The address that a page's links are relative to: that of its base element, or its own. */
export function baseAddress(page: Page, url: string): string {
  let level: AnyNode[] = page.root()[0]?.children ?? [];
  for (const name of ['html', 'head'])
    level = level.flatMap((node) => (isTag(node) ? (node.name === name ? node.children : [node]) : []));
  for (const node of level)
    if (isTag(node) && node.name === 'base') return webUrl(node.attribs['href'], url) ?? url;
  return url;
}
