import { FeedmillError } from '../errors.js';
import type { ThreadReply } from './pglite-protocol.js';

/** An error of the embedded database with the fields that pg's DatabaseError has. */
export class EmbeddedDatabaseError extends Error {
  override readonly name = 'EmbeddedDatabaseError';
  readonly code: string | null;
  readonly detail: string | null;
  readonly constraint: string | null;
  readonly table: string | null;

  constructor(reply: Extract<ThreadReply, { kind: 'error' }>) {
    super(reply.message);
    this.code = reply.code;
    this.detail = reply.detail;
    this.constraint = reply.constraint;
    this.table = reply.table;
  }
}

/** What everything that asks a database gets which has come to an end by itself. */
export function unavailable(cause: Error): FeedmillError {
  return new FeedmillError(
    'STORE_UNAVAILABLE',
    `The embedded database has stopped (${cause.message}). Nothing that was acknowledged is lost; start Feedmill again.`,
    { cause },
  );
}
