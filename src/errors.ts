// The root of every error that Feedmill throws on purpose. Ordinary outcomes (a feed that is none, a page that
// is gone) are unions, not errors; what is thrown is a bug, lost infrastructure, or input that a person must mend.
// A message says what happened, to what, and what to do next. A released code never changes its meaning.

/** Every code that a thrown error can carry; the manual has a row "what to do" for each. */
export const errorCodes = [
  'CONFIG_INVALID',
  'DATA_FOLDER_LOCKED',
  'DATA_FOLDER_DAMAGED',
  'STORE_UNAVAILABLE',
  'STORE_READ_ONLY',
  'SCHEMA_NEWER',
  'QUEUE_UNAVAILABLE',
  'REDIS_POLICY',
  'REDIS_CLUSTER',
  'MODE_UNSUPPORTED',
  'PORT_TAKEN',
  'NOT_FOUND',
  'PAGE_UNAVAILABLE',
  'BAD_REQUEST',
  'CONFLICT',
  'BUSY',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'TOO_MANY_REQUESTS',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** An error with a fixed code, a sentence for a person, and typed details for programs and logs. */
export class FeedmillError extends Error {
  override readonly name = 'FeedmillError';
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** The message of anything thrown, for sentences that name a cause. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
