// Where a page says what its metadata came out as: every place that says the same, for whoever wonders about a field.
// Found by comparing afterwards, so that reading the metadata need not keep books.
import { parseDate } from '../dates/parse.js';
import { type LdNode, type LinkedData, listOf, textIn } from './json-ld.js';
import type { Marked } from './marked.js';
import type { Metadata } from './metadata.js';
import { simplified } from './names.js';
import { lineOf } from './tree.js';

interface Place {
  name: string;
  text: string;
}
/** Places named for one field; a page repeats itself. */
const MAX_PLACES = 5;
const MAX_LINE = 500;
const linkedMembers = [
  'headline',
  'name',
  'datePublished',
  'dateModified',
  'dateCreated',
  'inLanguage',
  'image',
  'publisher',
] as const;

/** For each field that has a value: the places of the page that say it, "visible text, address or feed" where none does. */
export function provenance(
  marked: Marked,
  data: LinkedData,
  metadata: Metadata,
  now: Date,
): { field: string; source: string }[] {
  const places = placesOf(marked, data);
  const time = (text: string): number | undefined => parseDate(text, now)?.getTime();
  const same = (value: string) => (text: string) => simplified(text) === simplified(value);
  const around = (value: string) => (text: string) => simplified(text).includes(simplified(value));
  const leads = (url: string) => (text: string) =>
    text === url || (/^\/[^/]/.test(text) && url.endsWith(text));
  const at = (date: Date) => (text: string) => /\d{4}/.test(text) && time(text) === date.getTime();
  const found: { field: string; source: string }[] = [];
  const say = (field: string, says: (text: string) => boolean, nearly?: (text: string) => boolean): void => {
    const exact = places.filter(({ text }) => says(text)).map(({ name }) => name);
    const near = nearly === undefined || exact.length > 0 ? [] : places.filter(({ text }) => nearly(text));
    const named = [...exact, ...near.map(({ name }) => `${name}, with more around it`)];
    const source = [...new Set(named)].slice(0, MAX_PLACES).join('; ');
    found.push({ field, source: source === '' ? 'visible text, address or feed' : source });
  };
  const { title, byline, publishedAt, modifiedAt, siteName, imageUrl, canonicalUrl, declaredLanguage } =
    metadata;
  if (title !== null) say('title', same(title), around(title));
  for (const name of byline) say(`author ${name}`, same(name), around(name));
  if (publishedAt !== null) say('published', at(publishedAt));
  if (modifiedAt !== null) say('modified', at(modifiedAt));
  if (siteName !== null) say('site name', same(siteName));
  if (imageUrl !== null) say('image', leads(imageUrl));
  if (canonicalUrl !== null) say('canonical address', leads(canonicalUrl));
  if (declaredLanguage !== null) say('language', (text) => text === declaredLanguage);
  return found;
}

function placesOf(marked: Marked, { article, authors }: LinkedData): Place[] {
  const places: Place[] = [];
  const add = (name: string, text: string | null | undefined): void => {
    if (text !== null && text !== undefined && text.trim() !== '') places.push({ name, text: text.trim() });
  };
  for (const member of linkedMembers)
    for (const value of listOf(article[member]))
      add(`JSON-LD ${member}`, textIn(value, 'name', 'url', 'contentUrl') ?? textIn(value as LdNode));
  for (const { name } of authors) add('JSON-LD author', name);
  for (const { attribs } of marked.metas) {
    const name = attribs['property'] ?? attribs['name'] ?? attribs['itemprop'] ?? attribs['http-equiv'];
    add(`meta ${name ?? ''}`, attribs['content']);
  }
  add('html lang', marked.html?.attribs['lang']);
  const { title, headings, times, links, properties, authorLinks } = marked;
  const shown = [...(title === null ? [] : [title]), ...headings, ...times, ...links, ...properties];
  for (const element of [...shown, ...authorLinks]) {
    const { name, attribs } = element;
    const label = attribs['itemprop'] ?? attribs['rel'];
    const place = label === undefined ? name : `${name} ${label}`;
    add(place, attribs['datetime'] ?? attribs['href']);
    if (name !== 'link') add(place, lineOf(element, MAX_LINE));
  }
  return places;
}
