// The title as readers see it. Sources, most trusted first: a heading (h1, itemprop=headline) that another source
// bears out; the only heading, where an article holds it or its class says so; what is stated for machines (JSON-LD headline, OpenGraph, Twitter, parsely, Dublin Core); a heading that
// stands alone; the window's title. A heading is borne out when a stated title or the window's says the same, begins
// or ends with it, or shares most of its words. The site's name is taken off at both ends, a kicker in an element of
// its own is left out, and so is all that a heading has around a stated title in elements of its own; entities that were
// escaped twice are read.
import { type LinkedData, textIn } from './json-ld.js';
import type { Marked } from './marked.js';
import { decoded, first, type Meta } from './meta-tags.js';
import { simplified } from './names.js';
import type { Site } from './site-name.js';
import {
  type AnyNode,
  type Element,
  folded,
  isTag,
  isText,
  lineOf,
  purposeOf,
  rawText,
  silent,
  unmarked,
} from './tree.js';

const MAX_TITLE = 500;
/** A heading has few characters more than a title; longer ones are text. */
const MAX_HEADINGS = 20;
const separators = String.raw`[|\-–—―·•:»«›‹/]|::|\|\|`;
const separator = new RegExp(String.raw`\s+(?:${separators})+\s+|\s*\|+\s*|(?<=\S)::(?=\S)`, 'u');
const kicker =
  /(?:^|[\s_-])(?:kicker|overline|over-?title|eyebrow|dachzeile|roof-?line|topline|spitzmarke|super-?title|supra-?title|sur-?titre|antetitulo|occhiello|pre-?title|headline-?(?:kicker|prefix)|title-?(?:kicker|prefix)|label|badge|visually-?hidden|sr-only|screen-reader-text)(?=$|[\s_-])/;

/** The title of the article; null when the page names none. */
export function titleOf(
  marked: Marked,
  meta: Meta,
  { article, page }: LinkedData,
  site: Site,
): string | null {
  const clean = (text: string | null): string =>
    text === null ? '' : withoutSite(decoded(text.slice(0, 4 * MAX_TITLE)), site);
  const stated = [
    textIn(article['headline']) ?? textIn(article['name']),
    meta.one('og:title'),
    meta.one('twitter:title'),
    meta.one('parsely-title', 'sailthru.title', 'cxenseparse:title'),
    meta.one('dc.title', 'dcterms.title', 'citation_title', 'title', 'headline'),
    textIn(page['headline']),
  ]
    .map(clean)
    .filter((title) => title !== '' && !site.isNamed(title));
  const window = marked.title === null ? '' : decoded(rawText(marked.title).slice(0, 4 * MAX_TITLE));
  const said = new Set([...stated, clean(window)].map(letters).filter((title) => title.length > SECTION));
  const headings = headingsOf(marked, site, said);
  const title =
    borneOut(headings, stated) ??
    named(marked, headings) ??
    agreed(stated) ??
    (headings.length === 0 ? wholeShown(marked, clean(window)) : null) ??
    partShown(marked, window) ??
    borneOut(headings, [], window) ??
    (stated.length === 0 ? articlePart(window, site) : null) ??
    (headings.length === 1 ? headings[0] : null) ??
    first(stated[0], longestPart(clean(window)));
  return title === null ? null : unmarked(title).slice(0, MAX_TITLE);
}

/** The heading that shows the title, or the only one; null where there are several and none shows it. */
export function headingOf({ headings, minorHeadings }: Marked, title: string | null): Element | null {
  const wanted = letters(title ?? '');
  const shows = (heading: Element): boolean => letters(lineOf(heading, MAX_TITLE) ?? '').includes(wanted);
  const shown = wanted === '' ? [] : [...headings, ...minorHeadings].slice(0, MAX_HEADINGS);
  return shown.find(shows) ?? (headings.length === 1 ? (headings[0] ?? null) : null);
}

