// Webhooks: the endpoints that want to hear of events. Each has a cursor over the events, which moves in the
// transaction that writes the deliveries down: whatever dies in between, no event is passed over and none is told as two.
//
//   active ─pause, or the receiver answers 410─▶ paused ─resume─▶ active
//
// A paused one keeps its cursor and goes on from there.
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Schema } from './schema.js';
import type { WebhooksTable } from './schema-webhooks.js';

export type Webhook = Selectable<WebhooksTable>;
export type NewWebhook = Pick<
  Webhook,
  'url' | 'types' | 'feed_id' | 'language' | 'cursor' | 'secret' | 'created_at'
>;
export interface WebhookCounts {
  waiting: number;
  parked: number;
}

export interface Webhooks {
  add(webhook: NewWebhook): Promise<Webhook>;
  /** By rising id. */
  list(): Promise<Webhook[]>;
  find(id: number): Promise<Webhook | null>;
  /** Whether there was one; its deliveries go with it. */
  remove(id: number): Promise<boolean>;
  /** Null when there is none. Resuming forgets the failures, and what the receiver asked for. */
  setState(id: number, state: Webhook['state'], reason: string | null): Promise<Webhook | null>;
  /** Signs with `secret` from now on, and until `oldUntil` with the one before as well; null when there is none. */
  rotate(id: number, secret: string, oldUntil: Date): Promise<Webhook | null>;
  /**
   * Locks an active one for this transaction, so that nobody else moves its cursor; null when it is not active, or
   * when another process is at it.
   */
  lockActive(id: number): Promise<Webhook | null>;
  moveCursor(id: number, cursor: number): Promise<void>;
  /**
   * What a try at `now` has shown of the receiver: `failures` in a row begin anew or go on, and it is left alone for a
   * while. Since when it fails; null when it does not.
   */
  tried(id: number, isGood: boolean, now: Date, heldUntil: Date | null): Promise<Date | null>;
}

export function createWebhooks(db: Kysely<Schema>): Webhooks {
  const one = (id: number) => db.updateTable('webhooks').where('id', '=', id);
  const named = (id: number) => db.selectFrom('webhooks').selectAll().where('id', '=', id);
  return {
    add: (webhook) => db.insertInto('webhooks').values(webhook).returningAll().executeTakeFirstOrThrow(),
    list: () => db.selectFrom('webhooks').selectAll().orderBy('id').execute(),
    find: async (id) => (await named(id).executeTakeFirst()) ?? null,
    async remove(id) {
      const gone = await db.deleteFrom('webhooks').where('id', '=', id).returning('id').executeTakeFirst();
      return gone !== undefined;
    },
    async setState(id, state, reason) {
      const fresh = state === 'active' ? { failures: 0, failing_since: null, held_until: null } : {};
      const row = await one(id)
        .set({ state, reason, ...fresh })
        .returningAll()
        .executeTakeFirst();
      return row ?? null;
    },
    async rotate(id, secret, oldUntil) {
      const row = await one(id)
        .set({ secret, old_secret: sql<string>`secret`, old_until: oldUntil })
        .returningAll()
        .executeTakeFirst();
      return row ?? null;
    },
    lockActive: async (id) =>
      (await named(id).where('state', '=', 'active').forUpdate().skipLocked().executeTakeFirst()) ?? null,
    async moveCursor(id, cursor) {
      await one(id).set({ cursor }).execute();
    },
    async tried(id, isGood, now, heldUntil) {
      const row = await one(id)
        .set((eb) => ({
          failures: isGood ? 0 : eb('failures', '+', 1),
          failing_since: isGood ? null : eb.fn.coalesce('failing_since', sql<Date>`${now}::timestamptz`),
          ...(heldUntil === null ? {} : { held_until: heldUntil }),
        }))
        .returning('failing_since')
        .executeTakeFirst();
      return row?.failing_since ?? null;
    },
  };
}
