// What is stored, page by page, in the form in which it leaves the house.
import type { ArchivedPage, ExportRecord } from '../formats/record.js';
import type { ExportedArticle } from '../store/export.js';
import type { ExportFilter } from '../store/export-filter.js';
import type { KeptPage, PageCursor } from '../store/export-pages.js';
import type { Store } from '../store/store.js';
import { askedAhead } from './ahead.js';

/** Rows of one statement: a megabyte where texts are long. */
const ROWS = 100;
const PAGES = 200;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export const recordOf = ({
  publishedAt,
  modifiedAt,
  discoveredAt,
  storedAt,
  ...article
}: ExportedArticle): ExportRecord => ({
  ...article,
  publishedAt: iso(publishedAt),
  modifiedAt: iso(modifiedAt),
  discoveredAt: discoveredAt.toISOString(),
  storedAt: iso(storedAt),
});

/** Articles from the one after `after` on. */
export async function* exportedArticles(
  filter: ExportFilter,
  { after, html }: { after: number; html: boolean },
  { exports }: Pick<Store, 'exports'>,
): AsyncGenerator<ExportRecord[]> {
  const pages = askedAhead<ExportedArticle[]>(async (before) => {
    if (before !== null && before.length < ROWS) return null;
    return exports.page(filter, { after: before?.at(-1)?.id ?? after, limit: ROWS, html });
  });
  for await (const page of pages) if (page.length > 0) yield page.map(recordOf);
}

/** A kept page with what was made of it, its bytes still packed. */
export type PackedPage = ArchivedPage & Pick<KeptPage, 'codec' | 'size' | 'body'>;

/** One page of kept pages from `from` on; `next` is null at the end. */
export async function packedPages(
  filter: ExportFilter,
  from: PageCursor,
  { html, limit }: { html: boolean; limit: number },
  { exports }: Pick<Store, 'exports'>,
): Promise<{ pages: PackedPage[]; next: PageCursor | null }> {
  const { pages, next } = await exports.pages(filter, from, limit);
  const shown = pages.filter(({ isShown }) => isShown).map(({ articleId }) => articleId);
  const articles = shown.length === 0 ? [] : await exports.articles(shown, html);
  const records = new Map(articles.map((article) => [article.id, recordOf(article)]));
  return {
    pages: pages.map(({ isShown, fetchedAt, ...page }) => ({
      ...page,
      fetchedAt: fetchedAt.toISOString(),
      result: isShown ? (records.get(page.articleId) ?? null) : null,
    })),
    next,
  };
}

/** Kept pages of the articles after `after`. */
export async function* archivedPages(
  filter: ExportFilter,
  { after, html }: { after: number; html: boolean },
  store: Pick<Store, 'exports'>,
): AsyncGenerator<PackedPage> {
  for (let from: PageCursor | null = { after, snapshot: null }; from !== null; ) {
    const { pages, next }: Awaited<ReturnType<typeof packedPages>> = await packedPages(
      filter,
      from,
      { html, limit: PAGES },
      store,
    );
    yield* pages;
    from = next;
  }
}
