import type { Settings } from '../settings.js';

/** Numbers that the threads of the watch share: how often the loop has beaten, and flags that are waited for. */
export const BEATS = 0;
export const STOPPED = 1;
export const TOLD = 2;
export const CELLS = 3;

export interface WatchdogStart extends Pick<Settings, 'logLevel' | 'logFormat'> {
  cells: Int32Array;
  limitMs: number;
  /** How often the thread looks, which is how often the loop beats. */
  lookMs: number;
}

export interface LastWords extends WatchdogStart {
  silentMs: number;
}
