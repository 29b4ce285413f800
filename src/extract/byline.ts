// Who wrote the article. Sources, most trusted first: JSON-LD, meta tags, microdata and rel=author, bylines that
// readers see (a label that Twitter cards carry, an element that is called byline or author, a line "By Ada Example", a line of a day
// and a name), boxes about the author, and last the feed. The first source that names people wins; a later one that names all of
// them and more wins over it, because some sites state only the first author, and so does the byline below the heading,
// which also completes an account or a first name and goes before a meta tag that is called author and nothing more.
// Agencies stay beside people where the
// page states them as authors for machines. Where nobody is named, the agency is the author, and where none is, the
// body that the page states. The site itself never is.
import { datedAuthors } from './dated-byline.js';
import { bylinesBelow } from './heading-byline.js';
import type { LinkedData } from './json-ld.js';
import type { Marked } from './marked.js';
import { decoded, type Meta } from './meta-tags.js';
import { isOfOther, stated } from './microdata.js';
import { type Name, namesIn } from './names.js';
import type { PageDates } from './page-dates.js';
import { type OwnParts, spacedLine } from './place.js';
import type { Site } from './site-name.js';
import { type Element, isTag } from './tree.js';
import { boxedAuthors, isFull, visibleAuthors } from './visible-authors.js';

const MAX_AUTHORS = 20;
/** Twenty names and what stands between them. */
const MAX_AUTHOR_LINE = 1_000;
/** What is longer and marked as an author has more in it than a name. */
const MAX_NAME = 60;
/** More links to authors than an article has belong to a list of articles. */
const MAX_LINKED = 8;

/** What is read for authors. */
export interface AuthorSources {
  /** What belongs to the article. */
  own: () => OwnParts;
  /** Whether an element belongs to something else on the page. */
  standsElsewhere: (element: Element) => boolean;
  /** How its dates are read. */
  dates: PageDates;
  marked: Marked;
  meta: Meta;
  data: LinkedData;
  site: Site;
  /** The heading that holds the title; null where none does. */
  heading: Element | null;
  /** What the feed said. */
  hinted: readonly string[];
}

/** The names of those who wrote the article; none when the page names none. */
export function bylineOf(from: AuthorSources): string[] {
  const { own, dates, meta, data, site, hinted } = from;
  const isSite = site.isNamed;
  const read = (lines: readonly string[]): Name[] =>
    unique(lines.flatMap((line) => namesIn(line, isSite, false)));
  const known = new Map<string, Name[]>();
  // An element and what it wraps have the same line.
  const shown = (line: string): Name[] => {
    const names = known.get(line) ?? unique(namesIn(line, isSite, true));
    known.set(line, names);
    return names;
  };
  const linked = read(data.authors.filter((author) => !author.isOrganisation).map(({ name }) => name));
  const bodies = data.authors
    .filter((author) => author.isOrganisation && !isSite(author.name))
    .flatMap(({ name }) =>
      namesIn(name, isSite).map(
        (found): Name => (found.kind === 'person' ? { ...found, kind: 'body' } : found),
      ),
    );
  const metaNames = metaAuthors(meta, read);
  const sources: (() => Name[])[] = [
    () => fuller([...linked, ...bodies], metaNames),
    () => metaNames,
    () => unique(markedAuthors(from).flatMap((line) => namesIn(line, isSite, line.length > MAX_NAME))),
    () => unique(visibleAuthors(own(), shown)),
    () => unique(datedAuthors(own(), dates.find, shown)),
    () => boxedAuthors(own(), shown),
    () => read(hinted),
  ];
  const isWeak = linked.length === 0 && metaNames.length > 0 && meta.one(...exactAuthorTags) === null;
  return completed(chosen(sources), from, shown, isWeak)
    .map(({ name }) => name)
    .slice(0, MAX_AUTHORS);
}

/** The authors that a page states, a first name or an account at times, completed by what readers see below the heading. */
function completed(
  names: Name[],
  { heading, standsElsewhere }: AuthorSources,
  shown: (line: string) => Name[],
  isWeak: boolean,
): Name[] {
  const [only] = names;
  if (only === undefined || names.some(({ kind }) => kind !== 'person') || heading === null) return names;
  const lines = bylinesBelow(heading, standsElsewhere, shown);
  const isShown = lines.some((line) => line.some(({ name }) => keyOf(name).includes(keyOf(only.name))));
  if (isWeak && !isShown && names.length === 1) return lines[0] ?? names;
  if (names.length > 1 || isFull(only)) return lines.find((line) => fuller(names, line) === line) ?? names;
  // What stands around a name is taken for a part of it now and then.
  const meant = lines.flat().filter(({ name }) => keyOf(name).startsWith(keyOf(only.name)));
  const shortest = meant.toSorted((a, b) => a.name.length - b.name.length)[0];
  return shortest === undefined ? names : [shortest];
}

