// What feeds have asked of their hubs (WebSub). A subscription is claimed before its hub is asked, as a feed is before
// its poll, and the claim writes down when it is asked again: a hub that never verifies costs no further statement.
//
//   wanted ─ask─▶ asked ─verified─▶ active ─hub is silent─▶ deaf ─later─▶ asked
//                   └────denied───▶ denied ─later─▶ asked          pause, removal: ─▶ leaving ─verified─▶ left, or no row
import { type Kysely, type Selectable, type SqlBool, sql } from 'kysely';
import type { Schema } from './schema.js';
import type { SubscriptionsTable } from './schema-feeds.js';

export type Subscription = Selectable<SubscriptionsTable>;

export interface Subscriptions {
  ofFeed(feedId: number): Promise<Subscription | null>;
  ofToken(token: string): Promise<Subscription | null>;
  /** Wants a feed's pushes from this hub; the hub that it had before, if that is another one, is left. */
  want(feedId: number, wanted: Pick<Subscription, 'hub' | 'topic' | 'token' | 'secret'>): Promise<void>;
  /** Leaves the hub of a feed that is paused. */
  leave(feedId: number): Promise<void>;
  /** Asks the hub of a feed again that was left, denied, or did not push. */
  rejoin(feedId: number): Promise<void>;
  /** Leaves the hub of a feed that is to be removed, or that names none any more. */
  part(feedId: number): Promise<void>;
  /** Takes up to `limit` subscriptions whose hub is to be asked; each as it is for this request. */
  claimDue(limit: number): Promise<Subscription[]>;
  /** The hub did not take the request; it is asked again as late as it demands. Nothing when asked again meanwhile. */
  refused(id: number, attempt: number, reason: string, retryAfterMs: number | null): Promise<void>;
  /** The hub has verified that we want this, for `leaseMs`. False: we do not. */
  verified(id: number, leaseMs: number): Promise<boolean>;
  /** The hub has verified that we want no more. False: we do. */
  ended(id: number): Promise<boolean>;
  denied(id: number, reason: string): Promise<void>;
  /** A push came, signed as it must be (or not). */
  pushed(id: number, isSigned: boolean): Promise<void>;
  /** A poll found what had not been pushed; after some in a row the hub counts as deaf. */
  unheard(id: number): Promise<void>;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Hubs verify within seconds or minutes; without that they are asked again after this, doubled each time. */
const FIRST_RETRY_MS = 10 * MINUTE_MS;
const MAX_DOUBLINGS = 8;
/** After so many requests in vain a hub that is left is not told again: its lease ends by itself. */
const MAX_FAREWELLS = 6;
/** A hub that denied, or that did not push, is asked again after this. */
const DENIED_MS = 7 * DAY_MS;
const DEAF_MS = 3 * DAY_MS;
/** Single items come to the poll before the push; so many polls in a row are no chance. */
const MAX_UNHEARD = 3;
/** A lease is renewed when this part of it is over. */
const RENEW_AT = 0.75;

const after = (ms: number) => sql<Date>`now() + make_interval(secs => ${ms / 1000})`;
/** The hub knows of it, so that it has to be told. */
const isTold = sql<SqlBool>`state in ('asked', 'active', 'deaf', 'leaving')`;
const leaving = {
  state: sql<Subscription['state']>`case when ${isTold} then 'leaving' else 'left' end`,
  due_at: sql<Date | null>`case when ${isTold} then now() end`,
  failures: 0,
  unheard: 0,
};

export function createSubscriptions(db: Kysely<Schema>): Subscriptions {
  return { ...wishes(db), ...requests(db), ...answers(db), ...hearing(db) };
}

function wishes(
  db: Kysely<Schema>,
): Pick<Subscriptions, 'ofFeed' | 'ofToken' | 'want' | 'leave' | 'rejoin' | 'part'> {
  const find = (column: 'feed_id' | 'token', value: number | string) =>
    db.selectFrom('subscriptions').selectAll().where(column, '=', value).executeTakeFirst();
  const part = async (feedId: number, other: { hub: string; topic: string } | null): Promise<void> => {
    await db
      .updateTable('subscriptions')
      .set({ ...leaving, feed_id: null })
      .where('feed_id', '=', feedId)
      .$if(other !== null, (query) =>
        query.where((eb) =>
          eb.or([eb('hub', '<>', other?.hub ?? ''), eb('topic', '<>', other?.topic ?? '')]),
        ),
      )
      .execute();
    await db.deleteFrom('subscriptions').where('feed_id', 'is', null).where('state', '=', 'left').execute();
  };
  return {
    ofFeed: async (feedId) => (await find('feed_id', feedId)) ?? null,
    ofToken: async (token) => (await find('token', token)) ?? null,
    async want(feedId, wanted) {
      await part(feedId, wanted);
      await db
        .insertInto('subscriptions')
        .values({ feed_id: feedId, ...wanted })
        .onConflict((conflict) => conflict.column('feed_id').doNothing())
        .execute();
    },
    async leave(feedId) {
      await db.updateTable('subscriptions').set(leaving).where('feed_id', '=', feedId).execute();
    },
    async rejoin(feedId) {
      await db
        .updateTable('subscriptions')
        .set({ state: 'wanted', due_at: sql<Date>`now()`, failures: 0, reason: null })
        .where('feed_id', '=', feedId)
        .where('state', 'in', ['leaving', 'left', 'denied', 'deaf'])
        .execute();
    },
    part: (feedId) => part(feedId, null),
  };
}

function requests(db: Kysely<Schema>): Pick<Subscriptions, 'claimDue' | 'refused'> {
  return {
    async claimDue(limit) {
      await db
        .deleteFrom('subscriptions')
        .where('feed_id', 'is', null)
        .where('failures', '>=', MAX_FAREWELLS)
        .where('due_at', '<=', sql<Date>`now()`)
        .execute();
      return db
        .updateTable('subscriptions')
        .set((eb) => ({
          attempt: eb('attempt', '+', 1),
          failures: eb('failures', '+', 1),
          state: sql<
            Subscription['state']
          >`case when state in ('active', 'leaving') then state else 'asked' end`,
          due_at: sql<Date>`now() + make_interval(secs => ${FIRST_RETRY_MS / 1000} * 2 ^ least(failures, ${MAX_DOUBLINGS}))`,
          reason: 'The hub has not verified the request yet.',
        }))
        .where('id', 'in', (eb) =>
          eb
            .selectFrom('subscriptions')
            .select('id')
            .where('due_at', '<=', sql<Date>`now()`)
            .orderBy('due_at')
            .limit(limit)
            .forUpdate()
            .skipLocked(),
        )
        .returningAll()
        .execute();
    },
    async refused(id, attempt, reason, retryAfterMs) {
      await db
        .updateTable('subscriptions')
        .set({ reason, due_at: sql<Date>`greatest(due_at, ${after(retryAfterMs ?? 0)})` })
        .where('id', '=', id)
        .where('attempt', '=', attempt)
        // The hub may have verified all the same, before its answer came.
        .where('failures', '>', 0)
        .execute();
    },
  };
}

const one = (db: Kysely<Schema>, id: number) => db.updateTable('subscriptions').where('id', '=', id);

function answers(db: Kysely<Schema>): Pick<Subscriptions, 'verified' | 'ended' | 'denied'> {
  return {
    async verified(id, leaseMs) {
      const row = await one(db, id)
        .set({
          state: 'active',
          verified_at: sql<Date>`now()`,
          lease_until: after(leaseMs),
          due_at: after(leaseMs * RENEW_AT),
          failures: 0,
          unheard: 0,
          reason: null,
        })
        .where('state', 'in', ['asked', 'active'])
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async ended(id) {
      const row = await one(db, id)
        .set({ state: 'left', due_at: null, lease_until: null, failures: 0, reason: null })
        .where('state', '=', 'leaving')
        .returning('feed_id')
        .executeTakeFirst();
      if (row?.feed_id === null) await db.deleteFrom('subscriptions').where('id', '=', id).execute();
      return row !== undefined;
    },
    async denied(id, reason) {
      await one(db, id)
        .set({ state: 'denied', reason, due_at: after(DENIED_MS), lease_until: null })
        .where('state', 'in', ['asked', 'active', 'deaf'])
        .execute();
    },
  };
}

function hearing(db: Kysely<Schema>): Pick<Subscriptions, 'pushed' | 'unheard'> {
  return {
    async pushed(id, isSigned) {
      if (!isSigned) {
        await one(db, id)
          .set((eb) => ({ rejected: eb('rejected', '+', 1) }))
          .execute();
        return;
      }
      const hears = sql<SqlBool>`state = 'deaf' and lease_until > now()`;
      await one(db, id)
        .set((eb) => ({
          pushes: eb('pushes', '+', 1),
          pushed_at: sql<Date>`now()`,
          unheard: 0,
          state: sql<Subscription['state']>`case when ${hears} then 'active' else state end`,
          due_at: sql<Date | null>`case when ${hears} then least(due_at, lease_until) else due_at end`,
        }))
        .execute();
    },
    async unheard(id) {
      const isDeaf = sql<SqlBool>`unheard + 1 >= ${MAX_UNHEARD}::int`;
      await one(db, id)
        .set((eb) => ({
          unheard: eb('unheard', '+', 1),
          state: sql<Subscription['state']>`case when ${isDeaf} then 'deaf' else state end`,
          due_at: sql<Date | null>`case when ${isDeaf} then ${after(DEAF_MS)} else due_at end`,
          reason: sql<
            string | null
          >`case when ${isDeaf} then ${'Polls found what the hub had not pushed.'} else reason end`,
        }))
        .where('state', '=', 'active')
        .execute();
    },
  };
}
