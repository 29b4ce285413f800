// When the article was published and changed. Sources, most trusted first: JSON-LD datePublished, meta tags
// (article:published_time, og:, parsely, sailthru, cXense, Dublin Core), microdata, a time element of the article, the
// address, a date that readers see, then what is less exact: a meta tag that is called date and nothing more, dateCreated,
// uploadDate. Where address and shown date agree on another day than what is stated, those two win; where two sources
// for machines name different days, the one that is shown does. A moment in UTC leaves open which day it was where the
// page was written: that is told by the same moment with an offset, the address, or a date without a zone that is its
// neighbour, where the page's language is written on that side of midnight.
import { type Dated, dated, dayAt, firstDate } from './dated.js';
import { type LinkedData, textIn } from './json-ld.js';
import type { Marked } from './marked.js';
import type { Meta } from './meta-tags.js';
import { isOfOther, stated } from './microdata.js';
import type { PageDates } from './page-dates.js';
import type { OwnParts } from './place.js';
import type { Element } from './tree.js';
import { urlDay } from './url-date.js';
import { visibleDate } from './visible-date.js';

const DAY_MS = 86_400_000;
const MAX_DATE = 200;
/** A page with its comments has hundreds of times, and its own is among the first. */
const MAX_TIMES = 200;

export interface DateSources {
  /** What belongs to the article. */
  own: () => OwnParts;
  /** Whether an element belongs to something else on the page. */
  standsElsewhere: (element: Element) => boolean;
  /** How its dates are read. */
  lines: PageDates;
  marked: Marked;
  meta: Meta;
  data: LinkedData;
  url: string;
  now: Date;
  /** Takes what is to be told of dates that were not believed. */
  notes: string[];
}

/** When the article was published; null when the page does not tell. */
export function publishedOf(sources: DateSources): Dated | null {
  const { own, lines, url, now, notes } = sources;
  const said = firstDate([...exact(sources)], now, notes);
  const addressed = dayAt(urlDay(url, now), now, notes);
  const seen = once((): Dated | null => dayAt(visibleDate(own(), lines, now), now, notes));
  if (said === null) return addressed ?? seen() ?? firstDate(inexact(sources), now, notes);
  if (addressed !== null && distance(said, addressed) > 1)
    return seen()?.day === addressed.day ? addressed : said;
  if (said.zone === 'utc') return { ...said, day: placeDay(said, addressed, seen, sources) };
  return seenOf(said, sources, seen);
}

/** What readers see settles it between two sources for machines that name different days; the first of them where it names neither. */
function seenOf(said: Dated, sources: DateSources, seen: () => Dated | null): Dated {
  for (const source of statedFor(sources)) {
    const other = source === null ? null : dated(source, sources.now);
    if (other !== null && other.day !== said.day && other.at <= sources.now && seen()?.day === other.day)
      return other;
  }
  return said;
}

