// Title, authors, dates and the rest. Trust goes, for each field, in this order: JSON-LD of the article, meta tags made
// for machines (OpenGraph, article:, Dublin Core, parsely), microdata and rel links, visible elements, the URL, and
// last what the feed said. A date in the future is ignored with a note; an author that is a site or a URL is none.

import { bylineOf } from './byline.js';
import { webUrl } from './clean-html.js';
import { type LdNode, type LinkedData, listOf, textIn } from './json-ld.js';
import type { Find } from './marked.js';
import { first, type Meta, metaTags } from './meta-tags.js';
import { dateOf, modifiedDates, publishedOf, statedDates } from './published.js';
import { titleOf } from './title.js';
import { folded, type Page } from './tree.js';

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
    byline: bylineOf(page, find, data, siteName, hints.byline ?? []),
    publishedAt:
      publishedOf(page, statedDates(find, meta, ld, url), ld, now, notes) ?? hints.publishedAt ?? null,
    modifiedAt: dateOf(modifiedDates(find, meta, ld), now, notes),
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
