// Follows an ingest from outside until it is finished, stands still, is out of time, or is interrupted. A site that
// is away is tried again for hours; a person at a terminal is not kept waiting for it: when nothing has moved for
// as long as `patienceMs`, what is left only waits for its next try, and the next start goes on with it.
import { setTimeout as sleep } from 'node:timers/promises';
import { stages } from '../pipeline.js';
import type { IngestProgress } from '../store/progress.js';
import type { FollowEnd } from './ingest-report.js';
import type { Gauge } from './progress-view.js';

export interface FollowLimits {
  /** Time for the whole, in ms; null: none. */
  timeoutMs: number | null;
  patienceMs: number;
  signal: AbortSignal;
}

const MIN_PAUSE_MS = 300;
/** Asking may take at most this share of the time, so that counting a large ingest does not slow it down. */
const ASKING_SHARE = 0.1;

/** Asks `ask` again and again, shows each answer, and returns the last one with why it is the last. */
export async function followIngest(
  ask: () => Promise<IngestProgress>,
  show: (progress: IngestProgress) => void,
  { timeoutMs, patienceMs, signal }: FollowLimits,
): Promise<{ progress: IngestProgress; ended: FollowEnd }> {
  const started = performance.now();
  let moved = { at: started, state: '' };
  for (;;) {
    const asked = performance.now();
    const progress = await ask();
    const now = performance.now();
    show(progress);
    const state = JSON.stringify(progress);
    if (state !== moved.state) moved = { at: now, state };
    if (progress.finished) return { progress, ended: 'finished' };
    if (signal.aborted) return { progress, ended: 'interrupted' };
    if (timeoutMs !== null && now - started >= timeoutMs) return { progress, ended: 'timeout' };
    if (now - moved.at >= patienceMs) return { progress, ended: 'idle' };
    await pause(Math.max(MIN_PAUSE_MS, (now - asked) / ASKING_SHARE), signal);
  }
}

/** Waits for `ms`, or until `signal` is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    // The abort is what was waited for as well; the caller looks at the signal.
    if (!signal.aborted) throw error;
  }
}

/** How far each stage is: what has left it, of what has left it or is still before it. */
export function gaugesOf({ feeds, waiting, ended }: IngestProgress): Gauge[] {
  let before = 0;
  return stages.map((name) => {
    if (name === 'poll') return { name, value: feeds.polled, total: feeds.total };
    before += waiting[name] ?? 0;
    const value = ended[name] ?? 0;
    return { name, value, total: value + before };
  });
}