function once<T>(compute: () => T): () => T {
  let known: { value: T } | null = null;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

/** Days from the first to the second. */
const distance = (one: Dated, other: Dated): number =>
  Math.abs(Date.parse(one.day) - Date.parse(other.day)) / DAY_MS;

/** Systems that write one moment twice round it to seconds or minutes. */
const SAME_MOMENT_MS = 60_000;
/** Until this hour in UTC it is still the day before in America, whose papers are in these languages. */
const AMERICAN_EVENING = 10;
const american = /^(?:en|es|pt|fr)?(?:$|[-_])/i;
/** From these hours on it is the next day in East Asia, in the south of Asia (or Australia), and in Europe. */
const midnights: readonly [RegExp, number][] = [
  [/^(?:ja|ko|zh|th|vi|id|ms|fil|tl|my|km|lo|mn)(?:$|[-_])/i, 15],
  [/^(?:en|hi|bn|ta|te|ml|mr|gu|kn|pa|or|ur|ne|si|fa|kk|uz|ru)?(?:$|[-_])/i, 18],
  [/./, 21],
];

/** Whether the page's language makes it likely that it was yesterday (-1) or tomorrow (1) there; 0 where neither. */
function shiftAt(hour: number, language: string): number {
  if (hour < AMERICAN_EVENING) return american.test(language) ? -1 : 0;
  const midnight = midnights.find(([languages]) => languages.test(language))?.[1];
  return midnight !== undefined && hour >= midnight ? 1 : 0;
}

function placeDay(
  said: Dated,
  addressed: Dated | null,
  seen: () => Dated | null,
  sources: DateSources,
): string {
  for (const source of exact(sources)) {
    const other = source === null ? null : dated(source, sources.now);
    const isSame = other !== null && Math.abs(other.at.getTime() - said.at.getTime()) <= SAME_MOMENT_MS;
    if (isSame && other.zone === 'offset') return other.day;
  }
  if (addressed !== null) return addressed.day;
  const shift = shiftAt(said.at.getUTCHours(), sources.marked.html?.attribs['lang'] ?? '');
  if (shift === 0) return said.day;
  const isNeighbour = (other: Dated | null): other is Dated =>
    other !== null && Date.parse(other.day) - Date.parse(said.day) === shift * DAY_MS;
  const local = [...exact(sources)]
    .map((source) => (source === null ? null : dated(source, sources.now)))
    .find((other) => other?.zone === 'none' && isNeighbour(other));
  const shown = local ?? seen();
  return isNeighbour(shown) ? shown.day : said.day;
}

const inexact = ({ meta, data }: DateSources): (string | null)[] => [
  ...meta.all('date', 'dc.date', 'dcterms.date', 'dc.date.created', 'dcterms.created'),
  textIn(data.article['dateCreated']),
  textIn(data.article['uploadDate']),
  // Not a web page's datePublished: pages that are no articles have one too, and calling themselves articles is no help.
  textIn(data.page['uploadDate']),
  textIn(data.article['dateModified']),
  meta.one('dcterms.modified'),
];

/** When the article was last changed; null when the page does not tell. */
export function modifiedOf(sources: DateSources): Dated | null {
  const { meta, data, now, notes } = sources;
  return firstDate(
    [
      textIn(data.article['dateModified']),
      meta.one(
        'article:modified_time',
        'og:updated_time',
        'og:article:modified_time',
        'article:modified',
        'modified',
        'datemodified',
        'dcterms.modified',
        'dc.date.modified',
        'last-modified',
        'lastmod',
        'cxenseparse:modifiedtime',
      ),
      ...propertiesOf(sources, 'dateModified'),
      textIn(data.page['dateModified']),
    ],
    now,
    notes,
  );
}

function* exact(sources: DateSources): Generator<string | null> {
  yield* statedFor(sources);
  yield* timesOf(sources);
}

// A source is looked at only when those before it say nothing.
function* statedFor(sources: DateSources): Generator<string | null> {
  for (const source of writtenFor(sources)) yield source === null ? null : sources.lines.inOrder(source);
}

function* writtenFor(sources: DateSources): Generator<string | null> {
  const { meta, data } = sources;
  yield textIn(data.article['datePublished']);
  yield* meta.all(
    'article:published_time',
    'article:published',
    'og:article:published_time',
    'og:published_time',
    'datepublished',
    'dc.date.issued',
    'dcterms.issued',
    'parsely-pub-date',
    'sailthru.date',
    'cxenseparse:recs:publishtime',
    'cxenseparse:publishtime',
    'pubdate',
    'publishdate',
    'publish-date',
    'publish_date',
    'published_time',
    'publication_date',
    'article.published',
    'originalpublicationdate',
    'citation_publication_date',
  );
  yield* propertiesOf(sources, 'datePublished');
}

function propertiesOf({ marked, standsElsewhere }: DateSources, name: string): (string | null)[] {
  return marked.properties
    .filter(({ attribs }) => attribs['itemprop']?.split(/\s+/).includes(name))
    .slice(0, MAX_TIMES)
    .filter((element) => !standsElsewhere(element) && !isOfOther(element))
    .map((element) => stated(element, MAX_DATE));
}

const publishing = /publish|entry-date|post(?:ed)?|pub-?date|creat/i;
const changing = /updated?\b|modif|aktualis/i;

// Times that say that they are the publication's come first, those of changes last.
function timesOf({ marked, standsElsewhere }: DateSources): (string | null)[] {
  const own = marked.times
    .slice(0, MAX_TIMES)
    .filter((time) => time.attribs['datetime'] !== undefined && !standsElsewhere(time));
  const rank = ({ attribs }: Element): number => {
    const name = `${attribs['class'] ?? ''} ${attribs['itemprop'] ?? ''}`;
    if (attribs['pubdate'] !== undefined || publishing.test(name)) return 0;
    return changing.test(name) ? 2 : 1;
  };
  return own.toSorted((a, b) => rank(a) - rank(b)).map(({ attribs }) => attribs['datetime'] ?? null);
}
