// What becomes of a BullMQ job after an attempt, and the one place that says it in BullMQ's words.
import { DelayedError, type Job, UnrecoverableError, WaitingError } from 'bullmq';

export type JobResult =
  | { status: 'completed'; value: Record<string, unknown> }
  | { status: 'retry'; reason: string; delayMs: number }
  | { status: 'failed'; reason: string }
  /** The same job again at that time; counts as no try. */
  | { status: 'delayed'; until: Date }
  /** The same job again as soon as somebody takes it. */
  | { status: 'given-back' };

/** Carries the pause that the pipeline has decided on to {@link backoffStrategy}. */
class RetryLater extends Error {
  readonly delayMs: number;
  constructor(reason: string, delayMs: number) {
    super(reason);
    this.delayMs = delayMs;
  }
}

// Without a decision of the pipeline (the store was away) a job comes back soon; the sweep would find it anyway.
const DEFAULT_DELAY_MS = 5_000;

/** BullMQ's custom backoff: the pause that was decided when the attempt ended. */
export function backoffStrategy(_tries: number, _type: string | undefined, error: Error | undefined): number {
  return error instanceof RetryLater ? error.delayMs : DEFAULT_DELAY_MS;
}

// A job that is due again before its run has returned may be fetched by the same worker, and BullMQ 6 would then take
// the end of the first run for that of the second, and renew its lock no more.
const SOONEST_MS = 500;

/** Answers BullMQ; returns the value of a completed job, and throws what BullMQ wants thrown for the others. */
export async function answer(result: JobResult, job: Job, token: string): Promise<Record<string, unknown>> {
  switch (result.status) {
    case 'completed':
      return result.value;
    case 'retry':
      throw new RetryLater(result.reason, result.delayMs);
    case 'failed':
      throw new UnrecoverableError(result.reason);
    case 'delayed':
      await job.moveToDelayed(Math.max(result.until.getTime(), Date.now() + SOONEST_MS), token);
      throw new DelayedError(`waits until ${result.until.toISOString()}`);
    case 'given-back':
      await job.moveToWait(token);
      throw new WaitingError('given back because its worker stops');
  }
}
