// What a page says of itself in JSON-LD (schema.org). Its scripts hold many nodes: the article, the page around it,
// people, the publisher, other articles. The article is the node of an article's type that names this page's address,
// or else has a headline, or else comes first; other nodes for the same headline or address complete it. Foreign data:
// everything is looked at before it is believed, and broken scripts are mended or passed over.
import { lenientJson } from './json-repair.js';
import { decoded } from './meta-tags.js';
import { type Element, isText } from './tree.js';

export type LdNode = Record<string, unknown>;

const articleType = /(?:Article|BlogPosting|NewsPosting|MediaPosting|ForumPosting|(?:^|[/:])Report|LiveBlog)/;
const pageType = /(?:WebPage|ItemPage|VideoObject|Recipe|PodcastEpisode|Review$|QAPage|Question|HowTo$)/;
const organisationType = /Organization|Corporation|WebSite|Agency|Publisher/;
/** Larger scripts are product catalogues and comment threads. */
const MAX_SCRIPT = 1_000_000;
const MAX_DEPTH = 8;
/** A page with its trail, people, pictures and comments has some hundreds. */
const MAX_NODES = 5_000;

export interface LdAuthor {
  name: string;
  isOrganisation: boolean;
}

/** What a page's JSON-LD says of its article. */
export interface LinkedData {
  /** The article's members, from all nodes that describe it; empty when there is none. */
  article: LdNode;
  /** The members of the page around it. */
  page: LdNode;
  /** Its authors; where it names none, the only person whom the page describes. */
  authors: LdAuthor[];
  /** Names of the publisher and of the site. */
  siteNames: string[];
  /** Names of people who publish the site themselves. */
  publishingPeople: string[];
}

/** Reads the JSON-LD of a page at `url`; never throws. */
export function linkedData(scripts: readonly Element[], url: string): LinkedData {
  const nodes: LdNode[] = [];
  for (const script of scripts) {
    const source = script.children.map((child) => (isText(child) ? child.data : '')).join('');
    if (source.length <= MAX_SCRIPT) gather(lenientJson(source), 0, nodes);
  }
  const article = merged(
    nodes.filter((node) => isOf(node, articleType)),
    url,
  );
  const page = merged(
    nodes.filter((node) => isOf(node, pageType)),
    url,
  );
  return {
    article,
    page,
    authors: authorsOf(article, page, nodes),
    ...publishersOf(article, nodes),
  };
}

const isOf = (node: LdNode, type: RegExp): boolean =>
  listOf(node['@type']).some((name) => typeof name === 'string' && type.test(name));

/** Members whose nodes may be the article or describe its people. */
const inner = [
  '@graph',
  'mainEntity',
  'mainEntityOfPage',
  'author',
  'creator',
  'publisher',
  'isPartOf',
  'subjectOf',
  'hasPart',
  'liveBlogUpdate',
];
/** Members whose articles are others than this one. */
const others: ReadonlySet<string> = new Set(['isPartOf', 'hasPart', 'liveBlogUpdate']);

function gather(value: unknown, depth: number, into: LdNode[], withArticles = true): void {
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null || into.length >= MAX_NODES) return;
  if (Array.isArray(value)) {
    for (const one of value.slice(0, MAX_NODES)) gather(one, depth + 1, into, withArticles);
    return;
  }
  const node = value as LdNode;
  if (withArticles || !isOf(node, articleType)) into.push(node);
  for (const member of inner) {
    if (node[member] !== undefined)
      gather(node[member], depth + 1, into, withArticles && !others.has(member));
  }
}

function merged(nodes: readonly LdNode[], url: string): LdNode {
  const best = nodes.toSorted((a, b) => fitOf(b, url) - fitOf(a, url))[0];
  if (best === undefined) return {};
  const headline = textIn(best['headline']);
  const same = nodes.filter(
    (node) =>
      node !== best &&
      (fitOf(node, url) >= 2 || (headline !== null && textIn(node['headline']) === headline)),
  );
  // Not Object.assign: a page's member `__proto__` would become the prototype of what is made here.
  return Object.fromEntries([...same.toReversed(), best].flatMap((one) => Object.entries(one)));
}

