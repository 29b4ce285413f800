// What happened, for whoever wants to hear of it. An event is written with what it tells of, in the same statement or
// transaction, and told in the order of its number.
//
// Whoever reads numbers first what has none yet, one reader at a time. A number that was given when the event was
// written would not do: of two transactions the one with the larger number may commit first, and a reader who has gone
// beyond the smaller one would never see it.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { tagsInRange } from '../language/search-config.js';
import type { Schema } from './schema.js';
import type { EventType } from './schema-events.js';

export interface NewEvent {
  type: EventType;
  articleId?: number;
  /** Of one type there is one event a revision, however often it is recorded. */
  revisionId?: number;
  feedId?: number;
  data: Record<string, unknown>;
}
export interface Event {
  /** The same for good; what a receiver knows an event by. */
  id: number;
  /** Where it stands; whoever has seen it asks for what comes after. */
  number: number;
  at: Date;
  type: EventType;
  articleId: number | null;
  revisionId: number | null;
  feedId: number | null;
  data: Record<string, unknown>;
}
/** What somebody wants to hear of; all that is named must hold. */
export interface EventFilter {
  types?: readonly EventType[];
  feedId?: number;
  /** Of articles; `zh` takes in both scripts. */
  language?: string;
}

export interface Events {
  record(event: NewEvent): Promise<void>;
  /** Numbers what has been committed since the last time; how many, at most some hundreds. */
  number(): Promise<number>;
  /** Events after a number, in their order. */
  after(number: number, filter: EventFilter, limit: number): Promise<Event[]>;
  /** The number of the newest event, and of the oldest that is kept; 0 where there is none. */
  bounds(): Promise<{ oldest: number; newest: number }>;
  /** Deletes up to `limit` events older than `before` that have been numbered; how many. */
  prune(before: Date, limit: number): Promise<number>;
}

/** Two that number at once would give the numbers of one the order of the other. */
const LOCK = 4_702_012;
const NUMBERED_AT_ONCE = 500;

const values = ({ type, articleId, revisionId, feedId, data }: NewEvent): RawBuilder<unknown> =>
  sql`${type}::text, ${articleId ?? null}::bigint, ${revisionId ?? null}::bigint, ${feedId ?? null}::bigint, ${JSON.stringify(data)}::jsonb`;
const once = sql`on conflict (revision_id, type) where revision_id is not null do nothing`;

/** Records an event as a part of the statement that ends a run: exactly if the part `moved` has a row. */
export function recordingEvent(event: NewEvent | undefined): RawBuilder<{ id: number }> {
  if (event === undefined) return sql`(select id from events where false)`;
  return sql`(insert into events (type, article_id, revision_id, feed_id, data)
    select ${values(event)} from moved ${once} returning id)`;
}

export function createEvents(db: Kysely<Schema>): Events {
  return {
    async record(event) {
      await sql`insert into events (type, article_id, revision_id, feed_id, data) values (${values(event)}) ${once}`.execute(
        db,
      );
    },
    number: () => numberNew(db),
    after: (number, { types, feedId, language }, limit) =>
      db
        .selectFrom('events')
        .select([
          'id',
          sql<number>`number`.as('number'),
          'at',
          'type',
          'article_id as articleId',
          'revision_id as revisionId',
          'feed_id as feedId',
          'data',
        ])
        .where('number', '>', number)
        .$if(types !== undefined, (query) => query.where('type', 'in', types ?? []))
        .$if(feedId !== undefined, (query) => query.where('feed_id', '=', feedId ?? 0))
        .$if(language !== undefined, (query) =>
          query.where(sql<string>`data->>'language'`, 'in', tagsInRange(language ?? '')),
        )
        .orderBy('number')
        .limit(limit)
        .execute(),
    async bounds() {
      const { rows } = await sql<{ oldest: number; newest: number }>`
        select coalesce(min(number), 0) as oldest, coalesce(max(number), 0) as newest from events`.execute(
        db,
      );
      return rows[0] ?? { oldest: 0, newest: 0 };
    },
    async prune(before, limit) {
      const { rows } = await sql`delete from events where id in (
        select id from events where at < ${before} and number is not null order by at limit ${limit}) returning 1`.execute(
        db,
      );
      return rows.length;
    },
  };
}

async function numberNew(db: Kysely<Schema>): Promise<number> {
  const unnumbered = await db
    .selectFrom('events')
    .select('id')
    .where('number', 'is', null)
    .limit(1)
    .execute();
  if (unnumbered.length === 0) return 0;
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) as mine`.execute(
      tx,
    );
    // Whoever has the lock numbers them; the next look finds them.
    if (rows[0]?.mine !== true) return 0;
    const numbered = await sql`update events set number = nextval('event_numbers') from (
        select id from events where number is null order by id limit ${NUMBERED_AT_ONCE} for update) as fresh
      where events.id = fresh.id returning 1`.execute(tx);
    return numbered.rows.length;
  });
}
