// The one statement that begins a stage: it takes the run, and answers with all that the stage works on, so that a
// stage costs the server two round trips, this one and that of its end.
import { type Kysely, type Selectable, sql } from 'kysely';
import type { ArticleStage } from '../pipeline.js';
import { type Article, articleColumns } from './articles.js';
import type { Revision } from './revisions.js';
import type { Schema } from './schema.js';
import type { SnapshotsTable } from './schema-articles.js';

/** The job of a run, which it knows by its ticket. */
export interface RunJob {
  articleId: number;
  ticket: number;
}

/** A run whose stage has just begun. */
export interface BegunRun {
  attempt: number;
  failures: number;
  deaths: number;
  /** Whether the start before this one died with its process. */
  died: boolean;
  batchId: number | null;
  snapshotId: number | null;
  draftId: number | null;
  number: number;
  begunAt: Date;
}

/** A page as the cleaner takes it. */
export type Page = Pick<
  Selectable<SnapshotsTable>,
  'id' | 'url' | 'headers' | 'codec' | 'size' | 'sha256' | 'place' | 'body'
>;
/** A draft without its HTML, which no stage after the cleaner reads. */
export type Draft = Omit<Revision, 'html'>;

export interface Begun {
  run: BegunRun;
  article: Article;
  /** The snapshot of the run, at the stage that cleans it; null where it is missing. */
  page: Page | null;
  /** The draft of the run, at the stages after; null where it is missing. */
  draft: Draft | null;
}

/** `ms` from now, by the database's clock. */
export const inMs = (ms: number) => sql<Date>`now() + make_interval(secs => ${ms / 1000})`;
/** A number that no ticket and no attempt had before. */
export const nextNumber = sql<number>`nextval('run_numbers')`;

const pageColumns = ['id', 'url', 'headers', 'codec', 'size', 'sha256', 'place', 'body'] as const;
const draftColumns = [
  'id',
  'article_id',
  'snapshot_id',
  'state',
  'title',
  'byline',
  'published_at',
  'published_day',
  'modified_at',
  'site_name',
  'canonical_url',
  'image_url',
  'declared_language',
  'tags',
  'paywalled',
  'text',
  'excerpt',
  'text_hash',
  'attribution',
  'quality',
  'language',
  'script',
  'language_detail',
  'extractor_version',
  'tagger_version',
  'created_at',
] as const satisfies (keyof Draft)[];

/** See {@link Runs.begin}. */
export async function begin(
  db: Kysely<Schema>,
  job: RunJob,
  stage: ArticleStage,
  worker: string,
  leaseMs: number,
): Promise<Begun | null> {
  const taken = taking(db, job, stage, worker, leaseMs);
  if (stage === 'scrape') return begunOf(await taken.executeTakeFirst());
  if (stage === 'clean')
    return begunOf(
      await taken
        .leftJoin('snapshots', 'snapshots.id', 'run.snapshotId')
        .select(pageColumns.map((name) => `snapshots.${name} as page.${name}` as const))
        .executeTakeFirst(),
    );
  return begunOf(
    await taken
      .leftJoin('revisions', 'revisions.id', 'run.draftId')
      .select(draftColumns.map((name) => `revisions.${name} as draft.${name}` as const))
      .executeTakeFirst(),
  );
}

const runColumns = [
  'attempt',
  'failures',
  'deaths',
  'died',
  'batchId',
  'snapshotId',
  'draftId',
  'number',
  'begunAt',
] as const;

function taking(
  db: Kysely<Schema>,
  { articleId, ticket }: RunJob,
  stage: ArticleStage,
  worker: string,
  leaseMs: number,
) {
  // The same process beginning again has lived: its lock ran out, or an end could not be written.
  const hasDied = sql<boolean>`(runs.running_since is not null and runs.worker is distinct from ${worker})`;
  return db
    .with('run', (cte) =>
      cte
        .updateTable('runs')
        .set({
          attempt: nextNumber,
          died: hasDied,
          deaths: sql<number>`runs.deaths + ${hasDied}::int`,
          worker,
          // After a death the article is not run but put aside, and dying meanwhile is nobody's fault.
          running_since: sql<Date | null>`case when ${hasDied} then null else now() end`,
          due_at: inMs(leaseMs),
        })
        .where('article_id', '=', articleId)
        .where('stage', '=', stage)
        .where('ticket', '=', ticket)
        .returning([
          'article_id',
          'attempt',
          'failures',
          'deaths',
          'died',
          'batch_id as batchId',
          'snapshot_id as snapshotId',
          'draft_id as draftId',
          'number',
          'begun_at as begunAt',
        ]),
    )
    .selectFrom('run')
    .innerJoin('articles', 'articles.id', 'run.article_id')
    .select(runColumns.map((name) => `run.${name} as run.${name}` as const))
    .select(articleColumns.map((name) => `${name} as ${name}` as const));
}

// One row holds columns of several tables, each with its table's name before it.
function begunOf(row: Record<string, unknown> | undefined): Begun | null {
  if (row === undefined) return null;
  const parts: Record<string, Record<string, unknown>> = {};
  for (const [name, value] of Object.entries(row)) {
    const dot = name.indexOf('.');
    const table = name.slice(0, dot);
    const part = parts[table] ?? {};
    part[name.slice(dot + 1)] = value;
    parts[table] = part;
  }
  const present = (part: Record<string, unknown> | undefined): unknown =>
    part === undefined || part['id'] === null ? null : part;
  return {
    run: parts['run'] as unknown as BegunRun,
    article: parts['articles'] as unknown as Article,
    page: present(parts['page']) as Page | null,
    draft: present(parts['draft']) as Draft | null,
  };
}
