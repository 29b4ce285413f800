// Logins of browsers. A session ends a week after it was last used, thirty days after it began, and with its token.
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.js';
import type { Scope } from './schema-access.js';
import { isLive } from './tokens.js';

/** What a session was begun with: a token, or FEEDMILL_TOKEN under its seal. */
export type SessionOf = { tokenId: number; seal: null } | { tokenId: null; seal: string };

export interface Session {
  id: number;
  seal: string | null;
  /** null for FEEDMILL_TOKEN. */
  token: { id: number; name: string; scope: Scope } | null;
}

export interface Sessions {
  begin(hash: string, of: SessionOf): Promise<void>;
  /** The session of a cookie; null when there is none or it has ended. A session that is found has been used. */
  find(hash: string): Promise<Session | null>;
  end(id: number): Promise<void>;
  /** Deletes up to `limit` that have ended; how many. */
  prune(limit: number): Promise<number>;
}

/** The longest that a browser stays logged in; its cookie says the same. */
export const SESSION_DAYS = 30;
const IDLE_DAYS = 7;

const isOpen = sql<boolean>`(sessions.used_at > now() - make_interval(days => ${sql.lit(IDLE_DAYS)})
  and sessions.created_at > now() - make_interval(days => ${sql.lit(SESSION_DAYS)}))`;

export function createSessions(db: Kysely<Schema>): Sessions {
  return {
    async begin(hash, { tokenId, seal }) {
      await db.insertInto('sessions').values({ hash, token_id: tokenId, seal }).execute();
    },
    async find(hash) {
      const row = await db
        .selectFrom('sessions')
        .leftJoin('tokens', 'tokens.id', 'sessions.token_id')
        .select(['sessions.id', 'seal', 'tokens.id as tokenId', 'tokens.name', 'tokens.scope'])
        .where('sessions.hash', '=', hash)
        .where(isOpen)
        .where((eb) => eb.or([eb('sessions.token_id', 'is', null), isLive]))
        .executeTakeFirst();
      if (row === undefined) return null;
      // Once an hour is exact enough for an end that is a week away.
      await db
        .updateTable('sessions')
        .set({ used_at: sql<Date>`now()` })
        .where('id', '=', row.id)
        .where('used_at', '<', sql<Date>`now() - interval '1 hour'`)
        .execute();
      const { id, seal, tokenId, name, scope } = row;
      const isTokens = tokenId !== null && name !== null && scope !== null;
      return { id, seal, token: isTokens ? { id: tokenId, name, scope } : null };
    },
    async end(id) {
      await db.deleteFrom('sessions').where('id', '=', id).execute();
    },
    async prune(limit) {
      const gone = await db
        .deleteFrom('sessions')
        .where('id', 'in', (eb) =>
          eb.selectFrom('sessions').select('id').where(sql<boolean>`not ${isOpen}`).limit(limit),
        )
        .returning('id')
        .execute();
      return gone.length;
    },
  };
}
