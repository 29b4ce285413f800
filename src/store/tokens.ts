// Tokens of the API. Only hashes are known here; what makes a token, and who may, is decided in operations/tokens.ts.
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Schema } from './schema.js';
import type { Scope, TokensTable } from './schema-access.js';

export type Token = Omit<Selectable<TokensTable>, 'hash'>;

export interface NewToken {
  name: string;
  prefix: string;
  hash: string;
  scope: Scope;
  madeBy: string;
  expiresAt: Date | null;
}

export interface Tokens {
  /** null when a live token has the name. */
  add(token: NewToken): Promise<Token | null>;
  /** All that were ever made, the newest first. */
  list(limit: number): Promise<Token[]>;
  /** Whether one was ever made. */
  any(): Promise<boolean>;
  /** Live tokens that begin with `prefix`, with their hashes. */
  beginningWith(prefix: string): Promise<(Token & { hash: string })[]>;
  /** Live tokens whose id, name or prefix is `named`. */
  named(named: string): Promise<Token[]>;
  /** Ends a token with its sessions; null when it has ended before. */
  revoke(id: number): Promise<Token | null>;
  /** Notes that a token is used; once a minute is exact enough. */
  touch(id: number): Promise<void>;
}

const columns = [
  'id',
  'name',
  'prefix',
  'scope',
  'made_by',
  'created_at',
  'expires_at',
  'revoked_at',
  'last_used_at',
] as const;

/** Whether a row of `tokens` counts now. */
export const isLive = sql<boolean>`(tokens.revoked_at is null and (tokens.expires_at is null or tokens.expires_at > now()))`;

export function createTokens(db: Kysely<Schema>): Tokens {
  return {
    add: async ({ madeBy, expiresAt, ...token }) =>
      (await db
        .insertInto('tokens')
        .values({ ...token, made_by: madeBy, expires_at: expiresAt })
        .onConflict((conflict) => conflict.column('name').where('revoked_at', 'is', null).doNothing())
        .returning(columns)
        .executeTakeFirst()) ?? null,
    list: (limit) => db.selectFrom('tokens').select(columns).orderBy('id', 'desc').limit(limit).execute(),
    any: async () => (await db.selectFrom('tokens').select('id').limit(1).executeTakeFirst()) !== undefined,
    beginningWith: (prefix) =>
      db
        .selectFrom('tokens')
        .select([...columns, 'hash'])
        .where('prefix', '=', prefix)
        .where(isLive)
        .execute(),
    named: (named) =>
      db
        .selectFrom('tokens')
        .select(columns)
        .where('revoked_at', 'is', null)
        .where((eb) =>
          eb.or([eb('name', '=', named), eb('prefix', '=', named), eb(sql<string>`id::text`, '=', named)]),
        )
        .execute(),
    revoke: (id) =>
      db.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('sessions').where('token_id', '=', id).execute();
        const revoked = await transaction
          .updateTable('tokens')
          .set({ revoked_at: sql<Date>`now()` })
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .returning(columns)
          .executeTakeFirst();
        return revoked ?? null;
      }),
    async touch(id) {
      await db
        .updateTable('tokens')
        .set({ last_used_at: sql<Date>`now()` })
        .where('id', '=', id)
        .where((eb) =>
          eb.or([
            eb('last_used_at', 'is', null),
            eb('last_used_at', '<', sql<Date>`now() - interval '1 minute'`),
          ]),
        )
        .execute();
    },
  };
}