/** Of a title with sections and sites around it the part that says most; a title of two parts may be one. */
function longestPart(title: string): string {
  const parts = title.split(separator);
  return parts.length < 3 ? title : (parts.toSorted((a, b) => b.length - a.length)[0] ?? title);
}

/** The window's title where it is the article's and nothing else, or names the site beside it; null otherwise. */
function articlePart(window: string, site: Site): string | null {
  if (window.length <= 8 || site.isNamed(window)) return null;
  if (!separator.test(window)) return window;
  const rest = withoutSite(window, site);
  return rest === window || separator.test(rest) ? null : rest;
}

function headingsOf(marked: Marked, site: Site, said: ReadonlySet<string>): string[] {
  const named = marked.properties.filter(
    ({ attribs }) => attribs['itemprop'] === 'headline' && attribs['content'] === undefined,
  );
  const texts = [...marked.headings, ...named]
    .slice(0, MAX_HEADINGS)
    .map((heading) => withoutSite(decoded(partSaid(heading, said) ?? withoutKicker(heading)), site));
  return [...new Set(texts)].filter((text) => text.length > 3 && !site.isNamed(text));
}

/** Sections are shorter than titles. */
const SECTION = 8;
/** A heading has few texts; what has more is a part of the page. */
const MAX_TEXTS = 12;

/** The texts at the end or the beginning of a heading that make a stated title; null where none do, or all of them. */
function partSaid(heading: Element, said: ReadonlySet<string>): string | null {
  const texts = lineOf(heading, MAX_TITLE) === null ? [] : textsIn(heading);
  if (texts.length < 2 || texts.length > MAX_TEXTS) return null;
  for (let at = 1; at < texts.length; at++) {
    for (const part of [texts.slice(at), texts.slice(0, -at)]) {
      const text = joined(part);
      if (said.has(letters(text))) return text;
    }
  }
  return null;
}

function textsIn(node: AnyNode): string[] {
  if (isText(node)) return node.data.trim() === '' ? [] : [node.data];
  return isTag(node) && !silent.has(node.name) ? node.children.flatMap(textsIn) : [];
}

/** Texts of elements that stand below each other by style have no space between them. */
const joined = (texts: readonly string[]): string =>
  folded(
    texts.reduce((line, next) => line + (lineEnd.test(line) && lineStart.test(next) ? ' ' : '') + next, ''),
  );
const lineEnd = /[\p{Ll}\p{N}.!?:]$/u;
const lineStart = /^\p{Lu}/u;

// Only what calls itself a kicker, and only when more is left.
function withoutKicker(heading: Element): string {
  const whole = lineOf(heading, MAX_TITLE) ?? '';
  if (whole === '' || !heading.children.some(isTag)) return whole;
  const bare = joined(textsBesideKickers(heading));
  return bare.length > 10 ? bare : joined(textsIn(heading));
}

function textsBesideKickers(node: AnyNode): string[] {
  if (isText(node)) return [node.data];
  if (!isTag(node) || silent.has(node.name) || isKicker(node)) return [];
  return node.children.flatMap(textsBesideKickers);
}

function isKicker(element: Element): boolean {
  return element.name === 'time' || kicker.test(purposeOf(element));
}

/** The heading that other sources speak for most; null when they speak for none. */
function borneOut(headings: readonly string[], stated: readonly string[], window = ''): string | null {
  let best: string | null = null;
  let most = 0;
  const shown = letters(window);
  const said = stated.map((title): [string, string] => [title, letters(title)]);
  for (const heading of headings) {
    const one = letters(heading);
    // The window's title ends with the site's name, which may be a heading too.
    let votes = shown.startsWith(one) ? 2 : Math.min(1, likeness(heading, one, window, shown));
    for (const [title, other] of said) votes += likeness(heading, one, title, other);
    if (votes <= most) continue;
    best = heading;
    most = votes;
  }
  return best;
}

const headlineName =
  /(?:^|[\s_-])(?:(?:entry|post|article|story|news)[a-z]*[_-]*(?:title|headline|heading|hed)|headline)(?=$|[\s_-])/;

