// What the newsroom's first page counts. Articles are many, so every question has a window in time that an index
// serves (articles_stored_at), or asks about feeds and runs, which are few.
import { type Kysely, sql } from 'kysely';
import type { Feed } from './feeds.js';
import type { Schema } from './schema.js';

export interface LanguageShare {
  /** `und` where none was found. */
  language: string;
  articles: number;
}
/** How long articles took from publication to being stored. */
export interface Delays {
  articles: number;
  /** null where there are no articles. */
  medianMs: number | null;
  p95Ms: number | null;
}
/** Revisions by what was declared and what was found. */
export interface DeclaredLanguage {
  /** As the page or the feed says it, in small letters; null where nothing was declared. */
  declared: string | null;
  detected: string;
  /** Whether the text was found to contradict the declaration. */
  contradicts: boolean;
  articles: number;
}

export interface Overview {
  /** Articles first stored in each hour since `since`, oldest first; hours without any are left out. */
  storedByHour(since: Date): Promise<{ hour: Date; articles: number }[]>;
  /**
   * Of the articles first stored since `since`, those that were published after their feed was added: what a feed
   * already listed when it came tells nothing of our speed.
   */
  delays(since: Date): Promise<Delays>;
  /** Languages of the articles first stored since `since`, most first. */
  languages(since: Date, limit: number): Promise<LanguageShare[]>;
  /** Of the latest `window` articles first stored since `since`, what their pages declare against what was found. */
  declaredLanguages(since: Date, window: number): Promise<DeclaredLanguage[]>;
  /** Feeds whose last poll failed or that are gone, those that have failed most often first. */
  troubledFeeds(limit: number): Promise<Feed[]>;
}

export function createOverview(db: Kysely<Schema>): Overview {
  return { ...speed(db), ...languages(db), troubledFeeds: (limit) => troubledFeeds(db, limit) };
}

function speed(db: Kysely<Schema>): Pick<Overview, 'storedByHour' | 'delays'> {
  const delayMs = sql`greatest(0, extract(epoch from articles.stored_at - articles.published_at) * 1000)::float8`;
  return {
    storedByHour: (since) =>
      db
        .selectFrom('articles')
        .select([
          // In UTC whatever the server's zone is: some zones begin their hours at the half.
          sql<Date>`date_trunc('hour', stored_at, 'UTC')`.as('hour'),
          (eb) => eb.fn.countAll<number>().as('articles'),
        ])
        .where('stored_at', '>=', since)
        .groupBy('hour')
        .orderBy('hour')
        .execute(),
    delays: (since) =>
      db
        .selectFrom('articles')
        .innerJoin('feeds', 'feeds.id', 'articles.feed_id')
        .select([
          (eb) => eb.fn.countAll<number>().as('articles'),
          sql<number | null>`percentile_cont(0.5) within group (order by ${delayMs})`.as('medianMs'),
          sql<number | null>`percentile_cont(0.95) within group (order by ${delayMs})`.as('p95Ms'),
        ])
        .where('articles.stored_at', '>=', since)
        .whereRef('articles.published_at', '>=', 'feeds.created_at')
        .executeTakeFirstOrThrow(),
  };
}

function languages(db: Kysely<Schema>): Pick<Overview, 'languages' | 'declaredLanguages'> {
  return {
    languages: (since, limit) =>
      db
        .selectFrom('articles')
        .select([
          sql<string>`coalesce(language, 'und')`.as('language'),
          (eb) => eb.fn.countAll<number>().as('articles'),
        ])
        .where('stored_at', '>=', since)
        .groupBy(sql`coalesce(language, 'und')`)
        .orderBy('articles', 'desc')
        .orderBy('language')
        .limit(limit)
        .execute(),
    declaredLanguages: (since, window) =>
      db
        .with('latest', (cte) =>
          cte
            .selectFrom('articles')
            .select('revision_id')
            .where('stored_at', '>=', since)
            .orderBy('stored_at', 'desc')
            .limit(window),
        )
        .selectFrom('latest')
        .innerJoin('revisions', 'revisions.id', 'latest.revision_id')
        .select([
          sql<string | null>`lower(replace(declared_language, '_', '-'))`.as('declared'),
          sql<string>`coalesce(language, 'und')`.as('detected'),
          sql<boolean>`coalesce(language_detail->>'disagreement', '') <> ''`.as('contradicts'),
          (eb) => eb.fn.countAll<number>().as('articles'),
        ])
        .groupBy(['declared', 'detected', 'contradicts'])
        .orderBy('articles', 'desc')
        .execute(),
  };
}

function troubledFeeds(db: Kysely<Schema>, limit: number): Promise<Feed[]> {
  return db
    .selectFrom('feeds')
    .selectAll()
    .where('state', '<>', 'paused')
    .where((eb) => eb.or([eb('failures', '>', 0), eb('state', '=', 'gone')]))
    .orderBy('failures', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}