function chosen(sources: readonly (() => Name[])[]): Name[] {
  const seen: Name[] = [];
  for (const [index, source] of sources.entries()) {
    const names = source();
    // JSON-LD lists authors one by one; elsewhere a body beside people is where they work.
    if (names.some(({ kind }) => kind === 'person'))
      return names.filter(({ kind }) => index === 0 || kind !== 'body');
    seen.push(...names);
  }
  const agencies = seen.filter(({ kind }) => kind === 'agency');
  // One body is stated in several ways; the most trusted source is first.
  return unique(agencies.length > 0 ? agencies : seen.slice(0, 1));
}

const keyOf = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '');

function unique(names: readonly Name[]): Name[] {
  const found = new Map<string, Name>();
  for (const name of names) {
    const key = keyOf(name.name);
    if (!found.has(key)) found.set(key, name);
  }
  return [...found.values()];
}

/** `other` where it names all people of `names` and more. */
function fuller(names: Name[], other: Name[]): Name[] {
  const keys = new Set(other.map(({ name }) => keyOf(name)));
  const people = names.filter(({ kind }) => kind === 'person');
  const isFuller =
    people.length > 0 && other.length > names.length && people.every(({ name }) => keys.has(keyOf(name)));
  return isFuller ? other : names;
}

/** A card says "Written by" in one tag and the name in the next. */
const cardLabel =
  /^(?:written by|by|verfasst von|geschrieben von|von|autor|écrit par|rédigé par|par|escrito por|por|scritto da|geschreven door|skrevet av|skriven av|napisane przez|автор|作者|執筆者)\s*:?$/iu;

/** Tags that are the article's; the one that is called author and nothing more is the same on all pages of some sites. */
const exactAuthorTags = [
  'article:author',
  'article:author:name',
  'article:author_name',
  'og:article:author',
  'og:author',
  'parsely-author',
  'sailthru.author',
  'cxenseparse:author',
  'cxenseparse:recs:author',
  'byl',
  'dc.creator',
  'dcterms.creator',
  'citation_author',
  'authors',
  'article.author',
  'article:byline',
  'vr:author',
  'author.name',
  'article_author',
  'article:authors',
  'dcsext.author',
  'shareaholic:article_author_name',
  'lp.article:author',
];
const authorTags = ['author', ...exactAuthorTags];

// The first name whose tags name people; one of the later ones that names them and more.
function metaAuthors(meta: Meta, read: (lines: readonly string[]) => Name[]): Name[] {
  const carded = [1, 2].flatMap((n) =>
    cardLabel.test(meta.one(`twitter:label${n}`) ?? '') ? (meta.one(`twitter:data${n}`) ?? []) : [],
  );
  let best: Name[] = [];
  for (const lines of [...authorTags.map((name) => meta.all(name)), carded]) {
    if (lines.length === 0) continue;
    const names = read(lines.map(decoded));
    const isFirst =
      !best.some(({ kind }) => kind === 'person') && names.some(({ kind }) => kind === 'person');
    best = isFirst || best.length === 0 ? names : fuller(best, names);
  }
  return best;
}

// Names that stand in properties and in links to their authors, but in no comment and no list of other articles.
function markedAuthors({ marked, standsElsewhere }: AuthorSources): string[] {
  const { properties, authorLinks } = marked;
  const stating = properties.filter(
    (element) =>
      /^(?:author|creator)$/i.test(element.attribs['itemprop'] ?? '') &&
      !standsElsewhere(element) &&
      !isOfOther(element),
  );
  const named = stating.map((element) => nameWithin(element) ?? stated(element, MAX_AUTHOR_LINE) ?? '');
  const links = authorLinks
    .filter((element) => !standsElsewhere(element))
    .map((element) => spacedLine(element, MAX_AUTHOR_LINE) ?? '');
  const lines = named.some((name) => name.trim() !== '') ? named : links;
  const different = [...new Set(lines)];
  return different.length > MAX_LINKED ? different.slice(0, 1) : different;
}

function nameWithin(element: Element): string | null {
  const waiting: Element[] = [element];
  for (let seen = 0, next = waiting.pop(); next !== undefined && seen < 100; seen++, next = waiting.pop()) {
    if (next !== element && next.attribs['itemprop'] === 'name') return stated(next, MAX_AUTHOR_LINE);
    waiting.push(...next.children.filter(isTag).toReversed());
  }
  return null;
}
