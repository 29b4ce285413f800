// The pages that articles were fetched as, for an archive: article by article and page by page in the order of their
// ids, as many at a time as fit into a request, bytes packed as they are kept.
import { type Kysely, sql } from 'kysely';
import { FeedmillError } from '../errors.js';
import { anyOf } from './due-run.js';
import { type ExportFilter, isMeant } from './export-filter.js';
import type { PageBytes } from './page-bytes.js';
import type { Schema } from './schema.js';
import type { Codec } from './snapshot-codec.js';

export interface KeptPage {
  articleId: number;
  snapshotId: number;
  url: string;
  status: number;
  headers: Record<string, string>;
  fetchedAt: Date;
  sha256: string;
  codec: Codec;
  size: number;
  body: Uint8Array;
  /** Whether what readers see of the article was made from this page. */
  isShown: boolean;
}
/** Begins after this article, or, with a snapshot, after that page of it. */
export interface PageCursor {
  after: number;
  snapshot: number | null;
}
export interface ExportedPages {
  /** The pages that are still kept of the articles that `filter` means. `next` is null at the end. */
  pages(
    filter: ExportFilter,
    from: PageCursor,
    limit: number,
  ): Promise<{ pages: KeptPage[]; next: PageCursor | null }>;
}

interface Found {
  id: number;
  articleId: number;
  bytes: number;
}

/** Packed bytes of one answer, but for a single page that is larger. */
const MOST_BYTES = 8_000_000;

export function createExportedPages(db: Kysely<Schema>, bytes: PageBytes): ExportedPages {
  return {
    async pages(filter, from, limit) {
      // One more than may be taken tells whether there is more, and of which article.
      const found = await foundPages(db, filter, from, limit + 1);
      const { taken, next } = fitting(found, limit);
      return { pages: await withBodies(db, bytes, taken), next };
    },
  };
}

async function foundPages(
  db: Kysely<Schema>,
  filter: ExportFilter,
  { after, snapshot }: PageCursor,
  limit: number,
): Promise<Found[]> {
  return db
    .selectFrom('snapshots')
    .innerJoin('articles', 'articles.id', 'snapshots.article_id')
    .select(['snapshots.id', 'snapshots.article_id as articleId'])
    .select(
      sql<number>`case when snapshots.place is null then octet_length(snapshots.body) else snapshots.size end`.as(
        'bytes',
      ),
    )
    .where('snapshots.kept', '=', true)
    .where(
      snapshot === null
        ? sql<boolean>`snapshots.article_id > ${after}`
        : sql<boolean>`(snapshots.article_id, snapshots.id) > (${after}, ${snapshot})`,
    )
    .where((eb) => isMeant(eb, filter))
    .orderBy('snapshots.article_id')
    .orderBy('snapshots.id')
    .limit(limit)
    .execute();
}

/** As many of the first pages as fit, and where to go on: between two articles if it can be. */
function fitting(found: readonly Found[], limit: number): { taken: Found[]; next: PageCursor | null } {
  let bytes = 0;
  const over = found.findIndex((page, index) => {
    bytes += page.bytes;
    return index === limit || (index > 0 && bytes > MOST_BYTES);
  });
  const following = found[over];
  if (following === undefined) return { taken: [...found], next: null };
  const taken = found.slice(0, over);
  const whole = taken.filter(({ articleId }) => articleId !== following.articleId);
  const kept = whole.length === 0 ? taken : whole;
  const { articleId: after, id } = kept.at(-1) ?? following;
  return { taken: kept, next: { after, snapshot: after === following.articleId ? id : null } };
}

async function withBodies(
  db: Kysely<Schema>,
  bytes: PageBytes,
  found: readonly Found[],
): Promise<KeptPage[]> {
  const rows = await db
    .selectFrom('snapshots')
    .innerJoin('articles', 'articles.id', 'snapshots.article_id')
    .leftJoin('revisions', 'revisions.id', 'articles.revision_id')
    .select([
      'snapshots.article_id as articleId',
      'snapshots.id as snapshotId',
      'snapshots.url',
      'snapshots.status',
      'snapshots.headers',
      'snapshots.fetched_at as fetchedAt',
      'snapshots.sha256',
      'snapshots.codec',
      'snapshots.size',
      'snapshots.body',
      'snapshots.place',
    ])
    .select(sql<boolean>`coalesce(revisions.snapshot_id = snapshots.id, false)`.as('isShown'))
    .where('snapshots.id', '=', anyOf(found.map(({ id }) => id)))
    .orderBy('snapshots.article_id')
    .orderBy('snapshots.id')
    .execute();
  const pages: KeptPage[] = [];
  for (const { place, ...page } of rows) {
    const got = await bytes.read({ ...page, place });
    if (got.status === 'unreachable')
      throw new FeedmillError('STORE_UNAVAILABLE', `The pages cannot be read: ${got.why}.`);
    // What is lost is `feedmill audit --deep`'s to tell; the pages that are there are worth having.
    if (got.status === 'read') pages.push({ ...page, body: got.body });
  }
  return pages;
}
