// Runs: articles on their way, started and ended by the stages, found again by the sweep.
// What must stay true:
// - An article that waits for a stage has a row here, and its live job carries the row's `ticket`.
// - `begin` gives the row a new `attempt`; `advance` and `finish` write only while it is still theirs (a fence), so
//   that a process that slept past its lock changes nothing.
// - A stage that is not the last ends in one statement: what it made, the run's next stage and the ledger's row are
//   written together or not at all, and cost the server one round trip.
// - A start whose process died leaves `running_since` set; the next start counts it as a death, and sets it no more.
import { type Kysely, type Selectable, sql } from 'kysely';
import type { ArticleStage } from '../pipeline.js';
import type { ArticleChanges } from './articles.js';
import { type Begun, begin, nextNumber, type RunJob } from './begin.js';
import { type DueRun, dueColumns } from './due-run.js';
import { type LedgerEntry, ledgerInsert } from './ledger.js';
import type { Making } from './making.js';
import { confirmingCurrent, type SettledDraft, settlingDraft } from './revisions.js';
import { createRunRecovery, type RunRecovery } from './run-recovery.js';
import type { Schema } from './schema.js';
import type { RunsTable } from './schema-articles.js';
import { leavingObservation, type SiteObservation } from './sites.js';

export type Run = Selectable<RunsTable>;

/** How a run goes on: to the next stage with a new ticket, or at the same stage with the one that it has. */
export interface Advance {
  articleId: number;
  attempt: number;
  stage: ArticleStage;
  newTicket: boolean;
  failures: number;
  dueAt: Date | null;
  /** Whether it waits until then for a slot of its site, and for nothing else. */
  waitsTurn?: boolean;
  reason: string | null;
}

/** Where a run stands after an attempt. */
export type Advanced = Pick<DueRun, 'ticket' | 'snapshotId' | 'draftId'>;

/** Where a run leaves its article and its draft. */
export interface Rest {
  article: ArticleChanges;
  draft: SettledDraft | null;
}

export interface Runs extends RunRecovery {
  /** Puts articles at `stage` with new tickets, whatever they do now; running attempts are fenced off. */
  start(articleIds: number[], stage: ArticleStage, batchId: number | null, dueAt?: Date): Promise<DueRun[]>;
  /** Puts articles at `stage` for a batch, with a draft that is there already; leaves out what is on its way. */
  startIdle(
    articles: { articleId: number; draftId: number | null }[],
    stage: ArticleStage,
    batchId: number,
  ): Promise<DueRun[]>;
  /** Begins a stage, with what it works on; null when the job is no longer the run's. */
  begin(job: RunJob, stage: ArticleStage, worker: string, leaseMs: number): Promise<Begun | null>;
  /**
   * Moves the run on, with what the stage made, and records the attempt; null, with nothing written, when another
   * attempt has begun meanwhile.
   */
  advance(to: Advance, entry: LedgerEntry, making: Making | null): Promise<Advanced | null>;
  /**
   * Ends the run, writes what it made of its article and its draft, records the attempt and leaves what is seen for the
   * watch; false, with nothing written, when another attempt has begun meanwhile.
   */
  finish(
    of: { articleId: number; attempt: number },
    rest: Rest,
    entry: LedgerEntry,
    seen?: SiteObservation | null,
  ): Promise<boolean>;
  /** Frees a run that this worker has begun and cannot end, so that the next start is no death. */
  giveBack(job: RunJob, worker: string): Promise<void>;
  find(articleId: number): Promise<Run | null>;
}

export function createRuns(db: Kysely<Schema>): Runs {
  return { ...beginnings(db), ...endings(db), ...createRunRecovery(db) };
}

function beginnings(db: Kysely<Schema>): Pick<Runs, 'start' | 'startIdle' | 'begin' | 'find'> {
  return {
    start: (articleIds, stage, batchId, dueAt) =>
      startRuns(
        db,
        { articleIds, draftIds: articleIds.map(() => null), stage, batchId, dueAt: dueAt ?? null },
        'restart',
      ),
    startIdle: (articles, stage, batchId) =>
      startRuns(
        db,
        {
          articleIds: articles.map(({ articleId }) => articleId),
          draftIds: articles.map(({ draftId }) => draftId),
          stage,
          batchId,
          dueAt: null,
        },
        'leave',
      ),
    begin: (job, stage, worker, leaseMs) => begin(db, job, stage, worker, leaseMs),
    find: async (articleId) =>
      (await db.selectFrom('runs').selectAll().where('article_id', '=', articleId).executeTakeFirst()) ??
      null,
  };
}

interface Start {
  articleIds: number[];
  /** One for each article. */
  draftIds: (number | null)[];
  stage: ArticleStage;
  batchId: number | null;
  dueAt: Date | null;
}

