// What webhooks are told: a row for each event and endpoint.
//
//   waiting ─2xx─▶ delivered
//     │ ▲
//     │ └──replay── parked ◀─the last try failed
//     └─a try failed─▶ waiting, due later
//
// A delivery is claimed with a lease before it is sent, and with a rising `attempt`: when its process dies it is free
// again after the lease, and what a late process writes about an earlier attempt changes nothing.
import { type Kysely, type Selectable, type SqlBool, sql } from 'kysely';
import type { Schema } from './schema.js';
import type { WebhookDeliveriesTable } from './schema-webhooks.js';
import type { WebhookCounts } from './webhooks.js';

export type Delivery = Selectable<WebhookDeliveriesTable>;
export type NewDelivery = Pick<
  Delivery,
  'webhook_id' | 'event_id' | 'type' | 'body' | 'due_at' | 'created_at'
>;
/** How a try ended: nothing more to do, another try at `dueAt`, or none any more. */
export interface Tried {
  state: Delivery['state'];
  dueAt: Date | null;
  status: number | null;
  error: string | null;
}

export interface Deliveries {
  add(deliveries: readonly NewDelivery[]): Promise<void>;
  /**
   * Takes up to `limit` that are due, at most a few of each active endpoint, and one of an endpoint whose last try
   * failed: whoever does not answer holds up nobody else. Oldest event first.
   */
  claim(now: Date, leaseMs: number, limit: number): Promise<Delivery[]>;
  /** Writes down how a try ended; false when it has been claimed anew meanwhile. */
  ended(delivery: Pick<Delivery, 'id' | 'attempt'>, tried: Tried, now: Date): Promise<boolean>;
  /** Lets go of a claim without a try counted, until `dueAt`. */
  giveBack(delivery: Pick<Delivery, 'id' | 'attempt'>, dueAt: Date): Promise<void>;
  /** The newest of an endpoint, in one state or in any. */
  newest(webhookId: number, state: Delivery['state'] | null, limit: number): Promise<Delivery[]>;
  /** By endpoint; those that have none are not there. */
  counts(): Promise<Map<number, WebhookCounts>>;
  /** Puts parked ones of an endpoint, or the one named, back to be sent from `now` on; how many. */
  replay(webhookId: number, deliveryId: number | null, now: Date): Promise<number>;
  /** Deletes up to `limit` that ended before `before`, delivered or parked; how many. */
  prune(before: Date, limit: number): Promise<number>;
}

/** Of one endpoint at once, so that a quick one is not held to one answer after another. */
const AT_ONCE = 4;
const table = 'webhook_deliveries';

export function createDeliveries(db: Kysely<Schema>): Deliveries {
  return { ...sending(db), ...keeping(db) };
}

function sending(db: Kysely<Schema>): Pick<Deliveries, 'add' | 'claim' | 'ended' | 'giveBack'> {
  const claimed = ({ id, attempt }: Pick<Delivery, 'id' | 'attempt'>) =>
    db.updateTable(table).where('id', '=', id).where('attempt', '=', attempt);
  return {
    async add(deliveries) {
      if (deliveries.length === 0) return;
      await db
        .insertInto(table)
        .values([...deliveries])
        .onConflict((conflict) => conflict.columns(['webhook_id', 'event_id']).doNothing())
        .execute();
    },
    async claim(now, leaseMs, limit) {
      const rows = await db
        .updateTable(table)
        .set((eb) => ({
          leased_until: new Date(now.getTime() + leaseMs),
          attempt: eb('attempt', '+', 1),
          tries: eb('tries', '+', 1),
        }))
        .where('id', 'in', sql<number>`(${due(now, limit)})`)
        .returningAll()
        .execute();
      return rows.sort((a, b) => a.event_id - b.event_id);
    },
    async ended(delivery, { state, dueAt, status, error }, now) {
      const row = await claimed(delivery)
        .set({
          state,
          leased_until: null,
          last_status: status,
          last_error: error,
          ...(dueAt === null ? {} : { due_at: dueAt }),
          ended_at: state === 'waiting' ? null : now,
        })
        .returning('webhook_id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async giveBack(delivery, dueAt) {
      await claimed(delivery)
        .set((eb) => ({ leased_until: null, due_at: dueAt, tries: eb('tries', '-', 1) }))
        .execute();
    },
  };
}

const due = (now: Date, limit: number) => sql<number>`
  select free.id from webhooks cross join lateral (
    select id from webhook_deliveries
    where webhook_id = webhooks.id and state = 'waiting' and due_at <= ${now}
      and (leased_until is null or leased_until <= ${now})
    order by event_id
    limit greatest(0, case when webhooks.failures > 0 then 1 else ${AT_ONCE}::int end - (
      select count(*) from webhook_deliveries as busy
      where busy.webhook_id = webhooks.id and busy.state = 'waiting' and busy.leased_until > ${now}))
    for update skip locked
  ) as free
  where webhooks.state = 'active' and (webhooks.held_until is null or webhooks.held_until <= ${now})
  limit ${limit}`;

function keeping(db: Kysely<Schema>): Pick<Deliveries, 'newest' | 'counts' | 'replay' | 'prune'> {
  return {
    newest: (webhookId, state, limit) =>
      db
        .selectFrom(table)
        .selectAll()
        .where('webhook_id', '=', webhookId)
        .$if(state !== null, (query) => query.where('state', '=', state ?? 'waiting'))
        .orderBy('event_id', 'desc')
        .limit(limit)
        .execute(),
    async counts() {
      const rows = await db
        .selectFrom(table)
        .select(['webhook_id', 'state', (eb) => eb.fn.countAll<number>().as('count')])
        .where('state', 'in', ['waiting', 'parked'])
        .groupBy(['webhook_id', 'state'])
        .execute();
      const counts = new Map<number, WebhookCounts>();
      for (const { webhook_id: id, state, count } of rows)
        counts.set(id, { waiting: 0, parked: 0, ...counts.get(id), [state]: Number(count) });
      return counts;
    },
    async replay(webhookId, deliveryId, now) {
      const rows = await db
        .updateTable(table)
        .set({ state: 'waiting', tries: 0, due_at: now, leased_until: null, ended_at: null })
        .where('webhook_id', '=', webhookId)
        .where('state', '=', 'parked')
        .$if(deliveryId !== null, (query) => query.where('id', '=', deliveryId ?? 0))
        .returning(sql<SqlBool>`true`.as('is'))
        .execute();
      return rows.length;
    },
    async prune(before, limit) {
      const gone = await db
        .deleteFrom(table)
        .where('id', 'in', (eb) =>
          eb.selectFrom(table).select('id').where('ended_at', '<', before).orderBy('ended_at').limit(limit),
        )
        .returning(sql<SqlBool>`true`.as('is'))
        .execute();
      return gone.length;
    },
  };
}
