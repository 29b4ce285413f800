// Events: what happened, for whoever wants to hear of it. They are written in the transaction of what they tell of, so
// that there is none without it and it is not without one.
// What must stay true:
// - Readers go by `position`, never by `id`. Ids are given when a row is written, and transactions commit in another
//   order: who has read up to 7 would never see a 6 that is committed later.
// - Positions are given to what is committed, by one at a time (a lock that is held until they are committed as well).
//   So whatever becomes readable later has a higher position, and a reader who remembers the last one misses nothing.
// - A transaction that stays open, here or in another database of the server, holds back its own events and no others;
//   a position means the same after a backup was restored elsewhere. A cursor of transaction ids would do neither.
import { type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import { tagsInRange } from '../language/search-config.js';
import type { Schema } from './schema.js';
import type { EventType } from './schema-events.js';

export interface NewEvent {
  type: EventType;
  articleId?: number | null;
  revisionId?: number | null;
  feedId?: number | null;
  language?: string | null;
  data: Record<string, unknown>;
}
export interface StoredEvent {
  /** Its position: rises with time, with gaps. */
  id: number;
  type: EventType;
  at: Date;
  articleId: number | null;
  revisionId: number | null;
  feedId: number | null;
  language: string | null;
  data: Record<string, unknown>;
}
export interface EventFilter {
  types?: readonly EventType[] | undefined;
  /** Events of this feed, and of the articles that it lists. */
  feedId?: number | undefined;
  /** Events of articles in this language, or in one of its kinds (`zh` takes `zh-Hant` as well). */
  language?: string | undefined;
}
export interface EventPage {
  /** By rising id. */
  events: StoredEvent[];
  /** What `after` has to be for the next page: beyond the events that the filter left out as well. */
  next: number;
}

export interface Events {
  /** Writes an event down; a second one of the same type, article and revision is not written. */
  record(event: NewEvent): Promise<void>;
  /** The events after the one with the id `cursor`, 0 for all that are kept. */
  after(cursor: number, options: EventFilter & { limit: number }): Promise<EventPage>;
  /** The newest events, by rising id; `next` goes on behind them. */
  newest(options: EventFilter & { limit: number }): Promise<EventPage>;
  /** The id of the newest event that is kept; 0 when there is none. */
  latest(): Promise<number>;
  /**
   * Whether `cursor` is one that can be gone on from: `expired` when events after it are thrown away already, `ahead`
   * when no event has had that id yet.
   */
  standing(cursor: number): Promise<'good' | 'expired' | 'ahead'>;
  /** Gives up to `limit` events their ids, so that readers have little to do when they come; how many it were. */
  number(limit: number): Promise<number>;
  /** Deletes up to `limit` events older than `before`; how many it were. */
  prune(before: Date, limit: number): Promise<number>;
}

/** Held while positions are given; any number that no other lock has. */
const NUMBERING = 7_202_407;
/** One reader's step; more than is stored in a second. */
const NUMBERED_AT_ONCE = 1_000;

export function createEvents(db: Kysely<Schema>): Events {
  return {
    async record({ type, articleId = null, revisionId = null, feedId = null, language = null, data }) {
      await db
        .insertInto('events')
        .values({
          type,
          article_id: articleId,
          revision_id: revisionId,
          feed_id: feedId,
          language,
          data: JSON.stringify(data),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async after(cursor, { limit, ...filter }) {
      await number(db, NUMBERED_AT_ONCE);
      // Asked first: an event that gets its id between the two questions must not be passed over.
      const last = await top(db);
      if (last <= cursor) return { events: [], next: cursor };
      const events = await between(db, cursor, last, filter).orderBy('position').limit(limit).execute();
      return { events, next: events.length < limit ? last : (events.at(-1)?.id ?? last) };
    },
    async newest({ limit, ...filter }) {
      const next = await latest(db);
      const events = await between(db, 0, next, filter).orderBy('position', 'desc').limit(limit).execute();
      return { events: events.reverse(), next };
    },
    latest: () => latest(db),
    async standing(cursor) {
      const last = await lastGiven(db);
      if (cursor >= last) return cursor === last ? 'good' : 'ahead';
      const { oldest } = await db
        .selectFrom('events')
        .select((eb) => eb.fn.min('position').as('oldest'))
        .executeTakeFirstOrThrow();
      return oldest !== null && oldest <= cursor + 1 ? 'good' : 'expired';
    },
    number: (limit) => number(db, limit),
    async prune(before, limit) {
      const gone = await db
        .deleteFrom('events')
        .where('id', 'in', (eb) =>
          eb.selectFrom('events').select('id').where('at', '<', before).orderBy('at').limit(limit),
        )
        .returning(sql<number>`1`.as('one'))
        .execute();
      return gone.length;
    },
  };
}

// Whoever does not get the lock leaves it to the one who has it. A statement that began before another one's positions
// were committed finds those rows changed, and leaves them out.
async function number(db: Kysely<Schema>, limit: number): Promise<number> {
  const { rows } = await sql<{ one: number }>`
    update events set position = numbered.position
    from (
      select id, nextval('event_positions') as position from (
        select id from events
        where position is null and (select pg_try_advisory_xact_lock(${NUMBERING}))
        order by id limit ${limit}
      ) as waiting
    ) as numbered
    where events.id = numbered.id and events.position is null
    returning 1 as one`.execute(db);
  return rows.length;
}

async function latest(db: Kysely<Schema>): Promise<number> {
  while ((await number(db, NUMBERED_AT_ONCE)) === NUMBERED_AT_ONCE);
  return top(db);
}

async function lastGiven(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    select case when is_called then last_value else 0 end as last from event_positions`.execute(db);
  return rows[0]?.last ?? 0;
}

const meant =
  ({ types, feedId, language }: EventFilter) =>
  (eb: ExpressionBuilder<Schema, 'events'>) =>
    eb.and([
      ...(types === undefined ? [] : [eb('type', 'in', types)]),
      ...(language === undefined ? [] : [eb('language', 'in', tagsInRange(language))]),
      ...(feedId === undefined
        ? []
        : [
            sql<SqlBool>`(events.feed_id = ${feedId} or exists (select from feed_items
              where feed_items.article_id = events.article_id and feed_items.feed_id = ${feedId}))`,
          ]),
    ]);

async function top(db: Kysely<Schema>): Promise<number> {
  const row = await db
    .selectFrom('events')
    .select((eb) => eb.fn.max<number | null>('position').as('top'))
    .executeTakeFirstOrThrow();
  return row.top ?? 0;
}

const between = (db: Kysely<Schema>, after: number, upTo: number, filter: EventFilter) =>
  db
    .selectFrom('events')
    .select([
      sql<number>`position`.as('id'),
      'type',
      'at',
      'article_id as articleId',
      'revision_id as revisionId',
      'feed_id as feedId',
      'language',
      'data',
    ])
    .where('position', '>', after)
    .where('position', '<=', upTo)
    .where(meant(filter));
