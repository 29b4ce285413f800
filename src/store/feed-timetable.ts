// The timetable of feeds. A feed is claimed before it is polled: the claim raises `attempt` and pushes the next turn out
// by a lease, so that a poll that dies is claimed again, and a poll that was overtaken changes nothing. The sweep looks
// after claims whose job the queue has lost long before the lease ends. A push raises `attempt` as well, and leaves the
// timetable as it is.
import { type Kysely, type Selectable, sql } from 'kysely';
import type { FeedMemory } from '../feeds/memory.js';
import { anyOf } from './due-run.js';
import type { Schema } from './schema.js';
import type { FeedsTable } from './schema-feeds.js';

export type Feed = Selectable<FeedsTable>;

/** What a poll leaves behind on its feed. */
export interface PollResult {
  title?: string | null;
  siteUrl?: string | null;
  language?: string | null;
  etag: string | null;
  lastModified: string | null;
  bodyHash: string | null;
  status: number | null;
  error: string | null;
  failures: number;
  nextPollAt: Date;
  /** Whether the poll is tried again by its job, and the claim goes on. */
  isRetried: boolean;
  intervalMs: number;
  intervalReason: string;
  intervalCause: string;
  /** A paused feed stays paused whatever its poll brought. */
  state: 'active' | 'gone';
  memory: FeedMemory;
}

export interface FeedTimetable {
  /** Claims up to `limit` feeds whose turn has come. */
  claimDue(limit: number, leaseMs: number): Promise<{ id: number; attempt: number }[]>;
  /** Claims one feed now, whatever its timetable says. Null when there is no such feed. */
  claim(id: number, leaseMs: number): Promise<{ id: number; attempt: number } | null>;
  /** Claims whose job nobody has looked for in a while, the oldest first; those of paused feeds are nobody's concern. */
  claimsDue(limit: number): Promise<{ id: number; attempt: number }[]>;
  /**
   * Lets up to `limit` feeds be polled now whose turn is further off than any pause: a clock was wrong when it was set.
   * How many it were.
   */
  wakeFarOff(limit: number): Promise<number>;
  /** Lets the sweep leave these claims alone for `ms`. */
  postponeClaims(ids: number[], ms: number): Promise<void>;
  /** Writes the end of a poll; false when another poll has overtaken it and nothing was written. */
  endPoll(id: number, attempt: number, result: PollResult): Promise<boolean>;
  /**
   * Writes what a push leaves behind, and lets the feed be polled at once where the push was not all. The attempt of
   * the push; null when a poll or another push has overtaken it and nothing was written.
   */
  endPush(
    id: number,
    attempt: number,
    result: { memory: FeedMemory; isIncomplete: boolean },
  ): Promise<number | null>;
  /** Lets the next tick poll a feed, unless it is paused. */
  pollSoon(id: number): Promise<void>;
  /** Gives a feed another address; false when another feed has it, and nothing was written. */
  move(id: number, url: string, urlKey: string): Promise<boolean>;
  /** Forgets what the server and the items were last time, so that the next poll takes everything anew. */
  forget(id: number): Promise<void>;
}

const lease = (ms: number) => sql<Date>`now() + make_interval(secs => ${ms / 1000})`;
/** FEEDMILL_POLL_MAX_MS allows a month; a feed that is gone is asked once a week. */
const LONGEST_PAUSE = sql`interval '31 days'`;
/** A job that was added is in the queue after this, or never will be. */
const CLAIM_GRACE_MS = 10_000;

