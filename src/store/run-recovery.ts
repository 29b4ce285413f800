// How runs are found again that have lost their job or their process: the sweep's side of the table of runs.
// A run in hand is leased; its process renews the lease while it lives, so that a run beyond its lease has nobody.
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { inMs, nextNumber } from './begin.js';
import { anyOf, type DueRun, dueColumns, type RecalledRun } from './due-run.js';
import type { Schema } from './schema.js';

/** A run that waits for its turn at a site. */
export interface PlannedRun {
  articleId: number;
  ticket: number;
  host: string;
  dueAt: Date;
}

export interface RunRecovery {
  /** Runs that should have moved by now, the longest overdue first. */
  overdue(limit: number, graceMs: number): Promise<DueRun[]>;
  /**
   * Gives up to `limit` runs new tickets that wait for longer than `beyondMs`: a clock was wrong when that was set. With
   * `before` only those whose tickets are older than that one, so that none is recalled twice.
   */
  recall(limit: number, beyondMs: number, before?: number): Promise<RecalledRun[]>;
  /** A ticket that no run has, newer than all others. */
  newTicket(): Promise<number>;
  /** The `limit` runs that wait longest for their turn at a site, and for longer than `beyondMs`. */
  planned(limit: number, beyondMs: number): Promise<PlannedRun[]>;
  /** Gives those of these runs new tickets that have not moved on since. */
  recallThese(runs: readonly PlannedRun[]): Promise<RecalledRun[]>;
  /** Gives up to `limit` runs new tickets that wait for longer than `beyondMs` to ask `host`, retries among them. */
  recallHost(host: string, limit: number, beyondMs: number): Promise<RecalledRun[]>;
  /** Has these runs wait for a slot of their site, for up to `ms`; the sweep leaves them alone meanwhile. */
  awaitTurns(articleIds: number[], ms: number): Promise<void>;
  /** Lets the sweep leave these runs alone for `ms`. */
  postpone(articleIds: number[], ms: number): Promise<void>;
  /** Lets the sweep leave those of these runs alone for `leaseMs` that `worker` has in hand. */
  renew(articleIds: number[], worker: string, leaseMs: number): Promise<void>;
  /** Gives a run whose job ended without it a new ticket; null when it has moved on by itself. */
  reissue(articleId: number, ticket: number): Promise<number | null>;
}

export function createRunRecovery(db: Kysely<Schema>): RunRecovery {
  return {
    overdue: (limit, graceMs) =>
      db
        .selectFrom('runs')
        .innerJoin('articles', 'articles.id', 'runs.article_id')
        .select([...dueColumns, 'articles.host'])
        .where('runs.due_at', '<', inMs(-graceMs))
        .orderBy('runs.due_at')
        .limit(limit)
        .execute(),
    recall: (limit, beyondMs, before = Number.MAX_SAFE_INTEGER) =>
      recalled(
        db,
        db
          .selectFrom('runs')
          .select('article_id')
          .where('due_at', '>', inMs(beyondMs))
          .where('ticket', '<', before)
          .limit(limit),
      ),
    async newTicket() {
      const { ticket } = await db.selectNoFrom(nextNumber.as('ticket')).executeTakeFirstOrThrow();
      return ticket;
    },
    planned: (limit, beyondMs) =>
      db
        .selectFrom((from) =>
          from
            .selectFrom('runs')
            .selectAll()
            .where('due_at', '>', inMs(beyondMs))
            .orderBy('due_at', 'desc')
            .limit(limit)
            .as('runs'),
        )
        .innerJoin('articles', 'articles.id', 'runs.article_id')
        .select(['runs.article_id as articleId', 'runs.ticket', 'articles.host', 'runs.due_at as dueAt'])
        .where('runs.stage', '=', 'scrape')
        .where('runs.waits_turn', '=', true)
        .where('runs.running_since', 'is', null)
        .orderBy('runs.due_at', 'desc')
        .execute(),
    recallThese: (runs) =>
      recalled(
        db,
        db
          .selectFrom('runs')
          .select('article_id')
          .where('article_id', '=', anyOf(runs.map(({ articleId }) => articleId)))
          // No two runs ever have the same one.
          .where('ticket', '=', anyOf(runs.map(({ ticket }) => ticket)))
          .where('running_since', 'is', null),
      ),
    recallHost: (host, limit, beyondMs) =>
      recalled(
        db,
        db
          .selectFrom('runs')
          .innerJoin('articles', 'articles.id', 'runs.article_id')
          .select('runs.article_id')
          .where('runs.due_at', '>', inMs(beyondMs))
          .where('runs.stage', '=', 'scrape')
          .where('runs.running_since', 'is', null)
          .where('articles.host', '=', host)
          .orderBy('runs.due_at')
          .limit(limit),
      ),
    async awaitTurns(articleIds, ms) {
      await db
        .updateTable('runs')
        .set({ due_at: sql<Date>`greatest(due_at, ${inMs(ms)})`, waits_turn: true })
        .where('article_id', '=', anyOf(articleIds))
        .execute();
    },
    async postpone(articleIds, ms) {
      if (articleIds.length === 0) return;
      await db
        .updateTable('runs')
        .set({ due_at: sql<Date>`greatest(due_at, ${inMs(ms)})` })
        .where('article_id', '=', anyOf(articleIds))
        .execute();
    },
    async renew(articleIds, worker, leaseMs) {
      if (articleIds.length === 0) return;
      await db
        .updateTable('runs')
        .set({ due_at: inMs(leaseMs) })
        .where('article_id', '=', anyOf(articleIds))
        .where('worker', '=', worker)
        .where('running_since', 'is not', null)
        .execute();
    },
    async reissue(articleId, ticket) {
      const row = await db
        .updateTable('runs')
        .set({ ticket: nextNumber, due_at: sql<Date>`now()` })
        .where('article_id', '=', articleId)
        .where('ticket', '=', ticket)
        .returning('ticket')
        .executeTakeFirst();
      return row?.ticket ?? null;
    },
  };
}

/** Gives the runs of `articles` new tickets; they are due now. */
function recalled(
  db: Kysely<Schema>,
  articles: SelectQueryBuilder<Schema, 'runs', { article_id: number }>,
): Promise<RecalledRun[]> {
  return db
    .with('former', (cte) =>
      cte.selectFrom('runs').select(['article_id', 'ticket']).where('article_id', 'in', articles).forUpdate(),
    )
    .with('recalled', (cte) =>
      cte
        .updateTable('runs')
        .from('former')
        .set({ ticket: nextNumber, due_at: sql<Date>`now()` })
        .whereRef('runs.article_id', '=', 'former.article_id')
        .returningAll('runs')
        .returning('former.ticket as former_ticket'),
    )
    .selectFrom('recalled as runs')
    .innerJoin('articles', 'articles.id', 'runs.article_id')
    .select([...dueColumns, 'articles.host', 'runs.former_ticket as formerTicket'])
    .execute();
}
