import type { LdNode } from './json-ld.js';
import { textIn } from './json-ld.js';
import type { Find } from './marked.js';
import { first, type Meta } from './meta-tags.js';
import { simplified } from './names.js';
import { folded, lineOf, type Page } from './tree.js';

const MAX_TITLE = 500;

/** The title of the article; null when the page names none. */
export function titleOf(
  page: Page,
  find: Find,
  meta: Meta,
  ld: LdNode,
  siteName: string | null,
): string | null {
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
