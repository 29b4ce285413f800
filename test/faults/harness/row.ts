// One line of the table of faults, as a trial writes it and the reporter reads it.
import type { Mode } from '../../../src/settings.js';

export interface FaultRow {
  fault: number;
  mode: Mode;
  /** How often the fault was caused. */
  times: number;
  /** Articles that the newsroom's journal says were served. */
  articles: number;
  lost: number;
  doubled: number;
  /** From the fault's end until work flowed again; null where nothing was interrupted. */
  seconds: number | null;
  /** Most memory that a process of the service held; null where none was measured. */
  peakMb: number | null;
  /** What else was measured, in words. */
  note: string;
}

declare module 'vitest' {
  interface TaskMeta {
    fault?: FaultRow;
  }
}
