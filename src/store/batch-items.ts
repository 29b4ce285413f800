// How the articles of a re-ingest batch ended, and the drafts that a dry run keeps of them until somebody commits or
// drops them.
import { type Kysely, sql } from 'kysely';
import { anyOf } from './due-run.js';
import type { Schema } from './schema.js';
import type { LedgerOutcome } from './schema-articles.js';

export interface BatchItem {
  articleId: number;
  url: string;
  title: string | null;
  outcome: LedgerOutcome;
  reason: string | null;
  change: Record<string, unknown> | null;
}
export interface EndedItem extends Pick<BatchItem, 'articleId' | 'outcome' | 'reason' | 'change'> {
  batchId: number;
  /** The draft that a dry run keeps. */
  draftId: number | null;
  /** The current revision that the draft was compared with; null when there was none. */
  baseId: number | null;
}
interface Page {
  after: number;
  limit: number;
}

export interface BatchItems {
  /** Records how an article of a batch ended; its latest end counts. */
  record(item: EndedItem): Promise<void>;
  list(batchId: number, limit: number): Promise<BatchItem[]>;
  /** How many articles of the batch ended so far, by outcome. */
  progress(batchId: number): Promise<{ outcome: LedgerOutcome; count: number }[]>;
  /** What the draft of a dry run was compared with; undefined when the batch does not keep it. */
  baseOf(batchId: number, draftId: number): Promise<number | null | undefined>;
  /** Articles whose drafts a dry run keeps, rising, `limit` after `after`. */
  drafts(batchId: number, page: Page): Promise<{ articleId: number; draftId: number }[]>;
  countDrafts(batchId: number): Promise<number>;
  /** Deletes up to `limit` drafts of a dry run; how many. */
  deleteDrafts(batchId: number, limit: number): Promise<number>;
}

export function createBatchItems(db: Kysely<Schema>): BatchItems {
  const kept = (batchId: number) =>
    db.selectFrom('batch_items').where('batch_id', '=', batchId).where('revision_id', 'is not', null);
  return {
    record: (item) => record(db, item),
    list: (batchId, limit) =>
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
    baseOf: async (batchId, draftId) =>
      (await kept(batchId).select('base_id').where('revision_id', '=', draftId).executeTakeFirst())?.base_id,
    drafts: (batchId, { after, limit }) =>
      kept(batchId)
        .select(['article_id as articleId', 'revision_id as draftId'])
        .$narrowType<{ draftId: number }>()
        .where('article_id', '>', after)
        .orderBy('article_id')
        .limit(limit)
        .execute(),
    countDrafts: async (batchId) =>
      (
        await kept(batchId)
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow()
      ).count,
    async deleteDrafts(batchId, limit) {
      const drafts = await kept(batchId)
        .select('revision_id as id')
        .$narrowType<{ id: number }>()
        .limit(limit)
        .execute();
      const ids = anyOf(drafts.map(({ id }) => id));
      // Their items forget them by their foreign key. What became current meanwhile stays, and is forgotten here.
      await db.deleteFrom('revisions').where('id', '=', ids).where('state', '=', 'dry').execute();
      await db.updateTable('batch_items').set({ revision_id: null }).where('revision_id', '=', ids).execute();
      return drafts.length;
    },
  };
}

async function record(
  db: Kysely<Schema>,
  { batchId, articleId, outcome, reason, change, draftId, baseId }: EndedItem,
): Promise<void> {
  await db
    .insertInto('batch_items')
    .values({
      batch_id: batchId,
      article_id: articleId,
      outcome,
      reason,
      change: change === null ? null : JSON.stringify(change),
      revision_id: draftId,
      base_id: baseId,
    })
    .onConflict((conflict) =>
      conflict.columns(['batch_id', 'article_id']).doUpdateSet({
        outcome: sql`excluded.outcome`,
        reason: sql`excluded.reason`,
        change: sql`excluded.change`,
        revision_id: sql`excluded.revision_id`,
        base_id: sql`excluded.base_id`,
      }),
    )
    .execute();
}
