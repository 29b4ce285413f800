// Re-ingest batches: which articles were asked to run again from where, how far that has come, and how each one ended.
//   running -> paused -> running
//   running, paused -> cancelled              what is in hand still comes to its end
//   running -> finished                       all articles were handed on, and none is on its way
//   finished, cancelled -> committing -> committed   a dry run's drafts become current
//   finished, cancelled -> dropping -> dropped       or are deleted
import { type Kysely, sql } from 'kysely';
import type { Stage } from '../pipeline.js';
import type { Schema } from './schema.js';
import type { BatchSelection, BatchState } from './schema-batches.js';
import { countSelected, feedsOfSelected, type Selected, selectedPage } from './selection.js';

export interface Batch {
  id: number;
  fromStage: Stage;
  dryRun: boolean;
  selection: BatchSelection;
  state: BatchState;
  total: number;
  cursor: number;
  handedOn: boolean;
  createdAt: Date;
  endedAt: Date | null;
}
export type NewBatch = Pick<Batch, 'fromStage' | 'dryRun' | 'selection' | 'total'> & {
  state: 'running' | 'finished';
  selectionKey: string;
};

/** Whether what runs for a batch leaves its articles as they are: a dry run does, until it is committed. */
export const isDry = ({ dryRun, state }: Pick<Batch, 'dryRun' | 'state'>): boolean =>
  dryRun && state !== 'committing';

export interface Batches {
  /** Makes a batch and returns its id; null when one of the same selection runs or is paused. */
  create(batch: NewBatch): Promise<number | null>;
  find(id: number): Promise<Batch | null>;
  /** The batch of a selection that runs or is paused. */
  findLive(selectionKey: string): Promise<Batch | null>;
  /** Newest first; `before` is the id that the last page ended with. */
  list(before: number | null, limit: number): Promise<Batch[]>;
  /** Batches that have steps to make, oldest first. */
  stepping(limit: number): Promise<number[]>;
  /** Holds a batch for one step, until the transaction ends; null when another process makes one, or none is left. */
  claim(id: number): Promise<Batch | null>;
  /** Remembers how far a batch was handed on. */
  advance(id: number, to: { cursor: number; handedOn: boolean }): Promise<void>;
  /** Moves a batch on if it is in one of the states `from`; false when it is not. */
  move(id: number, from: readonly BatchState[], to: BatchState): Promise<boolean>;
  /** How many articles of the batch are on their way. */
  inHand(id: number): Promise<number>;
  /** Ids of the articles that are meant, rising, `limit` after `after`. */
  select(selected: Selected, page: { after: number; limit: number }): Promise<number[]>;
  /** How many articles are meant. */
  count(selected: Selected): Promise<number>;
  /** The feeds that list what is meant. */
  feeds(selected: Selected): Promise<number[]>;
}

const columns = [
  'id',
  'from_stage as fromStage',
  'dry_run as dryRun',
  'selection',
  'state',
  'total',
  'cursor',
  'handed_on as handedOn',
  'created_at as createdAt',
  'ended_at as endedAt',
] as const;
const live: readonly BatchState[] = ['running', 'paused'];
const stepped: readonly BatchState[] = ['running', 'committing', 'dropping'];
const resting: readonly BatchState[] = ['cancelled', 'finished', 'committed', 'dropped'];

export function createBatches(db: Kysely<Schema>): Batches {
  return {
    create: async ({ fromStage, dryRun, selection, selectionKey, total, state }) =>
      (
        await db
          .insertInto('batches')
          .values({
            from_stage: fromStage,
            dry_run: dryRun,
            selection: JSON.stringify(selection),
            selection_key: selectionKey,
            total,
            state,
            ended_at: state === 'finished' ? sql<Date>`now()` : null,
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst()
      )?.id ?? null,
    find: async (id) =>
      (await db.selectFrom('batches').select(columns).where('id', '=', id).executeTakeFirst()) ?? null,
    findLive: async (selectionKey) =>
      (await db
        .selectFrom('batches')
        .select(columns)
        .where('selection_key', '=', selectionKey)
        .where('state', 'in', live)
        .executeTakeFirst()) ?? null,
    list: (before, limit) =>
      db
        .selectFrom('batches')
        .select(columns)
        .$if(before !== null, (query) => query.where('id', '<', before))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),
    stepping: async (limit) =>
      (
        await db
          .selectFrom('batches')
          .select('id')
          .where('state', 'in', stepped)
          .orderBy('id')
          .limit(limit)
          .execute()
      ).map(({ id }) => id),
    claim: async (id) =>
      (await db
        .selectFrom('batches')
        .select(columns)
        .where('id', '=', id)
        .where('state', 'in', stepped)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst()) ?? null,
    async advance(id, { cursor, handedOn }) {
      await db.updateTable('batches').set({ cursor, handed_on: handedOn }).where('id', '=', id).execute();
    },
    async move(id, from, to) {
      const starts = to === 'committing' || to === 'dropping';
      const moved = await db
        .updateTable('batches')
        .set({
          state: to,
          ended_at: resting.includes(to) ? sql<Date>`now()` : null,
          ...(starts ? { cursor: 0, handed_on: false } : {}),
        })
        .where('id', '=', id)
        .where('state', 'in', from)
        .returning('id')
        .execute();
      return moved.length > 0;
    },
    inHand: async (id) =>
      (
        await db
          .selectFrom('runs')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where('batch_id', '=', id)
          .executeTakeFirstOrThrow()
      ).count,
    select: (selected, page) => selectedPage(db, selected, page),
    count: (selected) => countSelected(db, selected),
    feeds: (selected) => feedsOfSelected(db, selected),
  };
}
