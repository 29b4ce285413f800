// Who changed what. A row is written before the change is made and gets its outcome after it, so that a change whose
// process died in the middle has its row as well.
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Schema } from './schema.js';
import type { CallerKind, ChangesTable } from './schema-access.js';

export type Change = Selectable<ChangesTable>;

export interface NewChange {
  caller: string;
  callerKind: CallerKind;
  tokenId: number | null;
  address: string | null;
  method: string;
  route: string;
  subject: Record<string, unknown>;
  requestId: string;
}

export interface ChangeFilter {
  /** A part of the caller's name. */
  who?: string;
  /** A part of the method and the route, or of what it was about. */
  what?: string;
}

export interface Changes {
  /** Writes that a change begins; its id. */
  begin(change: NewChange): Promise<number>;
  /** Writes how it ended; `subject` adds what was only known then. */
  end(id: number, status: number, subject: Record<string, unknown>): Promise<void>;
  /** The newest first, those with a smaller id than `before`. */
  list(filter: ChangeFilter, page: { before: number | null; limit: number }): Promise<Change[]>;
  /** Deletes up to `limit` rows older than `before`; how many it were. */
  prune(before: Date, limit: number): Promise<number>;
}

/** A pattern of LIKE for texts that hold `part`. */
const holding = (part: string): string => `%${part.replace(/[\\%_]/g, '\\$&')}%`;

export function createChanges(db: Kysely<Schema>): Changes {
  return {
    async begin({ caller, callerKind, tokenId, address, method, route, subject, requestId }) {
      const { id } = await db
        .insertInto('changes')
        .values({
          caller,
          caller_kind: callerKind,
          token_id: tokenId,
          address,
          method,
          route,
          subject: JSON.stringify(subject),
          request_id: requestId,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    },
    async end(id, status, subject) {
      await db
        .updateTable('changes')
        .set({ status, subject: sql<string>`subject || ${JSON.stringify(subject)}::jsonb` })
        .where('id', '=', id)
        .execute();
    },
    list: ({ who, what }, { before, limit }) =>
      db
        .selectFrom('changes')
        .selectAll()
        .$if(before !== null, (query) => query.where('id', '<', before))
        .$if(who !== undefined, (query) => query.where('caller', 'ilike', holding(who ?? '')))
        .$if(what !== undefined, (query) =>
          query.where(
            sql<string>`method || ' ' || route || ' ' || subject::text`,
            'ilike',
            holding(what ?? ''),
          ),
        )
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),
    async prune(before, limit) {
      const gone = await db
        .deleteFrom('changes')
        .where('id', 'in', (eb) =>
          eb.selectFrom('changes').select('id').where('at', '<', before).orderBy('at').limit(limit),
        )
        .returning('id')
        .execute();
      return gone.length;
    },
  };
}
