// When the article was published and changed. Sources, most trusted first: JSON-LD datePublished, meta tags
// (article:published_time, og:, parsely, sailthru, cXense, Dublin Core), microdata, a time element of the article, the
// address, a date that readers see, then what is less exact: dateCreated, uploadDate, the page's own datePublished.
// The day is the page's own: "2024-05-17T01:00+02:00" is the 17th although it is the 16th in UTC, and an address that
// says the day before or after a moment in UTC is right about the day. Where address and shown date agree on another
// day than what is stated, those two win. A date in the future is clamped to now when it is less than a day off (clocks
// and zones are wrong by that), and is ignored otherwise; both are noted.
import { findDate } from '../dates/find.js';
import { parseDate } from '../dates/parse.js';
import { type LinkedData, textIn } from './json-ld.js';
import { type Marked, stated } from './marked.js';
import type { Meta } from './meta-tags.js';
import { framesOf, placeOf } from './place.js';
import type { Element, Page } from './tree.js';
import { urlDay } from './url-date.js';
import { visibleDate } from './visible.js';

const DAY_MS = 86_400_000;
const MAX_DATE = 200;
/** A page with its comments has hundreds of times, and its own is among the first. */
const MAX_TIMES = 200;

/** A moment, and the day that it is where the page was written. */
export interface Dated {
  at: Date;
  /** ISO 8601, without a zone. */
  day: string;
  /** Whether it was written with an offset from UTC. */
  isLocal: boolean;
}
export interface DateSources {
  page: Page;
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
  const { page, marked, data, meta, url, now, notes } = sources;
  const said = inOwnZone(firstDate([...exact(sources)], now, notes), sources);
  const addressed = dayAt(urlDay(url, now), now);
  if (said !== null && addressed !== null && said.day !== addressed.day) {
    if (Math.abs(noon(said.day) - noon(addressed.day)) <= DAY_MS) return { ...said, day: addressed.day };
    return dayAt(visibleDate(page, marked, now), now)?.day === addressed.day ? addressed : said;
  }
  return (
    said ??
    addressed ??
    dayAt(visibleDate(page, marked, now), now) ??
    firstDate(
      [
        textIn(data.article['dateCreated']),
        textIn(data.article['uploadDate']),
        textIn(data.page['uploadDate']),
        textIn(data.page['datePublished']),
        textIn(data.article['dateModified']),
        meta.one('date', 'dc.date.created', 'dcterms.created', 'dcterms.modified'),
      ],
      now,
      notes,
    )
  );
}

/** Systems that write one moment twice round it to seconds or minutes. */
const SAME_MOMENT_MS = 60_000;

// Where the moment is written once in UTC and once with the offset of the place, the day is that of the place.
function inOwnZone(said: Dated | null, sources: DateSources): Dated | null {
  if (said === null || said.isLocal) return said;
  for (const source of exact(sources)) {
    const other = source === null ? null : dated(source, sources.now);
    const isSame = other !== null && Math.abs(other.at.getTime() - said.at.getTime()) <= SAME_MOMENT_MS;
    if (isSame && other.isLocal) return { ...said, day: other.day };
  }
  return said;
}

/** When the article was last changed; null when the page does not tell. */
export function modifiedOf({ marked, meta, data, now, notes }: DateSources): Dated | null {
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
      ...propertiesOf(marked, 'dateModified'),
      textIn(data.page['dateModified']),
    ],
    now,
    notes,
  );
}

// A source is looked at only when those before it say nothing.
function* exact({ marked, meta, data }: DateSources): Generator<string | null> {
  yield textIn(data.article['datePublished']);
  yield* meta.all(
    'article:published_time',
    'article:published',
    'og:article:published_time',
    'og:published_time',
    'datepublished',
    'dc.date.issued',
    'dcterms.issued',
    'dcterms.date',
    'dc.date',
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
    'date',
  );
  yield* propertiesOf(marked, 'datePublished');
  yield* timesOf(marked);
}

function propertiesOf({ properties, headings }: Marked, name: string): (string | null)[] {
  const standsElsewhere = placeOf(framesOf(headings));
  return properties
    .filter(({ attribs }) => attribs['itemprop']?.split(/\s+/).includes(name))
    .slice(0, MAX_TIMES)
    .filter((element) => !standsElsewhere(element))
    .map((element) => stated(element, MAX_DATE));
}

const publishing = /publish|entry-date|post(?:ed)?|pub-?date|creat/i;
const changing = /updated?\b|modif|aktualis/i;

// Times that say that they are the publication's come first, those of changes last.
function timesOf({ times, headings }: Marked): (string | null)[] {
  const standsElsewhere = placeOf(framesOf(headings));
  const own = times
    .slice(0, MAX_TIMES)
    .filter((time) => time.attribs['datetime'] !== undefined && !standsElsewhere(time));
  const rank = ({ attribs }: Element): number => {
    const name = `${attribs['class'] ?? ''} ${attribs['itemprop'] ?? ''}`;
    if (attribs['pubdate'] !== undefined || publishing.test(name)) return 0;
    return changing.test(name) ? 2 : 1;
  };
  return own.toSorted((a, b) => rank(a) - rank(b)).map(({ attribs }) => attribs['datetime'] ?? null);
}

function firstDate(sources: readonly (string | null)[], now: Date, notes: string[]): Dated | null {
  for (const source of sources) {
    const date = source === null ? null : dated(source, now);
    if (date === null) continue;
    const late = date.at.getTime() - now.getTime();
    if (late <= 0) return date;
    const shown = (source ?? '').trim().slice(0, 40);
    if (late <= DAY_MS) {
      notes.push(`a date in the future was set to now: ${shown}`);
      return { ...date, at: now };
    }
    notes.push(`a date in the future was ignored: ${shown}`);
  }
  return null;
}

function dated(source: string, now: Date): Dated | null {
  if (!/\d{4}/.test(source)) return null;
  // What is a date but for its end ("2022-01-10T22:06:08:684Z") is one.
  const at = parseDate(source, now) ?? findDate(source, now);
  // The first day of 1970 is what a missing date is written as.
  if (at === null || at.getTime() < Date.UTC(1970, 0, 2)) return null;
  const written = /^\s*(\d{4}-\d{2}-\d{2})(?!\d)/.exec(source)?.[1];
  return {
    at,
    day: written ?? isoDay(findDate(source, now) ?? at),
    isLocal: /[+-]\d{2}:?\d{2}\s*$/.test(source) && !/[+-]00:?00\s*$/.test(source),
  };
}

function dayAt(date: Date | null, now: Date): Dated | null {
  return date === null || date.getTime() > now.getTime() + DAY_MS
    ? null
    : { at: date, day: isoDay(date), isLocal: false };
}

const isoDay = (date: Date): string => date.toISOString().slice(0, 10);
const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`);
