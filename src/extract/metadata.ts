// What a page says of itself, field by field. Trust goes, for each, from what is made for machines and about the article
// (JSON-LD) over what is made for machines and about the page (meta tags: OpenGraph, Twitter, parsely, Dublin Core),
// microdata and visible elements to the address, and last to what the feed said; title.ts, byline.ts, published.ts and
// paywall.ts say where their field departs from that. What two sources say beats what one says.

import { parseUrl } from '../parse-url.js';
import { bylineOf } from './byline.js';
import { webUrl } from './clean-html.js';
import { type LdNode, type LinkedData, listOf, textIn } from './json-ld.js';
import type { Marked } from './marked.js';
import { decoded, first, type Meta, metaTags } from './meta-tags.js';
import { pageDates } from './page-dates.js';
import { paywalledOf } from './paywall.js';
import { placesOf } from './place.js';
import { modifiedOf, publishedOf } from './published.js';
import { siteOf } from './site-name.js';
import { headingOf, titleOf } from './title.js';
import type { Element, Page } from './tree.js';

export interface Metadata {
  title: string | null;
  byline: string[];
  publishedAt: Date | null;
  /** The day of publication where the page was written, in ISO 8601: that of `publishedAt` in UTC may be its neighbour. */
  publishedDay: string | null;
  modifiedAt: Date | null;
  siteName: string | null;
  /** Of this site; absolute. */
  canonicalUrl: string | null;
  imageUrl: string | null;
  declaredLanguage: string | null;
  tags: string[];
  /** Null where the page does not say. */
  paywalled: boolean | null;
  notes: string[];
}
export interface PageHints {
  title?: string | null;
  byline?: string[];
  publishedAt?: Date | null;
  language?: string | null;
}

/** Reads what the page says of itself. */
export function metadataOf(
  page: Page,
  marked: Marked,
  data: LinkedData,
  { url, now, hints }: { url: string; now: Date; hints: PageHints },
): Metadata {
  const meta = metaTags(marked.metas);
  const ld = data.article;
  const notes: string[] = [];
  const site = siteOf(meta, data, url);
  // Most pages state what they are, and are not looked through.
  const { own, standsElsewhere } = placesOf(page, marked);
  const lines = pageDates(marked.html?.attribs['lang'] ?? '', own, now);
  const dates = { own, lines, standsElsewhere, marked, meta, data, url, now, notes };
  const published = publishedOf(dates);
  const title = titleOf(marked, meta, data, site) ?? hints.title ?? null;
  const heading = headingOf(marked, title);
  return {
    title,
    byline: bylineOf({
      own,
      standsElsewhere,
      dates: lines,
      marked,
      meta,
      data,
      site,
      heading,
      hinted: hints.byline ?? [],
    }),
    publishedAt: published?.at ?? hints.publishedAt ?? null,
    publishedDay: published?.day ?? hints.publishedAt?.toISOString().slice(0, 10) ?? null,
    modifiedAt: modifiedOf(dates)?.at ?? null,
    siteName: site.name,
    canonicalUrl: canonicalOf(marked, meta, url),
    imageUrl: imageOf(marked, meta, ld, url),
    declaredLanguage: languageOf(marked, meta, ld) ?? hints.language ?? null,
    tags: tagsOf(meta, ld),
    paywalled: paywalledOf(ld, meta, marked),
    notes,
  };
}

const linkTo = (links: readonly Element[], rel: string): string | undefined =>
  links.find(({ attribs }) => attribs['rel']?.toLowerCase().split(/\s+/).includes(rel))?.attribs['href'];

// A canonical address on another site is a syndicated article's; the address of this copy is on this one.
function canonicalOf({ links }: Marked, meta: Meta, url: string): string | null {
  for (const address of [linkTo(links, 'canonical'), meta.one('og:url')]) {
    const canonical = webUrl(address ?? undefined, url);
    if (canonical !== null && siteHost(canonical) === siteHost(url)) return canonical;
  }
  return null;
}

/** A host without what its sites use for the same pages on other devices. */
const siteHost = (url: string): string =>
  parseUrl(url)?.hostname.replace(/^(?:www|m|mobile|amp)\./, '') ?? '';

function imageOf({ links }: Marked, meta: Meta, ld: LdNode, url: string): string | null {
  const stated = first(
    meta.one('og:image:secure_url', 'og:image', 'og:image:url'),
    meta.one('twitter:image', 'twitter:image:src'),
    textIn(ld['image'], 'url', 'contentUrl'),
    textIn(ld['thumbnailUrl']),
    meta.one('parsely-image-url', 'sailthru.image.full', 'thumbnail', 'image'),
    linkTo(links, 'image_src'),
  );
  return webUrl(stated ?? undefined, url);
}

const languageOf = ({ html }: Marked, meta: Meta, ld: LdNode): string | null =>
  first(
    html?.attribs['lang'],
    html?.attribs['xml:lang'],
    textIn(ld['inLanguage'], 'alternateName', 'name'),
    meta.one('og:locale', 'content-language', 'dc.language', 'dcterms.language', 'language'),
  );

const MAX_TAGS = 50;
/** What is longer is a sentence. */
const MAX_TAG = 100;

// The tags of the article before the keywords of the page, which are the same for all pages of many sites.
function tagsOf(meta: Meta, ld: LdNode): string[] {
  const listed = (raw: string): string[] => {
    const text = decoded(raw.slice(0, MAX_TAGS * MAX_TAG));
    return text.split(text.includes(';') && !text.includes(',') ? ';' : /[,،、]/);
  };
  const keywords = listOf(ld['keywords'])
    .slice(0, MAX_TAGS)
    .flatMap((keyword) => {
      const text = textIn(keyword, 'name');
      return text === null ? [] : listed(text);
    });
  const about = listOf(ld['about'])
    .slice(0, MAX_TAGS)
    .flatMap((thing) => (typeof thing === 'object' ? (textIn(thing, 'name') ?? []) : []));
  const stated = [
    ...meta.all('article:tag', 'og:article:tag', 'parsely-tags').flatMap(listed),
    ...keywords,
    ...about,
  ];
  const all =
    stated.length > 0 ? stated : listed(meta.one('news_keywords', 'sailthru.tags', 'keywords') ?? '');
  const tags = all.map((tag) => tag.trim()).filter((tag) => tag !== '' && tag.length <= MAX_TAG);
  return [...new Map(tags.map((tag) => [tag.toLowerCase(), tag])).values()].slice(0, MAX_TAGS);
}