/** The page's only heading of its rank, where its class says that it is an article's or where an article holds it. */
function named({ headings: [heading, other] }: Marked, texts: readonly string[]): string | null {
  const [text] = texts;
  if (heading === undefined || other !== undefined || text === undefined) return null;
  const isNamed = headlineName.test(purposeOf(heading));
  return isNamed || (letters(text).length > SECTION && isWithin(heading, 'article')) ? text : null;
}

function isWithin({ parent }: Element, name: string): boolean {
  return parent !== null && isTag(parent) && (parent.name === name || isWithin(parent, name));
}

/** Half of the words in common are the same news; fewer happen by chance. */
const SAME_NEWS = 0.5;

/** `one` and `other` are their letters. */
function likeness(heading: string, one: string, title: string, other: string): number {
  if (one === '' || other === '') return 0;
  if (one === other) return 3;
  if (one.length > 8 && other.startsWith(one)) return 2;
  // Headlines for machines are cut at 110 characters.
  if (/(?:…|\.{3})$/.test(title) && one.startsWith(other)) return 2;
  if (one.length * 2 > other.length && other.endsWith(one)) return 2;
  const words = new Set(wordsOf(title));
  const own = wordsOf(heading);
  const shared = own.filter((word) => words.has(word)).length;
  return own.length >= 3 && shared >= SAME_NEWS * own.length ? 1 : 0;
}

const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** The stated title that others repeat; null where each source says something else. */
function agreed(stated: readonly string[]): string | null {
  const votes = (title: string): number => stated.filter((other) => letters(other) === letters(title)).length;
  const best = stated.toSorted((a, b) => votes(b) - votes(a))[0];
  return best === undefined || votes(best) < 2 ? null : best;
}

/** Shorter single words are sections. */
const SHORT_TITLE = 16;

/** The part of the window's title that stands in the page as a smaller heading: old blogs use h1 for their own name. */
function partShown({ headings, minorHeadings }: Marked, window: string): string | null {
  const all = window.split(separator);
  if (all.length < 2) return null;
  const parts = all.filter((part) => part.length >= SHORT_TITLE || part.includes(' '));
  const textsOf = (elements: readonly Element[]): Set<string> =>
    new Set(elements.map((heading) => simplified(lineOf(heading, MAX_TITLE) ?? '')));
  const [high, low] = [textsOf(headings), textsOf(minorHeadings)];
  // Two parts are shown: the site above, in the greater heading, and the title.
  const shown = parts.filter((part) => low.has(simplified(part)) && !high.has(simplified(part)));
  return shown.toSorted((a, b) => b.length - a.length)[0] ?? null;
}

/** The window's title where a smaller heading says the same and there is no greater one. */
function wholeShown({ minorHeadings }: Marked, window: string): string | null {
  const wanted = letters(window);
  const shown = minorHeadings.slice(0, MAX_HEADINGS).map((heading) => lineOf(heading, MAX_TITLE) ?? '');
  return wanted.length > SECTION ? (shown.find((text) => letters(text) === wanted) ?? null) : null;
}

const MAX_PARTS = 6;

/** A title without the name of the site at its end or beginning. */
export function withoutSite(title: string, site: Site): string {
  let rest = title;
  for (let part = 0; part < MAX_PARTS; part++) {
    const parts = rest.split(separator);
    if (parts.length < 2) return rest;
    const [head = '', last = ''] = [parts[0], parts.at(-1)];
    if (last === '' || site.isNamed(last)) rest = trimmedEnd(rest.slice(0, rest.lastIndexOf(last)));
    else if (head === '' || site.isNamed(head)) rest = rest.slice(head.length).replace(leading, '').trim();
    else return rest;
  }
  return rest;
}

const leading = new RegExp(String.raw`^\s*(?:${separators})+\s*`, 'u');
const trailing = new RegExp(String.raw`\s*(?:${separators})+\s*$`, 'u');
const trimmedEnd = (text: string): string => text.replace(trailing, '').trim();
