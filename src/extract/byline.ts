import type { LinkedData } from './json-ld.js';
import type { Find } from './marked.js';
import { authorNames } from './names.js';
import { lineOf, type Page } from './tree.js';
import { visibleAuthors } from './visible.js';

const MAX_AUTHORS = 20;
/** Twenty names and what stands between them. */
const MAX_AUTHOR_LINE = 1_000;

/** The people who wrote the article; none when the page names none. */
export function bylineOf(
  page: Page,
  find: Find,
  { authors }: LinkedData,
  siteName: string | null,
  hinted: string[],
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
    () => hinted,
  ];
  for (const source of sources) {
    const names = source().flatMap((name) => authorNames(name ?? '', siteName));
    if (names.length > 0) return [...new Set(names)].slice(0, MAX_AUTHORS);
  }
  return [];
}
