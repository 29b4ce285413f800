// This machine's clock against the database's. Leases and the ledger go by the database's, but BullMQ stamps jobs with
// the worker's, and on PostgreSQL judges by it whether another worker has died: a clock that is ahead takes healthy jobs
// away from others, one that is behind leaves dead ones lying.
import type { Log } from '../log.js';
import type { Workers } from '../store/workers.js';

export type ClockState =
  | { status: 'unknown' }
  /** How far this machine is ahead of the database; negative when it is behind. */
  | { status: 'fine' | 'off'; aheadMs: number };

export interface Clock {
  state(): ClockState;
  /** Measures again. */
  measure(): Promise<ClockState>;
  stop(): void;
}

/** Locks last 30 s and more and are looked at twice in that time; a third of it is no danger yet. */
const TOLERATED_MS = 10_000;
const MEASURE_MS = 60_000;

/** Measures now, and from then on until `stop`; each time that the clock is off it says so in the log. */
export async function keepClock(
  workers: Pick<Workers, 'databaseNow'>,
  now: () => Date,
  log: Log,
): Promise<Clock> {
  let state: ClockState = { status: 'unknown' };
  const measure = async (): Promise<ClockState> => {
    const asked = now().getTime();
    const theirs = await workers.databaseNow();
    const answered = now().getTime();
    // The answer was given some time between; a slow one says little, and half of it is the best guess.
    const aheadMs = Math.round((asked + answered) / 2 - theirs.getTime());
    const isOff = Math.abs(aheadMs) > TOLERATED_MS + (answered - asked) / 2;
    state = { status: isOff ? 'off' : 'fine', aheadMs };
    if (isOff) log.warn({ aheadMs }, clockSentence(state));
    return state;
  };
  const timer = setInterval(() => {
    // The database is away, which others say; the next measurement comes by itself.
    measure().catch((error: unknown) => log.debug({ err: error }, 'the clock could not be measured'));
  }, MEASURE_MS).unref();
  await measure();
  return { state: () => state, measure, stop: () => clearInterval(timer) };
}

/** The state as a sentence, with the figure. */
export function clockSentence(state: ClockState): string {
  if (state.status === 'unknown') return 'the clocks have not been compared yet';
  const { aheadMs } = state;
  const seconds = (Math.abs(aheadMs) / 1_000).toFixed(1);
  const where = `${seconds} s ${aheadMs < 0 ? 'behind' : 'ahead of'} the database's`;
  if (state.status === 'fine') return `this machine's clock is ${where}`;
  return `this machine's clock is ${where}, more than ${TOLERATED_MS / 1_000} s: jobs of other workers may be taken for dead, or dead ones left lying; set both by NTP`;
}
