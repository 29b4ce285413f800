// The addresses in a feed: links by relation, enclosures, and what they are relative to (xml:base, then the site).

import { parseUrl } from '../parse-url.js';
import { childrenOf, textOf, type XmlElement } from './element.js';
import type { Enclosure } from './feed.js';

// An address that the parser would give back as it is: parsing takes longer than all the rest of an item.
const plainAddress = /^https?:\/\/(?:[a-z0-9-]+\.)+[a-z]{2,}\/[\w./-]*(?:\?[\w./=&-]*)?$/;
// Dot segments would be resolved; labels of other scripts are checked.
const oddParts = /\/\.|\/xn--|\.xn--/;

/** The address made absolute; as it was written where that cannot be; null for none. */
export function absolute(link: string | null | undefined, base: string): string | null {
  const written = link?.trim();
  if (!written) return null;
  if (plainAddress.test(written) && !oddParts.test(written)) return written;
  return parseUrl(written, base)?.href ?? written;
}

/** The base for what stands in `element`: its own xml:base (XML Base, section 4), else `around`. */
export function baseOf(element: XmlElement, around: string): string {
  return absolute(element.attributes.get('xml:base'), around) ?? around;
}

const relationOf = (link: XmlElement): string =>
  (link.attributes.get('rel') ?? 'alternate').trim().toLowerCase();
const isPage = (link: XmlElement): boolean => /html|^$/i.test(link.attributes.get('type') ?? '');
const hrefOf = (link: XmlElement): string => link.attributes.get('href')?.trim() ?? '';

/** The first link of this relation, pages first; a link without one is an alternate (RFC 4287, section 4.2.7.2). */
export function linkOf(element: XmlElement, relation: string): string | null {
  const links = childrenOf(element, 'link', 'atom:link').filter(
    (link) => hrefOf(link) !== '' && relationOf(link) === relation,
  );
  const link = links.find(isPage) ?? links[0];
  return link === undefined ? null : hrefOf(link);
}

/** The link elements that lead to what `element` is about, the likeliest first: alternates and plain RSS links. */
export function pageLinks(element: XmlElement): XmlElement[] {
  const links = childrenOf(element, 'link').filter(
    (link) => relationOf(link) === 'alternate' && (hrefOf(link) !== '' || textOf(link) !== null),
  );
  return links.length < 2 ? links : [...links.filter(isPage), ...links.filter((link) => !isPage(link))];
}

const enclosureNames = ['enclosure', 'link', 'atom:link', 'media:content', 'media:group'];
const isLink = ({ name }: XmlElement): boolean => name === 'link' || name === 'atom:link';

/** An item's enclosures: RSS's, Atom's and Media RSS's, each address once. */
export function enclosuresOf(entry: XmlElement, base: string): Enclosure[] {
  const named = childrenOf(entry, ...enclosureNames);
  if (named.length === 0) return [];
  const ofKind = (kind: (element: XmlElement) => boolean): XmlElement[] => named.filter(kind);
  const groups = ofKind(({ name }) => name === 'media:group');
  const found = new Map<string, Enclosure>();
  for (const { attributes } of [
    ...ofKind(({ name }) => name === 'enclosure'),
    ...ofKind((link) => isLink(link) && relationOf(link) === 'enclosure'),
    ...ofKind(({ name }) => name === 'media:content'),
    ...groups.flatMap((group) => childrenOf(group, 'media:content')),
  ]) {
    const url = absolute(attributes.get('url') ?? attributes.get('href'), base);
    if (url === null || found.has(url)) continue;
    const length = Number(attributes.get('length') ?? attributes.get('filesize'));
    const type = attributes.get('type')?.trim() || null;
    found.set(url, { url, type, length: Number.isSafeInteger(length) && length > 0 ? length : null });
  }
  return [...found.values()];
}
