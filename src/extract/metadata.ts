// Title, authors, dates and the rest. Trust goes, for each field, in this order: JSON-LD of the article, meta tags made
// for machines (OpenGraph, article:, Dublin Core, parsely), microdata and rel links, visible elements, the URL, and
// last what the feed said. A date in the future is ignored with a note; an author that is a site or a URL is none.

import { parseDate } from '../dates/parse.js';
import { webUrl } from './clean-html.js';
import { type LdNode, type LinkedData, listOf, textIn } from './json-ld.js';
import type { Find } from './marked.js';
import { authorNames, simplified } from './names.js';
import { folded, lineOf, type Page } from './tree.js';
import { visibleAuthors, visibleDate } from './visible.js';

export interface Metadata {
  title: string | null;
  byline: string[];
  publishedAt: Date | null;
  modifiedAt: Date | null;
  siteName: string | null;
  canonicalUrl: string | null;
  imageUrl: string | null;
  declaredLanguage: string | null;
  tags: string[];
  paywalled: boolean | null;
  notes: string[];
}
export interface PageHints {
  title?: string | null;
  byline?: string[];
  publishedAt?: Date | null;
  language?: string | null;
}

const DAY_MS = 86_400_000;
const MAX_TITLE = 500;
const MAX_AUTHORS = 20;
/** Twenty names and what stands between them. */
const MAX_AUTHOR_LINE = 1_000;

/** Reads what the page says of itself. */
export function metadataOf(
  page: Page,
  find: Find,
  data: LinkedData,
  { url, now, hints }: { url: string; now: Date; hints: PageHints },
): Metadata {
  const meta = metaTags(find);
  const ld = data.article;
  const notes: string[] = [];
  const siteName = first(
    meta('og:site_name'),
    textIn(ld['publisher'], 'name'),
    meta('application-name'),
    meta('al:android:app_name'),
  );
  return {
    title: titleOf(page, find, meta, ld, siteName) ?? hints.title ?? null,
    byline: bylineOf(page, find, data, siteName, hints),
    publishedAt:
      publishedOf(page, statedDates(find, meta, ld, url), ld, now, notes) ?? hints.publishedAt ?? null,
    modifiedAt: dateOf(
      [
        textIn(ld['dateModified']),
        meta('article:modified_time'),
        meta('og:updated_time'),
        meta('last-modified'),
        attribute(find, '[itemprop="dateModified"]', 'datetime', 'content'),
      ],
      now,
      notes,
    ),
    siteName,
    canonicalUrl: webUrl(find('link[rel="canonical"]').attr('href') ?? meta('og:url') ?? undefined, url),
    imageUrl: webUrl(
      first(
        meta('og:image'),
        meta('og:image:url'),
        meta('twitter:image'),
        meta('twitter:image:src'),
        textIn(ld['image'], 'url', 'contentUrl'),
        find('link[rel="image_src"]').attr('href') ?? null,
      ) ?? undefined,
      url,
    ),
    declaredLanguage: first(
      find('html').attr('lang') ?? null,
      find('html').attr('xml:lang') ?? null,
      textIn(ld['inLanguage'], 'alternateName', 'name'),
      meta('og:locale'),
      meta('content-language'),
      meta('dc.language'),
      hints.language ?? null,
    ),
    tags: tagsOf(find, meta, ld),
    paywalled: paywalledOf(ld, meta),
    notes,
  };
}

type Meta = (name: string) => string | null;

function metaTags(find: Find): Meta {
  const found = new Map<string, string>();
  for (const { attribs } of find('meta[content]').toArray()) {
    const content = folded(attribs['content'] ?? '');
    for (const key of [attribs['property'], attribs['name'], attribs['http-equiv'], attribs['itemprop']]) {
      if (key !== undefined && content !== '' && !found.has(key.toLowerCase()))
        found.set(key.toLowerCase(), content);
    }
  }
  return (name) => found.get(name) ?? null;
}

const first = (...values: (string | null | undefined)[]): string | null =>
  values.find((value) => value !== null && value !== undefined && value.trim() !== '')?.trim() ?? null;

function attribute(find: Find, selector: string, ...names: string[]): string | null {
  const element = find(selector).first();
  return first(
    ...names.map((name) => element.attr(name)),
    element[0] === undefined ? null : lineOf(element[0], MAX_TITLE),
  );
}

