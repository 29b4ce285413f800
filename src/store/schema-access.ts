// The tables about who may ask, and what was changed by whom, as Kysely sees them.
import type { Defaulted, Json } from './column-types.js';

/** What a token allows; each one includes those before it. */
export const scopes = ['read', 'operate', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** How a caller was known: through the data folder, without a token, by FEEDMILL_TOKEN, by a token, by a login. */
export const callerKinds = ['local', 'open', 'setting', 'token', 'session'] as const;
export type CallerKind = (typeof callerKinds)[number];

/** The token itself is nowhere; a row stays after its end, because changes name it. */
export interface TokensTable {
  id: Defaulted<number>;
  /** No two live tokens have the same. */
  name: string;
  /** The beginning of the token, by which it is found and a person knows it again. */
  prefix: string;
  /** SHA-256 of the whole token, in hexadecimal. */
  hash: string;
  scope: Scope;
  made_by: string;
  created_at: Defaulted<Date>;
  expires_at: Date | null;
  revoked_at: Defaulted<Date | null>;
  last_used_at: Defaulted<Date | null>;
}

/** Logins of browsers. */
export interface SessionsTable {
  id: Defaulted<number>;
  /** SHA-256 of the cookie's value, in hexadecimal. */
  hash: string;
  /** The token that was logged in with; null for FEEDMILL_TOKEN. */
  token_id: number | null;
  /** With FEEDMILL_TOKEN: its SHA-256 together with the cookie's value, so that another token ends the session. */
  seal: string | null;
  created_at: Defaulted<Date>;
  used_at: Defaulted<Date>;
}

/** Who changed what through the API, the pages or the dashboard. */
export interface ChangesTable {
  id: Defaulted<number>;
  at: Defaulted<Date>;
  caller: string;
  caller_kind: CallerKind;
  token_id: number | null;
  /** Where the request came from; null for one from this machine's data folder. */
  address: string | null;
  method: string;
  /** With the names of its parameters in place of their values. */
  route: string;
  /** What it was about: ids and names, never secrets or texts. */
  subject: Json<Record<string, unknown>>;
  request_id: string;
  /** The status that was answered; null while it goes on, or when the process died meanwhile. */
  status: Defaulted<number | null>;
}
