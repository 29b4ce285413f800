// Words, links and pictures within a paragraph, escaped and of the allowlist alone.
import { type Furniture, plainFurniture } from './boilerplate.js';
import { type Picture, pictureOf, type Resolve } from './images.js';
import { type AnyNode, type Element, isTag, isText, wideSpace } from './tree.js';

export interface InlineWriting {
  resolve: Resolve;
  isFurniture: Furniture;
  /** Pictures that were written, by their address. */
  shown: Set<string>;
}

const inlineTags: ReadonlySet<string> = new Set([
  ...[
    'a',
    'abbr',
    'b',
    'bdi',
    'bdo',
    'cite',
    'code',
    'del',
    'dfn',
    'em',
    'i',
    'ins',
    'kbd',
    'mark',
    'q',
    's',
  ],
  ...['samp', 'small', 'strong', 'sub', 'sup', 'time', 'u', 'var'],
]);
/** Cells that span more rows or columns are a mistake or a joke. */
const MAX_SPAN = 100;

/** A node as it stands in a paragraph; `isRow` for the cells of a table's row. */
export function inlineHtml(node: AnyNode, writing: InlineWriting, isRow: boolean, inLink: boolean): string {
  if (isText(node)) return isRow ? '' : escaped(node.data.replace(wideSpace, ' '));
  if (!isTag(node)) return '';
  const { name } = node;
  if (name === 'br') return '<br>';
  if (name === 'wbr') return '<wbr>';
  if (name === 'img') return imageHtml(pictureOf(node, writing.resolve), writing);
  if (plainFurniture(node) || writing.isFurniture(node)) return '';
  const isLink = name === 'a' && !inLink;
  let inner = '';
  for (const child of node.children) inner += inlineHtml(child, writing, false, inLink || isLink);
  if (isCell(node)) return isRow ? `<${name}${spansOf(node)}>${inner.trim()}</${name}>` : `${inner} `;
  if (!inlineTags.has(name) || (name === 'a' && inLink) || inner.trim() === '') return inner;
  return `<${name}${attributesOf(node, writing.resolve)}>${inner}</${name}>`;
}

/** A node as it stands in preformatted text, its white space as it is. */
export function preformatted(node: AnyNode, writing: InlineWriting): string {
  if (isText(node)) return escaped(node.data.replace(/\r\n?/g, '\n'));
  if (!isTag(node) || plainFurniture(node)) return '';
  if (node.name === 'br') return '\n';
  const inner = node.children.map((child) => preformatted(child, writing)).join('');
  return node.name === 'code' && inner !== '' ? `<code>${inner}</code>` : inner;
}

/** An img element; empty where there is no picture, or where it was written before. */
export function imageHtml(picture: Picture | null, { shown }: InlineWriting): string {
  if (picture === null || shown.has(picture.src)) return '';
  shown.add(picture.src);
  const { src, alt, width, height } = picture;
  const size = width === null || height === null ? '' : ` width="${width}" height="${height}"`;
  return `<img src="${escaped(src)}" alt="${escaped(alt)}"${size}>`;
}

function attributesOf({ name, attribs }: Element, resolve: Resolve): string {
  if (name === 'time')
    return attribs['datetime'] === undefined ? '' : ` datetime="${escaped(attribs['datetime'])}"`;
  if (name !== 'a') return '';
  const url = resolve(attribs['href']);
  return url === null ? '' : ` href="${escaped(url)}"`;
}

/** The attributes of a table's cell. */
export function spansOf({ name, attribs }: Element): string {
  if (name !== 'td' && name !== 'th') return '';
  const spans = (['colspan', 'rowspan'] as const).map((span) => {
    const count = /^\d{1,3}$/.test(attribs[span] ?? '') ? Number(attribs[span]) : 1;
    return count > 1 && count <= MAX_SPAN ? ` ${span}="${count}"` : '';
  });
  return spans.join('');
}

/** Whether a node is a cell of a table. */
export const isCell = (node: AnyNode): node is Element =>
  isTag(node) && (node.name === 'td' || node.name === 'th');

const special = /[&<>"']/;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return special.test(text) ? text.replace(/[&<>"']/g, (character) => entities[character] ?? '') : text;
}
