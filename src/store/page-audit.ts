// Whether the stored pages are the bytes that came, one by one: what a damaged disk or a restore in parts leaves behind
// is found here and nowhere else, before a re-ingest needs it.
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { anyOf } from './due-run.js';
import { createRuns } from './runs.js';
import type { Schema } from './schema.js';
import { unpackBytes } from './snapshot-codec.js';

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
  /** Deletes damaged pages that no revision was made from, and has the pages of their articles requested again. */
  repair(damaged: DamagedPage[]): Promise<void>;
}

export function createPageAudit(db: Kysely<Schema>): PageAudit {
  return {
    async check(after, limit) {
      const rows = await db
        .selectFrom('snapshots')
        .select(['id', 'article_id as articleId', 'url', 'sha256', 'codec', 'size', 'body'])
        .where('id', '>', after)
        .where('kept', '=', true)
        .orderBy('id')
        .limit(limit)
        .execute();
      const damaged = rows.flatMap(({ sha256, codec, size, body, ...page }) => {
        const why = complaint({ codec, size, body }, sha256);
        return why === null ? [] : [{ ...page, why }];
      });
      return { damaged, checked: rows.length, last: rows.at(-1)?.id ?? null };
    },
    async repair(damaged) {
      const ids = anyOf(damaged.map(({ id }) => id));
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
      await createRuns(db).start([...new Set(damaged.map(({ articleId }) => articleId))], 'scrape', null);
    },
  };
}

function complaint(page: Parameters<typeof unpackBytes>[0], sha256: string): string | null {
  try {
    const found = createHash('sha256').update(unpackBytes(page)).digest('hex');
    return found === sha256 ? null : 'its bytes are not those that came';
  } catch (error) {
    return `it cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`;
  }
}