export function createFeedTimetable(db: Kysely<Schema>): FeedTimetable {
  return {
    claimDue: (limit, leaseMs) =>
      db
        .updateTable('feeds')
        .set((eb) => ({
          attempt: eb('attempt', '+', 1),
          next_poll_at: lease(leaseMs),
          claim_due_at: lease(CLAIM_GRACE_MS),
        }))
        .where('id', 'in', (eb) =>
          eb
            .selectFrom('feeds')
            .select('id')
            .where('state', '<>', 'paused')
            .where('next_poll_at', '<=', sql<Date>`now()`)
            .orderBy('next_poll_at')
            .limit(limit)
            .forUpdate()
            .skipLocked(),
        )
        .returning(['id', 'attempt'])
        .execute(),
    async claim(id, leaseMs) {
      const row = await db
        .updateTable('feeds')
        .set((eb) => ({
          attempt: eb('attempt', '+', 1),
          next_poll_at: lease(leaseMs),
          claim_due_at: lease(CLAIM_GRACE_MS),
        }))
        .where('id', '=', id)
        .returning(['id', 'attempt'])
        .executeTakeFirst();
      return row ?? null;
    },
    claimsDue: (limit) =>
      db
        .selectFrom('feeds')
        .select(['id', 'attempt'])
        .where('claim_due_at', '<', sql<Date>`now()`)
        .where('state', '<>', 'paused')
        .orderBy('claim_due_at')
        .limit(limit)
        .execute(),
    async wakeFarOff(limit) {
      const rows = await db
        .updateTable('feeds')
        .set({ next_poll_at: sql<Date>`now()`, claim_due_at: null })
        .where('id', 'in', (eb) =>
          eb
            .selectFrom('feeds')
            .select('id')
            .where('state', '<>', 'paused')
            .where('next_poll_at', '>', sql<Date>`now() + ${LONGEST_PAUSE}`)
            .limit(limit),
        )
        .returning('id')
        .execute();
      return rows.length;
    },
    async postponeClaims(ids, ms) {
      if (ids.length === 0) return;
      await db
        .updateTable('feeds')
        .set({ claim_due_at: lease(ms) })
        .where('id', '=', anyOf(ids))
        .where('claim_due_at', 'is not', null)
        .execute();
    },
    async endPoll(id, attempt, result) {
      const row = await db
        .updateTable('feeds')
        .set((eb) => ({
          ...(result.title === undefined ? {} : { title: eb.fn.coalesce(eb.val(result.title), 'title') }),
          ...(result.siteUrl === undefined ? {} : { site_url: result.siteUrl }),
          ...(result.language === undefined ? {} : { language: result.language }),
          etag: result.etag,
          last_modified: result.lastModified,
          body_hash: result.bodyHash,
          polled_at: sql<Date>`now()`,
          ...(result.error === null ? { succeeded_at: sql<Date>`now()` } : {}),
          last_status: result.status,
          last_error: result.error,
          failures: result.failures,
          next_poll_at: result.nextPollAt,
          ...(result.isRetried ? {} : { claim_due_at: null }),
          interval_ms: result.intervalMs,
          interval_reason: result.intervalReason,
          interval_cause: result.intervalCause,
          memory: JSON.stringify(result.memory),
          state: sql<Feed['state']>`case when state = 'paused' then state else ${result.state} end`,
        }))
        .where('id', '=', id)
        .where('attempt', '=', attempt)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async endPush(id, attempt, { memory, isIncomplete }) {
      const row = await db
        .updateTable('feeds')
        .set((eb) => ({
          attempt: eb('attempt', '+', 1),
          claim_due_at: null,
          succeeded_at: sql<Date>`now()`,
          memory: JSON.stringify(memory),
          ...(isIncomplete ? { next_poll_at: sql<Date>`now()` } : {}),
        }))
        .where('id', '=', id)
        .where('attempt', '=', attempt)
        .returning('attempt')
        .executeTakeFirst();
      return row?.attempt ?? null;
    },
    async pollSoon(id) {
      await db.updateTable('feeds').set({ next_poll_at: sql<Date>`now()` }).where('id', '=', id).execute();
    },
    async move(id, url, urlKey) {
      const row = await db
        .updateTable('feeds')
        .set({ url, url_key: urlKey })
        .where('id', '=', id)
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('feeds as others').select('others.id').where('others.url_key', '=', urlKey))),
        )
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async forget(id) {
      await db
        .updateTable('feeds')
        .set({ etag: null, last_modified: null, body_hash: null })
        .where('id', '=', id)
        .execute();
      await db.updateTable('feed_items').set({ content_hash: '' }).where('feed_id', '=', id).execute();
    },
  };
}
