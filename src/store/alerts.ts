// Alerts: what is wrong now, and what was. However many processes look at once, what is wrong is raised once: the
// unique index alerts_open lets one row of a kind and a subject be open.
//
//   found ─▶ open ─ found no more ─▶ over        open drift ─ taken as the new normal ─▶ accepted
import { type Kysely, type Selectable, sql } from 'kysely';
import type { AlertKind, Finding } from '../watch/checks.js';
import { createEvents, type NewEvent } from './events.js';
import type { Schema } from './schema.js';
import type { AlertResolution, AlertsTable } from './schema-alerts.js';

export type Alert = Selectable<AlertsTable>;

/** Changes are made in a transaction, in which their events are written as well. */
export interface Alerts {
  /** Opens an alert for each finding that has none, and brings the words of the others up to date. */
  raise(findings: readonly Finding[]): Promise<{ alert: Alert; isNew: boolean }[]>;
  /** Ends every open alert whose kind and subject are not among these; which they were. */
  resolveOthers(stillFound: readonly { kind: AlertKind; subject: string }[]): Promise<Alert[]>;
  /** Ends an open alert; null when it is not open. */
  resolve(id: number, resolution: AlertResolution): Promise<Alert | null>;
  find(id: number): Promise<Alert | null>;
  /** Those that are open: critical ones first, then the oldest first. */
  open(): Promise<Alert[]>;
  /** All, the newest first; `before` is the id that the last page ended with. */
  list(page: { before: number | null; limit: number }): Promise<Alert[]>;
}

export function createAlerts(db: Kysely<Schema>): Alerts {
  return { ...changes(db), ...views(db) };
}

/** What is told of an alert that begins or ends. */
const eventOf = (
  type: 'alert.raised' | 'alert.resolved',
  { id, kind, subject, severity, message, since }: Alert,
): NewEvent => ({ type, data: { alert: id, kind, subject, severity, message, since } });

function changes(db: Kysely<Schema>): Pick<Alerts, 'raise' | 'resolveOthers' | 'resolve'> {
  const { record } = createEvents(db);
  const told = async (ended: Alert[]): Promise<Alert[]> => {
    for (const alert of ended) await record(eventOf('alert.resolved', alert));
    return ended;
  };
  const ending = (resolution: AlertResolution) =>
    db
      .updateTable('alerts')
      .set({ resolved_at: sql<Date>`now()`, resolution })
      .where('resolved_at', 'is', null)
      .returningAll();
  return {
    async raise(findings) {
      if (findings.length === 0) return [];
      const rows = await db
        .insertInto('alerts')
        .values(findings.map(({ detail, ...finding }) => ({ ...finding, detail: JSON.stringify(detail) })))
        .onConflict((conflict) =>
          conflict
            .columns(['kind', 'subject'])
            .where('resolved_at', 'is', null)
            .doUpdateSet((eb) => ({
              severity: eb.ref('excluded.severity'),
              message: eb.ref('excluded.message'),
              detail: eb.ref('excluded.detail'),
            })),
        )
        .returningAll()
        // xmax is 0 in a row that this statement inserted, and its own transaction in one that it updated.
        .returning(sql<boolean>`xmax = 0`.as('isNew'))
        .execute();
      for (const { isNew, ...alert } of rows) if (isNew) await record(eventOf('alert.raised', alert));
      return rows.map(({ isNew, ...alert }) => ({ alert, isNew }));
    },
    async resolveOthers(stillFound) {
      const names = stillFound.map(({ kind, subject }) => `${kind} ${subject}`);
      return told(
        await ending('over')
          .where(sql<boolean>`not (concat(kind, ' ', subject) = any(${names}::text[]))`)
          .execute(),
      );
    },
    resolve: async (id, resolution) =>
      (await told(await ending(resolution).where('id', '=', id).execute()))[0] ?? null,
  };
}

function views(db: Kysely<Schema>): Pick<Alerts, 'find' | 'open' | 'list'> {
  return {
    find: async (id) =>
      (await db.selectFrom('alerts').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,
    open: () =>
      db
        .selectFrom('alerts')
        .selectAll()
        .where('resolved_at', 'is', null)
        .orderBy('severity')
        .orderBy('id')
        .execute(),
    list: ({ before, limit }) =>
      db
        .selectFrom('alerts')
        .selectAll()
        .$if(before !== null, (query) => query.where('id', '<', before ?? 0))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),
  };
}
