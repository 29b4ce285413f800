// Clean HTML, rebuilt from an allowlist and never stripped: what is not written here does not exist in the result.
// No scripts, styles, frames, forms, SVG, MathML, comments or data: addresses; text and attributes are escaped.

import type { Block } from './blocks.js';
import { plainFurniture } from './boilerplate.js';
import { type AnyNode, type Element, isTag, isText } from './tree.js';

const inlineTags = new Set([
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
  'samp',
  'small',
  'strong',
  'sub',
  'sup',
  'time',
  'u',
  'var',
  'wbr',
]);

/** The blocks as HTML of some thirty tags; links are absolute and http or https only. */
export function cleanHtml(blocks: Block[], baseUrl: string): string {
  const parts: string[] = [];
  for (const [index, { tag, nodes }] of blocks.entries()) {
    const name = tag === 'tr' ? 'p' : tag;
    if (tag === 'li' && blocks[index - 1]?.tag !== 'li') parts.push('<ul>');
    parts.push(
      `<${name}>${nodes
        .map((node) => written(node, baseUrl))
        .join('')
        .trim()}</${name}>`,
    );
    if (tag === 'li' && blocks[index + 1]?.tag !== 'li') parts.push('</ul>');
  }
  return parts.join('\n');
}

function written(node: AnyNode, baseUrl: string): string {
  if (isText(node)) return escaped(node.data.replace(/\s+/g, ' '));
  if (!isTag(node) || plainFurniture(node)) return '';
  if (node.name === 'br') return '<br>';
  const inner = node.children.map((child) => written(child, baseUrl)).join('');
  if (!inlineTags.has(node.name)) return inner;
  return `<${node.name}${attributesOf(node, baseUrl)}>${inner}</${node.name}>`;
}

function attributesOf({ name, attribs }: Element, baseUrl: string): string {
  if (name === 'time')
    return attribs['datetime'] === undefined ? '' : ` datetime="${escaped(attribs['datetime'])}"`;
  if (name !== 'a') return '';
  const url = webUrl(attribs['href'], baseUrl);
  return url === null ? '' : ` href="${escaped(url)}"`;
}

/** The absolute address; null for anything but http and https. */
export function webUrl(href: string | undefined, baseUrl: string): string | null {
  if (href === undefined || !URL.canParse(href.trim(), baseUrl)) return null;
  const url = new URL(href.trim(), baseUrl);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
}

function escaped(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character] ?? '&#39;',
  );
}
