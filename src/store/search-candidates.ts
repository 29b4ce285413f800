// Which articles are worth ranking. A frequent word is in hundreds of thousands, and to look at each of them would take
// seconds; the newest thousand that hold the words are enough. How far back they reach is told by a sample of the newest
// articles: frequent words are found among these at once, others by the index of words, in as long a stretch of ids as
// should hold enough of them. The server's own estimate is of no use, because it takes a word that it does not know for
// a frequent one.
//
// The index does not know where words stand, so that a phrase is compared in each article that holds its words, some
// 10 µs each. Of these the newest 10,000 are looked at: less is left out than it seems, because only a phrase of words
// that each stand in a great part of a great archive has more.
import {
  type Expression,
  type ExpressionBuilder,
  type Kysely,
  type RawBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import { type ArticleFilter, filtered } from './article-summary.js';
import type { Schema } from './schema.js';
import { isOfConfigs, type SearchQuery, tsquery, withoutOrder } from './search-query.js';

/** Nobody leafs through more. */
export const RANKED = 1_000;
/** Enough to tell a word in a hundred articles from one in ten; to read them takes some 10 ms. */
const SAMPLE = 2_000;
/** Words of this share are found among the newest, in some ten thousand articles. */
const FREQUENT = 0.1;
const NEWEST = 10_000;
/** Articles in which a phrase is compared: some 100 ms. */
const COMPARED = 10_000;
/** A stretch is meant to hold twice as many as are ranked; where it does not, all ids are taken. */
const AIM = 2 * RANKED;
/** So many are read faster than the ids of a stretch are. */
const FEW = 20_000;

interface Wanted {
  holds: RawBuilder<boolean>;
  /** The same without the order of words; null where order plays no part. */
  loosely: RawBuilder<boolean> | null;
  meant: (eb: ExpressionBuilder<Schema, 'articles'>) => Expression<SqlBool>;
}

/** The ids of the newest articles that hold what `queries` say, a thousand of them at most. */
export async function matchingIds(
  db: Kysely<Schema>,
  queries: readonly SearchQuery[],
  filter: ArticleFilter,
): Promise<number[]> {
  if (queries.length === 0) return [];
  const wanted = wantedBy(queries, filter);
  const sample = await sampleOf(db, wanted);
  if (sample.seen < SAMPLE) return sample.found.slice(0, RANKED);
  const share = sample.candidates / sample.seen;
  if (sample.found.length / sample.seen >= FREQUENT) {
    const newest = await amongNewest(db, wanted);
    if (newest.length === RANKED) return newest;
  }
  const [few, aim] = wanted.loosely === null ? [FEW, AIM] : [COMPARED, COMPARED];
  if (share * sample.newest <= few) return byIndex(db, wanted, null);
  const after = sample.newest - Math.ceil(((sample.newest - sample.oldest + 1) * aim) / sample.candidates);
  const ids = await byIndex(db, wanted, after);
  return ids.length === RANKED || wanted.loosely !== null ? ids : byIndex(db, wanted, null);
}

function wantedBy(queries: readonly SearchQuery[], filter: ArticleFilter): Wanted {
  const loose = queries.map(withoutOrder);
  return {
    holds: holding(queries),
    loosely: loose.every((query) => query === null)
      ? null
      : holding(queries.map((query, n) => loose[n] ?? query)),
    meant: (eb) => eb.and([eb('articles.state', 'in', ['stored', 'thin']), ...filtered(filter, eb)]),
  };
}

// A document is compared with the query in its own language only, each part of the OR served by the index. Where the
// words are the same in every language the index alone decides, and no text is unpacked.
const holding = ([first, ...others]: readonly SearchQuery[]): RawBuilder<boolean> =>
  first?.isEverywhere === true
    ? sql<boolean>`search @@ ${tsquery(first)}`
    : sql<boolean>`(${sql.join(
        [first, ...others].flatMap((query) =>
          query === undefined ? [] : [sql`(${isOfConfigs(query)} and search @@ ${tsquery(query)})`],
        ),
        sql` or `,
      )})`;

const newestOf = (db: Kysely<Schema>, { meant }: Wanted, limit: number) =>
  db
    .selectFrom('articles')
    .select(['articles.id', 'search', 'search_config'])
    .where(meant)
    .orderBy('articles.id', 'desc')
    .limit(limit)
    .as('newest');

interface Sample {
  seen: number;
  newest: number;
  oldest: number;
  candidates: number;
  found: number[];
}

async function sampleOf(db: Kysely<Schema>, wanted: Wanted): Promise<Sample> {
  const { loosely } = wanted;
  return db
    .selectFrom(newestOf(db, wanted, SAMPLE))
    .select([
      sql<number>`count(*)`.as('seen'),
      sql<number>`coalesce(max(id), 0)`.as('newest'),
      sql<number>`coalesce(min(id), 0)`.as('oldest'),
      sql<number[]>`coalesce(jsonb_agg(id order by id desc) filter (where ${wanted.holds}), '[]')`.as(
        'found',
      ),
      sql<number>`count(*) filter (where ${loosely ?? wanted.holds})`.as('candidates'),
    ])
    .executeTakeFirstOrThrow();
}

async function amongNewest(db: Kysely<Schema>, wanted: Wanted): Promise<number[]> {
  const rows = await db
    .selectFrom(newestOf(db, wanted, NEWEST))
    .select('id')
    .where(wanted.holds)
    .limit(RANKED)
    .execute();
  return rows.map(({ id }) => id);
}

/** The newest of the articles after the one with this id; null: of all. */
async function byIndex(
  db: Kysely<Schema>,
  { holds, meant }: Wanted,
  after: number | null,
): Promise<number[]> {
  const rows = await db.transaction().execute(async (transaction) => {
    // The server takes the comparison of a text for as cheap as that of two numbers, and would unpack every text of the
    // stretch, one id after the other: told otherwise, it asks the index of words. What it calls dear it would then
    // compile, and share among processes, which takes longer than the search. A plan for any words is one for none.
    await sql`select set_config(name, value, true) from (values ('cpu_operator_cost', '1'), ('enable_indexscan', 'off'), ('work_mem', '64MB'),
      ('jit', 'off'), ('max_parallel_workers_per_gather', '0'), ('plan_cache_mode', 'force_custom_plan'))
      as told(name, value)`.execute(transaction);
    return transaction
      .selectFrom('articles')
      .select('articles.id')
      .where(meant)
      .where(holds)
      .$if(after !== null, (query) => query.where('articles.id', '>', after))
      .orderBy('articles.id', 'desc')
      .limit(RANKED)
      .execute();
  });
  return rows.map(({ id }) => id);
}
