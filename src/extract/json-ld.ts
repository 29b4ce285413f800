// What a page says of itself in JSON-LD (schema.org): the node that is an article, wherever in a graph or list it
// stands. Foreign data: everything is looked at before it is believed, and broken scripts are passed over.
import type { Find } from './marked.js';
import { isText } from './tree.js';

export type LdNode = Record<string, unknown>;

const articleTypes = /(?:Article|BlogPosting|Report|Posting|LiveBlog)/;
/** Larger scripts are product catalogues and comment threads. */
const MAX_SCRIPT = 1_000_000;
const MAX_DEPTH = 6;

/** What a page's JSON-LD says of its article. */
export interface LinkedData {
  /** The first node of an article type; an empty one when there is none. */
  article: LdNode;
  /** The names of its authors; where it names none, that of the only person whom the page describes. */
  authors: string[];
}

/** Reads the JSON-LD of a page; never throws. */
export function linkedData(find: Find): LinkedData {
  const people = new Map<string, string>();
  let article: LdNode | null = null;
  for (const script of find('script').toArray()) {
    const source = script.children.map((child) => (isText(child) ? child.data : '')).join('');
    if (source.length > MAX_SCRIPT) continue;
    const data = parsed(source);
    article ??= articleIn(data, 0);
    gatherPeople(data, people);
  }
  const named = listOf(article?.['author']).flatMap((author) => nameOf(author, people) ?? []);
  const only = people.size === 1 ? [...people.values()] : [];
  return { article: article ?? {}, authors: named.length > 0 ? named : only };
}

// A graph names its people once and refers to them by their id.
function nameOf(author: unknown, people: ReadonlyMap<string, string>): string | null {
  const name = textIn(author, 'name');
  return name ?? people.get(textIn(author, '@id') ?? '') ?? null;
}

function gatherPeople(value: unknown, into: Map<string, string>): void {
  const nodes = listOf((value as LdNode | null)?.['@graph'] ?? value);
  for (const node of nodes as (LdNode | null)[]) {
    if (!listOf(node?.['@type']).includes('Person')) continue;
    const [id, name] = [textIn(node?.['@id']), textIn(node?.['name'])];
    if (id !== null && name !== null) into.set(id, name);
  }
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
