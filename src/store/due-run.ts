import { sql } from 'kysely';
import type { ArticleStage } from '../pipeline.js';

/** A job that should exist: enough to add it to its queue, after a hand-on, a sweep or a re-ingest. */
export interface DueRun {
  articleId: number;
  stage: ArticleStage;
  ticket: number;
  snapshotId: number | null;
  draftId: number | null;
  batchId: number | null;
  host: string;
  /** Names the run, from its start to its end. */
  number: number;
}

/** A run that was given a new ticket while the job of the one before may still wait. */
export interface RecalledRun extends DueRun {
  formerTicket: number;
}

/** The columns of `runs` that a {@link DueRun} is made of; its host is the article's. */
export const dueColumns = [
  'runs.article_id as articleId',
  'runs.stage',
  'runs.ticket',
  'runs.snapshot_id as snapshotId',
  'runs.draft_id as draftId',
  'runs.batch_id as batchId',
  'runs.number',
] as const;

/** One parameter, however many ids there are: a statement may have 65,535. */
export const anyOf = (ids: number[]) => sql<number>`any(${ids}::bigint[])`;
