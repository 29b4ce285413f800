// Authors and categories of a feed or an item, from the many elements that name them.
import { childrenOf, firstChild, textOf, wordsOf, type XmlElement } from './element.js';
import type { FeedAuthor } from './feed.js';
import { storableText } from './storable.js';

/** Longer names are texts in the wrong place; the patterns below take quadratic time in what they are given. */
const MAX_NAME = 500;
const emailIn = /[^\s<>()"']+@[^\s<>()"']+\.[^\s<>()"']+/;
const writers = [
  'author',
  'dc:creator',
  'managingeditor',
  'itunes:author',
  'atom:author',
  'contributor',
  'dc:author',
];
const keepers = ['googleplay:author', 'itunes:owner', 'webmaster', 'media:credit'];

/** Who wrote it, each person once; a webmaster, owner or credit only where nobody else is named. */
export function authorsOf(element: XmlElement): FeedAuthor[] {
  const named = peopleIn(element, writers);
  return named.length > 0 ? named : peopleIn(element, keepers);
}

function peopleIn(element: XmlElement, names: string[]): FeedAuthor[] {
  const found = new Map<string, FeedAuthor>();
  for (const person of childrenOf(element, ...names)) {
    const author = authorFrom(person);
    if (author === null) continue;
    const key = `${author.name ?? ''}|${author.email ?? ''}`;
    if (!found.has(key)) found.set(key, author);
  }
  return [...found.values()];
}

function authorFrom(person: XmlElement): FeedAuthor | null {
  if (person.children.some((child) => typeof child !== 'string')) {
    const name = wordsOf(firstChild(person, 'name', 'atom:name', 'itunes:name'));
    const email = textOf(firstChild(person, 'email', 'atom:email', 'itunes:email'));
    const url = textOf(firstChild(person, 'uri', 'url', 'homepage', 'atom:uri'));
    if (name !== null || email !== null || url !== null) return { name, email, url };
  }
  const words = wordsOf(person);
  if (words === null) return null;
  // The cut may go through the middle of a character.
  const raw = words.length > MAX_NAME ? storableText(words.slice(0, MAX_NAME)) : words;
  // RSS: "lawyer@boyer.net (Lawyer Boyer)" as well as "Lawyer Boyer <lawyer@boyer.net>".
  const address = raw.includes('@') ? emailIn.exec(raw)?.[0] : undefined;
  if (address === undefined) return { name: raw, email: null, url: null };
  const rest = raw.replace(address, '').replace(/^[\s<>()"',-]+|[\s<>()"',-]+$/g, '');
  return { name: rest === '' ? null : rest, email: address.replace(/^mailto:/i, ''), url: null };
}

/** Categories, subjects and keywords of an element and its media, each once, in the feed's order and spelling. */
export function categoriesOf(element: XmlElement, media: readonly XmlElement[]): string[] {
  const all = (names: readonly string[]): XmlElement[] =>
    media.length === 0
      ? childrenOf(element, ...names)
      : [element, ...media].flatMap((place) => childrenOf(place, ...names));
  const named = all(categoryNames);
  const keywords = all(keywordNames);
  if (named.length === 0 && keywords.length === 0) return [];
  const found = new Set<string>();
  for (const category of named) {
    found.add(categoryFrom(category).trim());
    for (const inner of childrenOf(category, 'itunes:category')) found.add(categoryFrom(inner).trim());
  }
  for (const list of keywords)
    for (const keyword of (wordsOf(list) ?? '').split(',')) found.add(keyword.trim());
  found.delete('');
  return [...found];
}
const categoryNames = ['category', 'dc:subject', 'atom:category', 'itunes:category', 'media:category'];
const keywordNames = ['itunes:keywords', 'media:keywords'];

// Atom writes `term`, iTunes `text`, RSS the element's text.
function categoryFrom(category: XmlElement): string {
  const { attributes } = category;
  return (
    attributes.get('term') ?? ownText(category) ?? attributes.get('label') ?? attributes.get('text') ?? ''
  );
}

function ownText(category: XmlElement): string | null {
  return category.children.length === 0 ? null : wordsOf(category);
}
