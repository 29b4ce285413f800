// Re-ingest batches: which articles were asked to run again from where, and how each one ended.
import type { Kysely } from 'kysely';
import type { Stage } from '../pipeline.js';
import type { BatchSelection, LedgerOutcome, Schema } from './schema.js';

export interface Batch {
  id: number;
  fromStage: Stage;
  dryRun: boolean;
  total: number;
}
export interface BatchItem {
  articleId: number;
  url: string;
  title: string | null;
  outcome: LedgerOutcome;
  reason: string | null;
  change: Record<string, unknown> | null;
}

export interface Batches {
  create(batch: {
    fromStage: Stage;
    dryRun: boolean;
    selection: BatchSelection;
    total: number;
  }): Promise<number>;
  find(id: number): Promise<Batch | null>;
  /** Records how an article of the batch ended. */
  record(item: {
    batchId: number;
    articleId: number;
    outcome: LedgerOutcome;
    reason: string | null;
    change: Record<string, unknown> | null;
  }): Promise<void>;
  items(batchId: number, limit: number): Promise<BatchItem[]>;
  /** How many articles of the batch ended so far, by outcome. */
  progress(batchId: number): Promise<{ outcome: LedgerOutcome; count: number }[]>;
  /** Articles that a selection means, by id, `limit` after `after`; only those that have a snapshot if asked. */
  select(
    selection: BatchSelection,
    urlKeys: string[],
    page: { after: number; limit: number },
    needsSnapshot: boolean,
  ): Promise<number[]>;
}

export function createBatches(db: Kysely<Schema>): Batches {
  return {
    async create({ fromStage, dryRun, selection, total }) {
      const row = await db
        .insertInto('batches')
        .values({ from_stage: fromStage, dry_run: dryRun, selection: JSON.stringify(selection), total })
        .returning('id')
        .executeTakeFirstOrThrow();
      return row.id;
    },
    find: async (id) =>
      (await db
        .selectFrom('batches')
        .select(['id', 'from_stage as fromStage', 'dry_run as dryRun', 'total'])
        .where('id', '=', id)
        .executeTakeFirst()) ?? null,
    async record({ batchId, articleId, outcome, reason, change }) {
      await db
        .insertInto('batch_items')
        .values({
          batch_id: batchId,
          article_id: articleId,
          outcome,
          reason,
          change: change === null ? null : JSON.stringify(change),
        })
        .onConflict((conflict) =>
          conflict.columns(['batch_id', 'article_id']).doUpdateSet((eb) => ({
            outcome: eb.ref('excluded.outcome'),
            reason: eb.ref('excluded.reason'),
            change: eb.ref('excluded.change'),
          })),
        )
        .execute();
    },
    items: (batchId, limit) =>
      db
        .selectFrom('batch_items')
        .innerJoin('articles', 'articles.id', 'batch_items.article_id')
        .select([
          'batch_items.article_id as articleId',
          'articles.url',
          'articles.title',
          'batch_items.outcome',
          'batch_items.reason',
          'batch_items.change',
        ])
        .where('batch_items.batch_id', '=', batchId)
        .orderBy('batch_items.article_id')
        .limit(limit)
        .execute(),
    progress: (batchId) =>
      db
        .selectFrom('batch_items')
        .select(['outcome', (eb) => eb.fn.countAll<number>().as('count')])
        .where('batch_id', '=', batchId)
        .groupBy('outcome')
        .execute(),
    async select(selection, urlKeys, { after, limit }, needsSnapshot) {
      let query = db.selectFrom('articles').select('id').where('id', '>', after).orderBy('id').limit(limit);
      if (selection.urls !== undefined) query = query.where('url_key', 'in', urlKeys);
      if (selection.feedId !== undefined) {
        const feedId = selection.feedId;
        query = query.where('id', 'in', (eb) =>
          eb
            .selectFrom('feed_items')
            .select('feed_items.article_id')
            .where('feed_items.feed_id', '=', feedId)
            .$castTo<{ article_id: number }>(),
        );
      }
      if (selection.since !== undefined)
        query = query.where('discovered_at', '>=', new Date(selection.since));
      if (selection.failed === true) query = query.where('state', '=', 'failed');
      if (needsSnapshot)
        query = query.where((eb) =>
          eb.exists(
            eb
              .selectFrom('snapshots')
              .select('snapshots.id')
              .whereRef('snapshots.article_id', '=', 'articles.id'),
          ),
        );
      return (await query.execute()).map((row) => row.id);
    },
  };
}
