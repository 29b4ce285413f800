// How a command ends: the exit codes, and the lines that say what went wrong. A person gets one clear line and no
// stack; a bug keeps its stack, because nobody can mend it without.
import { CommanderError } from 'commander';
import { type ErrorCode, FeedmillError, messageOf } from '../errors.js';

export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  configuration: 3,
  unavailable: 4,
  /** What shells expect of a process that Ctrl-C ended. */
  interrupted: 130,
} as const;

/** The exit codes as `feedmill --help` shows them. */
export const exitCodesHelp = `Exit codes:
  0    it worked (single articles may have failed; the answer says which)
  1    something did not work
  2    wrong usage: unknown command, flag or value
  3    the configuration is invalid, one line for each mistake
  4    the store, the queue or the data folder is not available
  130  stopped by Ctrl-C`;

const byErrorCode: Record<ErrorCode, number> = {
  CONFIG_INVALID: exitCodes.configuration,
  DATA_FOLDER_LOCKED: exitCodes.unavailable,
  DATA_FOLDER_DAMAGED: exitCodes.unavailable,
  STORE_UNAVAILABLE: exitCodes.unavailable,
  STORE_READ_ONLY: exitCodes.unavailable,
  SCHEMA_NEWER: exitCodes.unavailable,
  QUEUE_UNAVAILABLE: exitCodes.unavailable,
  REDIS_POLICY: exitCodes.unavailable,
  REDIS_CLUSTER: exitCodes.unavailable,
  MODE_UNSUPPORTED: exitCodes.usage,
  PORT_TAKEN: exitCodes.failed,
  NOT_FOUND: exitCodes.failed,
  PAGE_UNAVAILABLE: exitCodes.failed,
  BAD_REQUEST: exitCodes.usage,
  CONFLICT: exitCodes.failed,
  BUSY: exitCodes.unavailable,
  UNAUTHORIZED: exitCodes.failed,
  FORBIDDEN: exitCodes.failed,
  TOO_MANY_REQUESTS: exitCodes.failed,
};

export interface Ending {
  code: number;
  /** What stderr says; empty where commander has said it. */
  message: string;
}

/** How a command that threw `error` ends. */
export function endingOf(error: unknown): Ending {
  // Commander has written help or the mistake already; help that was asked for is no mistake.
  if (error instanceof CommanderError)
    return { code: error.exitCode === 0 ? exitCodes.ok : exitCodes.usage, message: '' };
  if (error instanceof FeedmillError) return { code: byErrorCode[error.code], message: error.message };
  if (error instanceof AggregateError)
    return { code: exitCodes.failed, message: [error.message, ...error.errors.map(messageOf)].join('\n') };
  if (error instanceof Error)
    return { code: exitCodes.failed, message: `This is a bug in Feedmill: ${error.stack ?? error.message}` };
  return { code: exitCodes.failed, message: `This is a bug in Feedmill: ${String(error)}` };
}