function fitOf(node: LdNode, url: string): number {
  const named = [node['url'], node['mainEntityOfPage'], node['@id']].map((value) =>
    textIn(value, '@id', 'url'),
  );
  const isThis = named.some((address) => address !== null && pathOf(address) === pathOf(url));
  return (isThis ? 2 : 0) + (textIn(node['headline']) === null ? 0 : 1);
}

const pathOf = (address: string): string =>
  address
    .replace(/^https?:\/\/(?:www\.)?/i, '')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '');

function authorsOf(article: LdNode, page: LdNode, nodes: readonly LdNode[]): LdAuthor[] {
  const known = new Map<string, LdNode>();
  const people = new Map<string, LdNode>();
  for (const node of nodes) {
    const [id, name] = [textIn(node['@id']), textIn(node['name'])];
    if (id !== null && name !== null && !known.has(id)) known.set(id, node);
    if (name !== null && isOf(node, /Person/)) people.set(name, node);
  }
  for (const value of [article['author'], article['creator'], page['author']]) {
    const named = listOf(value).flatMap((author) => authorIn(author, known, 0));
    if (named.length > 0) return named;
  }
  const only = people.size === 1 ? [...people.values()] : [];
  return only.flatMap((person) => authorIn(person, known, 0));
}

// A graph names its people once and refers to them by their id.
function authorIn(value: unknown, known: ReadonlyMap<string, LdNode>, depth: number): LdAuthor[] {
  if (typeof value === 'string') {
    const node = known.get(value);
    return node === undefined
      ? [{ name: decoded(value), isOrganisation: false }]
      : authorIn({ ...node, '@id': undefined }, known, depth + 1);
  }
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return [];
  const node = value as LdNode;
  const isOrganisation = isOf(node, organisationType) && !isOf(node, /Person/);
  const names = listOf(node['name']).flatMap((name) => (typeof name === 'string' ? [decoded(name)] : []));
  const full = [textIn(node['givenName']), textIn(node['familyName'])]
    .filter((part) => part !== null)
    .join(' ');
  const said = names.filter((name) => name !== '');
  if (said.length > 0) return said.map((name) => ({ name, isOrganisation }));
  if (full !== '') return [{ name: decoded(full), isOrganisation }];
  const referred = known.get(textIn(node['@id']) ?? '');
  return listOf(referred ?? node['@list'] ?? node['@set'] ?? node['author']).flatMap((inside) =>
    authorIn(inside === referred ? { ...referred, '@id': undefined } : inside, known, depth + 1),
  );
}

// A blog that a person publishes bears that person's name, who may well be the author.
function publishersOf(
  article: LdNode,
  nodes: readonly LdNode[],
): Pick<LinkedData, 'siteNames' | 'publishingPeople'> {
  const sites = nodes.filter((node) => isOf(node, /WebSite/));
  const publishers = [article['publisher'], ...sites.map((site) => site['publisher'])].map(
    (publisher) =>
      nodes.find(
        (node) =>
          node['@id'] !== undefined && node['@id'] === textIn(publisher, '@id') && node['name'] !== undefined,
      ) ?? publisher,
  );
  const isPerson = (node: unknown): boolean =>
    typeof node === 'object' && node !== null && isOf(node as LdNode, /Person/);
  const namesOf = (named: readonly unknown[]): string[] =>
    named.flatMap((node) => textIn(node, 'name') ?? []).map(decoded);
  return {
    siteNames: namesOf([...publishers.filter((node) => !isPerson(node)), ...sites]),
    publishingPeople: namesOf(publishers.filter(isPerson)),
  };
}

export const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** The string that a member holds, or the name, URL or id of the object that it holds; null for anything else. */
export function textIn(value: unknown, ...members: string[]): string | null {
  if (typeof value === 'string') return value.trim() || null;
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return value.length === 0 ? null : textIn(value[0], ...members);
  for (const member of members) {
    const text = textIn((value as LdNode)[member]);
    if (text !== null) return text;
  }
  return null;
}