function titleOf(page: Page, find: Find, meta: Meta, ld: LdNode, siteName: string | null): string | null {
  const headings = find('h1')
    .toArray()
    .map((heading) => lineOf(heading, MAX_TITLE) ?? '')
    .filter((text) => text.length > 3);
  const stated = first(
    textIn(ld['headline']),
    meta('og:title'),
    meta('twitter:title'),
    meta('dc.title'),
    meta('parsely-title'),
    meta('title'),
  );
  const window = folded(find('head > title, title').first().text());
  const site = new Set([siteName, ...siteParts(window)].map((name) => simplified(name ?? '')));
  const own = headings.filter((text) => !site.has(simplified(text)));
  // The heading that the window's title begins with is the one that readers see as the title.
  const heading = own.find(
    (text) => window.startsWith(text.slice(0, 40)) || stated?.startsWith(text.slice(0, 40)),
  );
  const title = first(
    heading,
    own.length === 1 ? own[0] : null,
    stated,
    partShown(page, window.split(separator)),
    window,
  );
  return title === null ? null : withoutSite(title, siteName).slice(0, MAX_TITLE);
}

/** The part of the window's title that stands in the page as a smaller heading: old blogs use h1 for their own name. */
function partShown(page: Page, parts: string[]): string | null {
  if (parts.length < 2) return null;
  const shown = new Set(
    page('h2, h3')
      .toArray()
      .map((heading) => simplified(lineOf(heading, MAX_TITLE) ?? '')),
  );
  return parts.find((part) => shown.has(simplified(part))) ?? null;
}

/** What may be the site's name in the title of the window: its last part, where it has several. */
const siteParts = (window: string): string[] => window.split(separator).slice(1).slice(-1);

const separator = /\s+(?:[|\-–—·•:»]|\/\/)+\s+/;

/** A title without the name of the site at its end or beginning. */
function withoutSite(title: string, siteName: string | null): string {
  if (siteName === null) return title;
  const same = (part: string): boolean => simplified(part) === simplified(siteName);
  const parts = title.split(separator);
  if (parts.length < 2) return title;
  const [head = '', last = ''] = [parts[0], parts.at(-1)];
  if (same(last))
    return title
      .slice(0, title.lastIndexOf(last))
      .replace(/\s+[|\-–—·•:»]\s*$/, '')
      .trim();
  return same(head)
    ? title
        .slice(head.length)
        .replace(/^\s*[|\-–—·•:»]\s+/, '')
        .trim()
    : title;
}

function bylineOf(
  page: Page,
  find: Find,
  { authors }: LinkedData,
  siteName: string | null,
  hints: PageHints,
): string[] {
  const sources: (() => (string | null)[])[] = [
    () => authors,
    () =>
      [
        ...find(
          'meta[name="author"], meta[property="article:author"], meta[name="parsely-author"], meta[name="dc.creator"], meta[name="byl"], meta[itemprop="author"]',
        ).toArray(),
      ].map(({ attribs }) => attribs['content'] ?? null),
    () =>
      find('[rel="author"], [itemprop="author"] [itemprop="name"], [itemprop="author"]')
        .toArray()
        .map((element) => lineOf(element, MAX_AUTHOR_LINE)),
    () => visibleAuthors(page),
    () => hints.byline ?? [],
  ];
  for (const source of sources) {
    const names = source().flatMap((name) => authorNames(name ?? '', siteName));
    if (names.length > 0) return [...new Set(names)].slice(0, MAX_AUTHORS);
  }
  return [];
}

function statedDates(find: Find, meta: Meta, ld: LdNode, url: string): (string | null)[] {
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

// A page that was changed later shows the day of its publication more often than it states it.
function publishedOf(
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

function dateOf(sources: (string | null)[], now: Date, notes: string[]): Date | null {
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

function tagsOf(find: Find, meta: Meta, ld: LdNode): string[] {
  const stated = find('meta[property="article:tag"]')
    .toArray()
    .map(({ attribs }) => attribs['content'] ?? '');
  const keywords = listOf(ld['keywords']).flatMap((keyword) =>
    typeof keyword === 'string' ? keyword.split(',') : [],
  );
  const fallback = (meta('news_keywords') ?? meta('keywords') ?? '').split(',');
  const found = [...stated, ...keywords, ...(stated.length + keywords.length === 0 ? fallback : [])]
    .map(folded)
    .filter((tag) => tag !== '' && tag.length <= 100);
  return [...new Set(found)].slice(0, 50);
}

function paywalledOf(ld: LdNode, meta: Meta): boolean | null {
  const free =
    textIn(ld['isAccessibleForFree']) ??
    (typeof ld['isAccessibleForFree'] === 'boolean' ? String(ld['isAccessibleForFree']) : null);
  if (free !== null) return /^false$/i.test(free);
  const tier = meta('article:content_tier');
  return tier === null ? null : tier !== 'free';
}
