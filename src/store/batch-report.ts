// What a re-ingest has changed, or for a dry run would change: by site and field, and the texts that change most.
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.js';

export interface SiteChanges {
  host: string;
  articles: number;
  /** Articles that were not stored before. */
  stored: number;
  revised: number;
  /** The mean share of words that revised texts keep, 0 to 1; null where no text changed. */
  wordsKept: number | null;
  /** Mean confidence of the revised articles before and after; null where none was compared. */
  confidence: { from: number; to: number } | null;
  fields: FieldChanges[];
}
export interface FieldChanges {
  field: string;
  gained: number;
  lost: number;
  changed: number;
}
export interface TextChange {
  articleId: number;
  url: string;
  title: string | null;
  wordsKept: number;
  before: string;
  after: string;
}

export interface BatchReport {
  /** Sites with most changes first. */
  sites(batchId: number, limit: number): Promise<SiteChanges[]>;
  /** Articles whose texts keep the fewest words, as long as the batch keeps their drafts. */
  largest(batchId: number, limit: number): Promise<TextChange[]>;
}

interface SiteRow extends Omit<SiteChanges, 'confidence'> {
  confidenceFrom: number | null;
  confidenceTo: number | null;
}

export function createBatchReport(db: Kysely<Schema>): BatchReport {
  return {
    async sites(batchId, limit) {
      const { rows } = await siteRows(batchId, limit).execute(db);
      return rows.map(({ confidenceFrom: from, confidenceTo: to, ...site }) => ({
        ...site,
        confidence: from === null || to === null ? null : { from, to },
      }));
    },
    largest: (batchId, limit) => largest(db, batchId, limit),
  };
}

const siteRows = (batchId: number, limit: number) => sql<SiteRow>`
  with ended as (
    select articles.host, items.article_id, items.change, items.change -> 'change' as fields
    from batch_items as items join articles on articles.id = items.article_id
    where items.batch_id = ${batchId}
  ), sites as (
    select host, count(*)::int as articles,
      count(*) filter (where change ->> 'wouldBe' = 'stored')::int as stored,
      count(*) filter (where jsonb_typeof(fields) = 'object')::int as revised,
      avg((fields -> 'text' ->> 'kept')::float8) as "wordsKept",
      avg((change -> 'confidence' ->> 'from')::float8) as "confidenceFrom",
      avg((change -> 'confidence' ->> 'to')::float8) as "confidenceTo"
    from ended group by host
  ), fields as (
    select host, key as field,
      count(*) filter (where was and not is_now)::int as lost,
      count(*) filter (where is_now and not was)::int as gained,
      count(*) filter (where was and is_now)::int as changed
    from (
      select host, key,
        coalesce(value -> 'from', 'null') not in ('null', '[]') as was,
        coalesce(value -> 'to', 'null') not in ('null', '[]') as is_now
      from ended, jsonb_each(case when jsonb_typeof(fields) = 'object' then fields else '{}' end)
    ) as each_field
    group by host, key
  )
  select sites.*, coalesce((
    select jsonb_agg(jsonb_build_object('field', field, 'gained', gained, 'lost', lost, 'changed', changed) order by field)
    from fields where fields.host = sites.host), '[]') as fields
  from sites order by revised + stored desc, host limit ${limit}`;

function largest(db: Kysely<Schema>, batchId: number, limit: number): Promise<TextChange[]> {
  const kept = sql<number>`(items.change -> 'change' -> 'text' ->> 'kept')::float8`;
  return db
    .selectFrom('batch_items as items')
    .innerJoin('articles', 'articles.id', 'items.article_id')
    .innerJoin('revisions as draft', 'draft.id', 'items.revision_id')
    .innerJoin('revisions as base', 'base.id', 'items.base_id')
    .select([
      'items.article_id as articleId',
      'articles.url',
      'articles.title',
      kept.as('wordsKept'),
      'base.text as before',
      'draft.text as after',
    ])
    .where('items.batch_id', '=', batchId)
    .where(kept, 'is not', null)
    .orderBy(kept)
    .orderBy('items.article_id')
    .limit(limit)
    .execute();
}
