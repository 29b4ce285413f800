// What a page says of itself in JSON-LD (schema.org): the node that is an article, wherever in a graph or list it
// stands. Foreign data: everything is looked at before it is believed, and broken scripts are passed over.
import type { Page } from './tree.js';

export type LdNode = Record<string, unknown>;

const articleTypes = /(?:Article|BlogPosting|Report|Posting|LiveBlog)/;
/** Larger scripts are product catalogues and comment threads. */
const MAX_SCRIPT = 1_000_000;
const MAX_DEPTH = 6;

/** The first node of an article type; an empty one when there is none. */
export function articleNode(page: Page): LdNode {
  for (const script of page('script[type="application/ld+json"]').toArray()) {
    const source = page(script).text();
    if (source.length > MAX_SCRIPT) continue;
    const found = articleIn(parsed(source), 0);
    if (found !== null) return found;
  }
  return {};
}

function parsed(source: string): unknown {
  const bare = source.trim().replace(/^<!--|-->$|^\/\*\s*<!\[CDATA\[\s*\*\/|\/\*\s*\]\]>\s*\*\/$/g, '');
  try {
    return JSON.parse(bare);
  } catch {
    // Line ends inside strings are the usual mistake; what is broken otherwise is passed over.
    return parsedLeniently(
      bare
        .replace(/[\r\n\t]+/g, ' ')
        .replace(/,\s*([}\]])/g, '$1')
        .replace(/;\s*$/, ''),
    );
  }
}

function parsedLeniently(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    // The page has other sources for the same facts.
    return null;
  }
}

function articleIn(value: unknown, depth: number): LdNode | null {
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return null;
  if (!Array.isArray(value)) {
    const node = value as LdNode;
    if (listOf(node['@type']).some((type) => typeof type === 'string' && articleTypes.test(type)))
      return node;
    return articleIn(node['@graph'], depth + 1) ?? articleIn(node['mainEntity'], depth + 1);
  }
  for (const one of value) {
    const found = articleIn(one, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

export const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** The string that a member holds, or the name, URL or id of the object that it holds; null for anything else. */
export function textIn(value: unknown, ...members: string[]): string | null {
  if (typeof value === 'string') return value.trim() || null;
  if (typeof value !== 'object' || value === null) return null;
  for (const member of members) {
    const text = textIn((Array.isArray(value) ? (value[0] as LdNode) : (value as LdNode))?.[member]);
    if (text !== null) return text;
  }
  return null;
}
