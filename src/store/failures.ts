// What did not come in, in groups that have one cause: the same stage, reason and host. Articles at rest are many, so
// the newest of a state are looked at (articles_state), each with the end of its ledger (ledger_article).
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Schema } from './schema.js';
import type { ArticleState } from './schema-articles.js';

/** States in which an article has come to rest without being what was wanted. */
export const failureStates = ['failed', 'dropped', 'thin'] as const;
export type FailureState = Extract<ArticleState, (typeof failureStates)[number]>;

/** What a group has in common. Addresses in a reason are cut out, since each article has another. */
export interface FailureCause {
  stage: string;
  reason: string;
  host: string;
}
export interface FailureGroup extends FailureCause {
  count: number;
  latest: Date;
  examples: { id: number; title: string | null; url: string }[];
}
export interface Window {
  /** How many of the newest articles are looked at. */
  articles: number;
}

export interface Failures {
  /** Groups of the newest articles at rest in `state`, largest first. Those that run again already are left out. */
  groups(state: FailureState, window: Window, limit: number): Promise<FailureGroup[]>;
  /** The addresses of the articles of one group, newest first. */
  addresses(state: FailureState, cause: FailureCause, window: Window): Promise<string[]>;
  /** Articles on their way that have failed and are tried again by themselves. */
  retrying(limit: number): Promise<(FailureCause & { count: number; nextAt: Date })[]>;
  /** Feeds whose last poll failed, by reason and host; the stage is `poll`. */
  feedGroups(limit: number): Promise<FailureGroup[]>;
  /** The ids of the feeds of one group. */
  feedIds(cause: FailureCause, limit: number): Promise<number[]>;
}

/** A reason without what is another in each article, on one line: forms would send another line end than they got. */
const common = (reason: RawBuilder<string | null>): RawBuilder<string> =>
  sql`regexp_replace(regexp_replace(coalesce(${reason}, 'no reason recorded'), '[[:space:][:cntrl:]]+', ' ', 'g'), 'https?://[^ ,;]+', '…', 'g')`;
const EXAMPLES = 3;
const feedHost = sql<string>`coalesce(substring(feeds.url from '^https?://([^/?#]+)'), feeds.url)`;

export function createFailures(db: Kysely<Schema>): Failures {
  return { ...articleFailures(db), ...feedFailures(db) };
}

function latest(state: FailureState, { articles }: Window): RawBuilder<unknown> {
  return sql`select latest.id, latest.host, latest.url, latest.updated_at, ${common(sql`latest.reason`)} as reason,
      coalesce(latest.title, latest.hints->>'title') as title, coalesce(last.stage, 'scrape') as stage
    from (select * from articles where state = ${state} order by id desc limit ${articles}) latest
    left join lateral (
      select stage from ledger where ledger.article_id = latest.id order by ledger.id desc limit 1
    ) last on true
    where not exists (select from runs where runs.article_id = latest.id)`;
}

function articleFailures(db: Kysely<Schema>): Pick<Failures, 'groups' | 'addresses' | 'retrying'> {
  return {
    async groups(state, window, limit) {
      const { rows } = await sql<FailureGroup>`select stage, reason, host, count(*) as count,
          max(updated_at) as latest,
          to_jsonb((array_agg(jsonb_build_object('id', id, 'title', title, 'url', url) order by id desc))[1:${sql.raw(String(EXAMPLES))}]) as examples
        from (${latest(state, window)}) failed group by stage, reason, host
        order by count(*) desc, max(id) desc limit ${limit}`.execute(db);
      return rows;
    },
    async addresses(state, { stage, reason, host }, window) {
      const { rows } = await sql<{ url: string }>`select url from (${latest(state, window)}) failed
        where stage = ${stage} and reason = ${reason} and host = ${host} order by id desc`.execute(db);
      return rows.map(({ url }) => url);
    },
    async retrying(limit) {
      const { rows } = await sql<FailureCause & { count: number; nextAt: Date }>`select runs.stage,
          ${common(sql`runs.reason`)} as reason, articles.host, count(*) as count, min(runs.due_at) as "nextAt"
        from runs join articles on articles.id = runs.article_id where runs.failures > 0
        group by 1, 2, 3 order by count(*) desc, 3 limit ${limit}`.execute(db);
      return rows;
    },
  };
}

function feedFailures(db: Kysely<Schema>): Pick<Failures, 'feedGroups' | 'feedIds'> {
  const failing = sql<boolean>`feeds.failures > 0 and feeds.state = 'active'`;
  return {
    async feedGroups(limit) {
      const { rows } =
        await sql<FailureGroup>`select 'poll' as stage, ${common(sql`feeds.last_error`)} as reason,
          ${feedHost} as host, count(*) as count, coalesce(max(polled_at), max(created_at)) as latest,
          to_jsonb((array_agg(jsonb_build_object('id', id, 'title', title, 'url', url) order by id desc))[1:${sql.raw(String(EXAMPLES))}]) as examples
        from feeds where ${failing} group by 2, 3 order by count(*) desc, 3 limit ${limit}`.execute(db);
      return rows;
    },
    feedIds: async ({ reason, host }, limit) => {
      const rows = await db
        .selectFrom('feeds')
        .select('id')
        .where(failing)
        .where(sql<boolean>`${common(sql`feeds.last_error`)} = ${reason}`)
        .where(sql<boolean>`${feedHost} = ${host}`)
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },
  };
}
