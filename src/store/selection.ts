// Which articles a re-ingest means.
import type { ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import { type Expression, sql } from 'kysely';
import { tagsInRange } from '../language/search-config.js';
import { foundBetween } from './found-between.js';
import type { Schema } from './schema.js';
import type { BatchSelection } from './schema-batches.js';

/** A selection as the database is asked: its addresses as URL keys. */
export interface Selected {
  selection: BatchSelection;
  urlKeys: string[];
  /** Only articles that have a page to work from. */
  needsSnapshot: boolean;
}

type Articles = ExpressionBuilder<Schema, 'articles'>;

/** The condition on `articles` that the selection stands for. */
function meant({ selection, urlKeys, needsSnapshot }: Selected): (eb: Articles) => Expression<SqlBool> {
  return (eb) => eb.and([...ofArticle(eb, selection, urlKeys), ...ofOthers(eb, selection, needsSnapshot)]);
}

function ofArticle(eb: Articles, selection: BatchSelection, urlKeys: string[]): Expression<SqlBool>[] {
  const { urls, host, language, alert, since, before, failed, failedAt, dropped } = selection;
  return [
    ...(urls === undefined ? [] : [eb('url_key', 'in', urlKeys)]),
    ...(host === undefined ? [] : [eb('host', '=', host)]),
    ...(language === undefined ? [] : [eb('language', 'in', tagsInRange(language))]),
    ...(alert === undefined ? [] : [eb('drift_alert', '=', alert)]),
    ...foundBetween({
      ...(since === undefined ? {} : { since: new Date(since) }),
      ...(before === undefined ? {} : { before: new Date(before) }),
    }),
    ...(failed === true || failedAt !== undefined ? [eb('state', '=', 'failed')] : []),
    ...(failedAt === undefined ? [] : [sql<boolean>`starts_with(reason, ${`failed at ${failedAt}:`})`]),
    ...(dropped === undefined
      ? []
      : [eb('state', '=', 'dropped'), sql<boolean>`strpos(lower(reason), lower(${dropped})) > 0`]),
  ];
}

function ofOthers(
  eb: Articles,
  { feedId, belowConfidence, olderThan }: BatchSelection,
  needsSnapshot: boolean,
): Expression<SqlBool>[] {
  const current = eb
    .selectFrom('revisions')
    .select('revisions.id')
    .whereRef('revisions.id', '=', 'articles.revision_id');
  return [
    ...(feedId === undefined
      ? []
      : [
          eb(
            'id',
            'in',
            eb
              .selectFrom('feed_items')
              .select('feed_items.article_id')
              .where('feed_items.feed_id', '=', feedId)
              .$castTo<{ article_id: number }>(),
          ),
        ]),
    ...(belowConfidence === undefined
      ? []
      : [eb.exists(current.where(sql`(quality ->> 'confidence')::float8`, '<', belowConfidence))]),
    ...(olderThan === undefined
      ? []
      : [
          eb.exists(
            current.where((of) =>
              of.or([
                of('extractor_version', '<', olderThan.extractor),
                of(sql`coalesce(tagger_version, 0)`, '<', olderThan.tagger),
                ...(olderThan.rules === undefined ? [] : [isByAnotherRule(olderThan.rules)]),
              ]),
            ),
          ),
        ]),
    ...(needsSnapshot
      ? [
          eb.exists(
            eb
              .selectFrom('snapshots')
              .select('snapshots.id')
              .where('snapshots.kept', '=', true)
              .whereRef('snapshots.article_id', '=', 'articles.id'),
          ),
        ]
      : []),
  ];
}

/** The host of the page that a revision was made from; site rules hold for it and for what is below it. */
const pageHost = sql`(select substring(snapshots.url from '^https?://([^/:?#]+)') from snapshots where snapshots.id = revisions.snapshot_id)`;

/** Whether the rule of a revision's page is another one now: changed, new, or gone. Of several the most specific holds. */
const isByAnotherRule = (rules: readonly { site: string; version: string }[]) =>
  sql<SqlBool>`coalesce(quality -> 'rule' ->> 'version', '') <> coalesce((
    select rule.version from jsonb_to_recordset(${JSON.stringify(rules)}::jsonb) as rule (site text, version text), ${pageHost} as page (host)
    where page.host = rule.site or right(page.host, length(rule.site) + 1) = '.' || rule.site
    order by length(rule.site) desc limit 1), '')`;

/** How many articles are meant. */
export async function countSelected(db: Kysely<Schema>, selected: Selected): Promise<number> {
  const { count } = await db
    .selectFrom('articles')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(meant(selected))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The ids of the articles that are meant, rising, `limit` after `after`. */
export async function selectedPage(
  db: Kysely<Schema>,
  selected: Selected,
  { after, limit }: { after: number; limit: number },
): Promise<number[]> {
  const rows = await db
    .selectFrom('articles')
    .select('id')
    .where('id', '>', after)
    .where(meant(selected))
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** The feeds that list what is meant. */
export async function feedsOfSelected(db: Kysely<Schema>, selected: Selected): Promise<number[]> {
  const rows = await db
    .selectFrom('feed_items')
    .select('feed_items.feed_id as id')
    .distinct()
    .where('feed_items.article_id', 'in', (eb) =>
      eb.selectFrom('articles').select('id').where(meant(selected)),
    )
    .execute();
  return rows.map(({ id }) => id);
}
