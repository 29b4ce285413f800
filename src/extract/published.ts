import { parseDate } from '../dates/parse.js';
import { type LdNode, textIn } from './json-ld.js';
import type { Find } from './marked.js';
import { first, type Meta } from './meta-tags.js';
import { lineOf, type Page } from './tree.js';
import { visibleDate } from './visible.js';

const DAY_MS = 86_400_000;
const MAX_DATE = 500;

function attribute(find: Find, selector: string, ...names: string[]): string | null {
  const element = find(selector).first();
  return first(
    ...names.map((name) => element.attr(name)),
    element[0] === undefined ? null : lineOf(element[0], MAX_DATE),
  );
}

/** What a page states for machines of its publication, most trusted first. */
export function statedDates(find: Find, meta: Meta, ld: LdNode, url: string): (string | null)[] {
  const inUrl = /\/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:\/|-|$)/.exec(url);
  return [
    textIn(ld['datePublished']),
    meta('article:published_time'),
    meta('og:published_time'),
    meta('datepublished'),
    meta('dc.date.issued'),
    meta('dc.date'),
    meta('parsely-pub-date'),
    meta('sailthru.date'),
    meta('pubdate'),
    meta('publish-date'),
    meta('date'),
    attribute(find, '[itemprop="datePublished"]', 'datetime', 'content'),
    attribute(
      find,
      'time[pubdate], time.published, time.entry-date, article time[datetime], time[datetime]',
      'datetime',
    ),
    textIn(ld['dateCreated']),
    inUrl === null
      ? null
      : `${inUrl[1]}-${(inUrl[2] ?? '').padStart(2, '0')}-${(inUrl[3] ?? '').padStart(2, '0')}`,
  ];
}

/** What a page states for machines of its last change. */
export function modifiedDates(find: Find, meta: Meta, ld: LdNode): (string | null)[] {
  return [
    textIn(ld['dateModified']),
    meta('article:modified_time'),
    meta('og:updated_time'),
    meta('last-modified'),
    attribute(find, '[itemprop="dateModified"]', 'datetime', 'content'),
  ];
}

/**
 * When the article was published; null when the page does not tell. A page that was changed later shows the day of its
 * publication more often than it states it.
 */
export function publishedOf(
  page: Page,
  stated: (string | null)[],
  ld: LdNode,
  now: Date,
  notes: string[],
): Date | null {
  const date = dateOf(stated, now, notes);
  if (date !== null) return date;
  const seen = visibleDate(page, now);
  if (seen !== null && seen.getTime() <= now.getTime() + DAY_MS) return seen;
  return dateOf([textIn(ld['dateModified'])], now, notes);
}

/** The first source that is a date and not in the future; null when none is. Those in the future are noted. */
export function dateOf(sources: (string | null)[], now: Date, notes: string[]): Date | null {
  for (const source of sources) {
    if (source === null || !/\d{4}/.test(source)) continue;
    const date = parseDate(source, now);
    // The first day of 1970 is what a missing date is written as.
    if (date === null || date.getTime() < Date.UTC(1970, 0, 2)) continue;
    if (date.getTime() <= now.getTime() + DAY_MS) return date;
    notes.push(`a date in the future was ignored: ${source.trim().slice(0, 40)}`);
  }
  return null;
}
