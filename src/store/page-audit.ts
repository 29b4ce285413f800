// Whether the stored pages are the bytes that came, one by one: what a damaged disk or a restore in parts leaves behind
// is found here and nowhere else, before a re-ingest needs it.
import type { Kysely } from 'kysely';
import { FeedmillError } from '../errors.js';
import { anyOf } from './due-run.js';
import type { PageBytes } from './page-bytes.js';
import { damage } from './page-collection.js';
import { createRuns } from './runs.js';
import type { Schema } from './schema.js';

export interface DamagedPage {
  id: number;
  articleId: number;
  url: string;
  why: string;
}

export interface PageAudit {
  /** Reads up to `limit` stored pages after the snapshot `after`; the last one read is `last`, null at the end. */
  check(
    after: number,
    limit: number,
  ): Promise<{ damaged: DamagedPage[]; checked: number; last: number | null }>;
  /** Throws the bytes of damaged pages away, and has the pages of their articles requested again. */
  repair(damaged: DamagedPage[]): Promise<void>;
}

export function createPageAudit(db: Kysely<Schema>, bytes: PageBytes): PageAudit {
  return {
    async check(after, limit) {
      const rows = await db
        .selectFrom('snapshots')
        .select(['id', 'article_id as articleId', 'url', 'sha256', 'codec', 'size', 'body', 'place'])
        .where('id', '>', after)
        .where('kept', '=', true)
        .orderBy('id')
        .limit(limit)
        .execute();
      const damaged: DamagedPage[] = [];
      for (const { id, articleId, url, ...page } of rows) {
        const got = await bytes.read(page);
        // A place that is away has lost nothing; taking it for that would throw every page away.
        if (got.status === 'unreachable')
          throw new FeedmillError(
            'STORE_UNAVAILABLE',
            `The pages cannot be checked: ${got.why}. Nothing was changed.`,
          );
        const why = got.status === 'lost' ? `it is lost: ${got.why}` : damage({ ...page, body: got.body });
        if (why !== null) damaged.push({ id, articleId, url, why });
      }
      return { damaged, checked: rows.length, last: rows.at(-1)?.id ?? null };
    },
    async repair(damaged) {
      const ids = anyOf(damaged.map(({ id }) => id));
      const rows = await db
        .selectFrom('snapshots')
        .select(['place', 'sha256', 'codec', 'body'])
        .where('id', '=', ids)
        .execute();
      for (const page of rows) await bytes.remove(page);
      await db
        .deleteFrom('snapshots')
        .where('id', '=', ids)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb.selectFrom('revisions').select('id').whereRef('revisions.snapshot_id', '=', 'snapshots.id'),
            ),
          ),
        )
        .execute();
      // What a revision was made from stays as a row without bytes, or the same page would be taken for one that is kept.
      await db
        .updateTable('snapshots')
        .set({ kept: false, codec: 'identity', body: Buffer.alloc(0), place: null })
        .where('id', '=', ids)
        .execute();
      await createRuns(db).start([...new Set(damaged.map(({ articleId }) => articleId))], 'scrape', null);
    },
  };
}
