/** A look that came later than this many of its turns was held up, and so was the loop that it looks at. */
const LATE = 3;

/** What a watch has counted since the loop beat last. */
export interface Silence {
  beats: number;
  lookedAtMs: number;
  silentMs: number;
}

/**
 * The silence after one more look, `lookMs` after the one before. The time of a look that came far too late does not
 * count, nor what was counted until then: whatever held the watch up (SIGSTOP, a sleeping machine) held up the loop
 * too, which gets its whole time anew.
 */
export function silenceAfter(before: Silence, beats: number, nowMs: number, lookMs: number): Silence {
  const sinceMs = nowMs - before.lookedAtMs;
  const isHeard = beats !== before.beats || sinceMs > LATE * lookMs;
  return { beats, lookedAtMs: nowMs, silentMs: isHeard ? 0 : before.silentMs + sinceMs };
}