/** Inserts the runs; what is on its way already starts again, or is left as it is. */
async function startRuns(
  db: Kysely<Schema>,
  { articleIds, draftIds, stage, batchId, dueAt }: Start,
  whatRuns: 'restart' | 'leave',
): Promise<DueRun[]> {
  if (articleIds.length === 0) return [];
  return db
    .with('started', (cte) =>
      cte
        .insertInto('runs')
        .columns(['article_id', 'stage', 'batch_id', 'due_at', 'snapshot_id', 'draft_id'])
        .expression(
          sql`select articles.id, ${stage}::text, ${batchId}::bigint, coalesce(${dueAt}::timestamptz, now()),
              (select max(snapshots.id) from snapshots where snapshots.article_id = articles.id and snapshots.kept), asked.draft_id
            from unnest(${articleIds}::bigint[], ${draftIds}::bigint[]) as asked (id, draft_id)
            join articles on articles.id = asked.id`,
        )
        .onConflict((conflict) =>
          whatRuns === 'leave'
            ? conflict.column('article_id').doNothing()
            : conflict.column('article_id').doUpdateSet((eb) => ({
                stage: eb.ref('excluded.stage'),
                batch_id: eb.ref('excluded.batch_id'),
                due_at: eb.ref('excluded.due_at'),
                snapshot_id: eb.ref('excluded.snapshot_id'),
                draft_id: eb.ref('excluded.draft_id'),
                ticket: eb.ref('excluded.ticket'),
                number: eb.ref('excluded.number'),
                begun_at: eb.ref('excluded.begun_at'),
                attempt: eb.ref('excluded.attempt'),
                failures: 0,
                deaths: 0,
                died: false,
                running_since: null,
                waits_turn: false,
                reason: null,
              })),
        )
        .returningAll(),
    )
    .selectFrom('started as runs')
    .innerJoin('articles', 'articles.id', 'runs.article_id')
    .select([...dueColumns, 'articles.host'])
    .execute();
}

function endings(db: Kysely<Schema>): Pick<Runs, 'advance' | 'finish' | 'giveBack'> {
  return {
    advance: async (
      { articleId, attempt, stage, newTicket, failures, dueAt, waitsTurn = false, reason },
      entry,
      making,
    ) =>
      (await db
        .with('owned', (cte) =>
          cte
            .selectFrom('runs')
            .select('article_id')
            .where('article_id', '=', articleId)
            .where('attempt', '=', attempt)
            .forUpdate(),
        )
        .with('made', () => making?.part ?? sql<{ id: number }>`(select null::bigint as id from owned)`)
        .with('moved', (cte) =>
          cte
            .updateTable('runs')
            .set({
              stage,
              failures,
              reason,
              running_since: null,
              due_at: dueAt ?? sql<Date>`now()`,
              waits_turn: waitsTurn,
              ...(newTicket ? { ticket: nextNumber, deaths: 0 } : {}),
              ...(making === null || making.column === null
                ? {}
                : { [making.column]: sql<number>`(select id from made)` }),
            })
            .where('article_id', 'in', cte.selectFrom('owned').select('article_id'))
            .returning(['ticket', 'snapshot_id', 'draft_id']),
        )
        .with('recorded', () => ledgerInsert(entry))
        .selectFrom('moved')
        .select(['ticket', 'snapshot_id as snapshotId', 'draft_id as draftId'])
        .executeTakeFirst()) ?? null,
    async finish({ articleId, attempt }, { article, draft }, entry, seen = null) {
      const row = await db
        .with('moved', (cte) =>
          cte
            .deleteFrom('runs')
            .where('article_id', '=', articleId)
            .where('attempt', '=', attempt)
            .returning('article_id'),
        )
        .with('settled', () => settlingDraft(draft))
        .with('confirmed', () => confirmingCurrent(draft))
        .with('changed', (cte) =>
          cte
            .updateTable('articles')
            .from('moved')
            .set({ ...article, updated_at: sql<Date>`now()` })
            .whereRef('articles.id', '=', 'moved.article_id')
            .where(sql.lit(Object.keys(article).length > 0))
            .returning('articles.id'),
        )
        .with('recorded', () => ledgerInsert(entry))
        .with('left', () => leavingObservation(seen))
        .selectFrom('moved')
        .select('article_id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async giveBack({ articleId, ticket }, worker) {
      await db
        .updateTable('runs')
        .set({ running_since: null, due_at: sql<Date>`now()` })
        .where('article_id', '=', articleId)
        .where('ticket', '=', ticket)
        .where('worker', '=', worker)
        .execute();
    },
  };
}
