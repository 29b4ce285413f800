// What the articles of each site usually look like. The end of an article leaves one row (site_observations), as a part
// of the statement that ends it: that costs no round trip of its own, and since it is an insert, no article waits for
// another one of its site. The watch takes the rows into the habits of their sites, one site at a time and each row
// once: rows are deleted in the transaction that writes the habits.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import {
  habitsAccepted,
  habitsAfter,
  habitsCorrected,
  noHabits,
  type Observation,
  type SiteHabits,
} from '../watch/drift.js';
import { anyOf } from './due-run.js';
import type { Schema } from './schema.js';

/** What an article's end leaves for the watch. */
export interface SiteObservation {
  site: string;
  /** Whether the article came to an end for the first time. */
  isFirst: boolean;
  observation: Observation;
}

/** A site whose habits the watch looks at. */
export interface WatchedSite {
  site: string;
  habits: SiteHabits;
  /** The alert that is open about its drift; null when there is none. */
  alertId: number | null;
  /** What was taken in just now; none for a site that is only looked at because it has drifted. */
  seen: Observation[];
}

export interface Sites {
  /** Takes up to `limit` observations into the habits of their sites; the sites that they are of. */
  takeIn(limit: number): Promise<WatchedSite[]>;
  /** The sites with an open alert about their drift. */
  drifted(): Promise<WatchedSite[]>;
  /** Marks those of the articles that are odd with the alert of their site, and frees the others of it. */
  mark(alertId: number, articles: readonly number[], odd: readonly number[]): Promise<void>;
  /** Takes what the site's recent articles look like as usual, and frees its articles of the alert. */
  accept(site: string, alertId: number): Promise<void>;
}

/** Leaves an observation as a part of the statement that ends a run: exactly if the part `moved` has a row. */
export function leavingObservation(left: SiteObservation | null): RawBuilder<{ id: number }> {
  if (left === null) return sql`(select id from site_observations where false)`;
  return sql`(insert into site_observations (site, is_first, observation)
    select ${left.site}::text, ${left.isFirst}::boolean, ${JSON.stringify(left.observation)}::jsonb from moved returning id)`;
}

/** Two that take in at once would each write habits without the other's articles. */
const LOCK = 4_702_011;

export function createSites(db: Kysely<Schema>): Sites {
  return {
    takeIn: (limit) => takeIn(db, limit),
    drifted: async () =>
      (await watched(db).where('alerts.id', 'is not', null).execute()).map((row) => ({ ...row, seen: [] })),
    async mark(alertId, articles, odd) {
      const isOdd = sql<boolean>`(articles.id = any(${odd}::bigint[]))`;
      await db
        .updateTable('articles')
        .set({ drift_alert: sql<number | null>`case when ${isOdd} then ${alertId}::bigint end` })
        .where('id', '=', anyOf([...articles]))
        .where(sql<boolean>`(drift_alert is not distinct from ${alertId}::bigint) <> ${isOdd}`)
        .execute();
    },
    async accept(site, alertId) {
      const row = await db
        .selectFrom('sites')
        .select('habits')
        .where('site', '=', site)
        .forUpdate()
        .executeTakeFirst();
      if (row !== undefined) await save(db, site, habitsAccepted(row.habits));
      await db
        .updateTable('articles')
        .set({ drift_alert: null })
        .where('drift_alert', '=', alertId)
        .execute();
    },
  };
}

const watched = (db: Kysely<Schema>) =>
  db
    .selectFrom('sites')
    .leftJoin('alerts', (join) =>
      join
        .onRef('alerts.subject', '=', 'sites.site')
        .on('alerts.kind', '=', 'drift')
        .on('alerts.resolved_at', 'is', null),
    )
    .select(['sites.site', 'sites.habits', 'alerts.id as alertId']);

async function takeIn(db: Kysely<Schema>, limit: number): Promise<WatchedSite[]> {
  await sql`select pg_advisory_xact_lock(${LOCK})`.execute(db);
  const rows = await db
    .deleteFrom('site_observations')
    .where('id', 'in', (eb) => eb.selectFrom('site_observations').select('id').orderBy('id').limit(limit))
    .returning(['id', 'site', 'is_first', 'observation'])
    .execute();
  rows.sort((a, b) => a.id - b.id);
  const names = [...new Set(rows.map(({ site }) => site))];
  const known = new Map(
    (await watched(db).where('sites.site', '=', sql<string>`any(${names}::text[])`).execute()).map((row) => [
      row.site,
      row,
    ]),
  );
  const taken: WatchedSite[] = [];
  for (const site of names) {
    const alertId = known.get(site)?.alertId ?? null;
    let habits = known.get(site)?.habits ?? noHabits;
    const seen: Observation[] = [];
    for (const { is_first: isFirst, observation: article } of rows.filter((row) => row.site === site)) {
      habits = isFirst ? habitsAfter(habits, article, alertId !== null) : habitsCorrected(habits, article);
      seen.push(article);
    }
    await save(db, site, habits);
    taken.push({ site, habits, alertId, seen });
  }
  return taken;
}

async function save(db: Kysely<Schema>, site: string, habits: SiteHabits): Promise<void> {
  const written = { habits: JSON.stringify(habits), updated_at: sql<Date>`now()` };
  await db
    .insertInto('sites')
    .values({ site, ...written })
    .onConflict((conflict) => conflict.column('site').doUpdateSet(written))
    .execute();
}
