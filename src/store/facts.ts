// Facts for the watch that no other repository answers: whether feeds can be read at all, and which hubs are deaf.
import { type Kysely, sql } from 'kysely';
import type { Facts as WatchFacts } from '../watch/checks.js';
import type { Schema } from './schema.js';

export interface Facts {
  feeds(): Promise<WatchFacts['feeds']>;
  deafHubs(): Promise<{ hub: string; feeds: number }[]>;
  /** Webhooks that nobody paused by hand. */
  lostWebhooks(): Promise<{ id: number; url: string; reason: string }[]>;
}

export function createFacts(db: Kysely<Schema>): Facts {
  return {
    feeds: () =>
      db
        .selectFrom('feeds')
        .select([
          (eb) => eb.fn.countAll<number>().as('active'),
          (eb) => eb.fn.min<Date | null>('created_at').as('firstAddedAt'),
          (eb) => eb.fn.max<Date | null>('polled_at').as('lastPolledAt'),
          (eb) => eb.fn.max<Date | null>('succeeded_at').as('lastSucceededAt'),
          sql<Date | null>`min(coalesce(polled_at, created_at) + make_interval(secs => interval_ms / 1000.0))`.as(
            'dueAt',
          ),
        ])
        .where('state', '=', 'active')
        .executeTakeFirstOrThrow(),
    deafHubs: () =>
      db
        .selectFrom('subscriptions')
        .select(['hub', sql<number>`count(*)`.as('feeds')])
        .where('state', '=', 'deaf')
        .where('feed_id', 'is not', null)
        .groupBy('hub')
        .orderBy('hub')
        .execute(),
    lostWebhooks: async () =>
      (
        await db
          .selectFrom('webhooks')
          .select(['id', 'url', 'reason'])
          .where('state', '=', 'paused')
          .where('reason', 'is not', null)
          .orderBy('id')
          .execute()
      ).map(({ reason, ...webhook }) => ({ ...webhook, reason: reason ?? '' })),
  };
}
