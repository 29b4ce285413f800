// The ledger: one row for each attempt of each stage, written in the transaction that the attempt ends with.
import { type Insertable, type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import type { Schema } from './schema.js';
import type { LedgerTable } from './schema-articles.js';

export type LedgerRow = Selectable<LedgerTable>;
export type LedgerEntry = Omit<Insertable<LedgerTable>, 'detail' | 'id' | 'at'> & {
  detail: Record<string, unknown> | null;
};

export interface Ledger {
  record(entry: LedgerEntry): Promise<void>;
  /** Every attempt of an article, oldest first. */
  ofArticle(articleId: number): Promise<LedgerRow[]>;
  /** The latest polls of a feed, newest first. */
  ofFeed(feedId: number, limit: number): Promise<LedgerRow[]>;
  /** Attempts by stage and outcome since `since`, of the latest `newest` ones if that is given. */
  rates(since: Date, newest?: number): Promise<{ stage: string; outcome: string; count: number }[]>;
  /** Deletes up to `limit` rows older than `before`; how many it were. */
  prune(before: Date, limit: number): Promise<number>;
}

/**
 * The insert of one row, as part of a larger statement: it happens exactly if the part named `moved` returns a row.
 */
export function ledgerInsert({
  stage,
  article_id,
  feed_id,
  batch_id,
  attempt,
  outcome,
  reason,
  ms,
  worker,
  detail,
}: LedgerEntry): RawBuilder<{ recorded: number }> {
  return sql`(insert into ledger (stage, article_id, feed_id, batch_id, attempt, outcome, reason, ms, worker, detail)
    select ${stage}::text, ${article_id}::bigint, ${feed_id}::bigint, ${batch_id}::bigint, ${attempt}::bigint, ${outcome}::text, ${reason}::text, ${ms}::int, ${worker}::text, ${detail === null ? null : JSON.stringify(detail)}::jsonb
    from moved returning 1 as recorded)`;
}

export function createLedger(db: Kysely<Schema>): Ledger {
  return {
    async record(entry) {
      await db
        .insertInto('ledger')
        .values({ ...entry, detail: entry.detail === null ? null : JSON.stringify(entry.detail) })
        .execute();
    },
    ofArticle: (articleId) =>
      db.selectFrom('ledger').selectAll().where('article_id', '=', articleId).orderBy('id').execute(),
    ofFeed: (feedId, limit) =>
      db
        .selectFrom('ledger')
        .selectAll()
        .where('feed_id', '=', feedId)
        .where('article_id', 'is', null)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),
    rates: (since, newest) =>
      db
        .selectFrom('ledger')
        .$if(newest !== undefined, (query) =>
          query.where('id', '>', (eb) =>
            eb.selectFrom('ledger').select(sql<number>`coalesce(max(id), 0) - ${newest ?? 0}`.as('id')),
          ),
        )
        .select(['stage', 'outcome', (eb) => eb.fn.countAll<number>().as('count')])
        .where('at', '>=', since)
        .groupBy(['stage', 'outcome'])
        .orderBy('stage')
        .orderBy('outcome')
        .execute(),
    async prune(before, limit) {
      const gone = await db
        .deleteFrom('ledger')
        .where('id', 'in', (eb) =>
          eb.selectFrom('ledger').select('id').where('at', '<', before).orderBy('at').limit(limit),
        )
        .returning(sql<number>`1`.as('one'))
        .execute();
      return gone.length;
    },
  };
}
