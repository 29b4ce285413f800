// How far an ingest of some feeds has come, counted from the ledger and the articles.
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.js';

export interface IngestProgress {
  /** Feeds of the ingest, and how many of them have been polled to an end since it began. */
  feeds: { total: number; polled: number; failed: number; unchanged: number };
  /** Articles of these feeds that wait for each stage. */
  waiting: Record<string, number>;
  /** Attempts since the ingest began that ended each stage. */
  ended: Record<string, number>;
  /** New articles since it began, by state, and why those that are not stored are not. */
  fresh: Record<string, number>;
  reasons: { state: string; reason: string; count: number }[];
  /** Whether every feed is polled and no article of them is unfinished. */
  finished: boolean;
}

export interface Progress {
  /** The ledger's newest row: what an ingest that starts now counts from. */
  mark(): Promise<number>;
  since(mark: number, feedIds: number[]): Promise<IngestProgress>;
}

export function createProgress(db: Kysely<Schema>): Progress {
  return {
    async mark() {
      const row = await db
        .selectFrom('ledger')
        .select((eb) => eb.fn.max('id').as('id'))
        .executeTakeFirst();
      return row?.id ?? 0;
    },
    since: (mark, feedIds) => progressSince(db, mark, feedIds),
  };
}

async function progressSince(db: Kysely<Schema>, mark: number, feedIds: number[]): Promise<IngestProgress> {
  const listed = db
    .selectFrom('feed_items')
    .select('article_id')
    .where('feed_id', '=', sql<number>`any(${feedIds})`)
    .where('article_id', 'is not', null);
  const [polls, waiting, ended, fresh] = await Promise.all([
    db
      .selectFrom('ledger')
      .select(['feed_id', sql<string>`(array_agg(outcome order by id desc))[1]`.as('last')])
      .where('id', '>', mark)
      .where('stage', '=', 'poll')
      .where('feed_id', '=', sql<number>`any(${feedIds})`)
      .groupBy('feed_id')
      .execute(),
    db
      .selectFrom('runs')
      .select(['stage', (eb) => eb.fn.countAll<number>().as('count')])
      .where(sql<boolean>`article_id in (${listed})`)
      .groupBy('stage')
      .execute(),
    db
      .selectFrom('ledger')
      .select(['stage', (eb) => eb.fn.countAll<number>().as('count')])
      .where('id', '>', mark)
      .where('article_id', 'is not', null)
      .where('outcome', 'in', ['done', 'unchanged', 'dropped', 'failed'])
      .where('feed_id', '=', sql<number>`any(${feedIds})`)
      .groupBy('stage')
      .execute(),
    db
      .selectFrom('articles')
      .select(['state', 'reason', (eb) => eb.fn.countAll<number>().as('count')])
      .where(
        sql<boolean>`id in (select article_id from ledger where id > ${mark} and article_id is not null)`,
      )
      .where(sql<boolean>`id in (${listed})`)
      .where(sql<boolean>`not exists (select from runs where runs.article_id = articles.id)`)
      .groupBy(['state', 'reason'])
      .execute(),
  ]);
  const of = (outcome: string): number => polls.filter(({ last }) => last === outcome).length;
  const polled = of('done') + of('unchanged') + of('failed');
  const states: Record<string, number> = {};
  for (const { state, count } of fresh) states[state] = (states[state] ?? 0) + count;
  return {
    feeds: { total: feedIds.length, polled, failed: of('failed'), unchanged: of('unchanged') },
    waiting: Object.fromEntries(waiting.map(({ stage, count }) => [stage, count])),
    ended: Object.fromEntries(ended.map(({ stage, count }) => [stage, count])),
    fresh: states,
    reasons: fresh.flatMap(({ state, reason, count }) =>
      state === 'stored' || reason === null ? [] : [{ state, reason, count }],
    ),
    finished: polled >= feedIds.length && waiting.length === 0,
  };
}
