// A wall clock that a trial moves.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Trial } from './trial.js';

const library = ['x86_64-linux-gnu', 'aarch64-linux-gnu']
  .map((machine) => `/usr/lib/${machine}/faketime/libfaketimeMT.so.1`)
  .find(existsSync);

/** Whether this machine has what moves a clock. */
export const hasClocks = library !== undefined;

export interface Clock {
  env: Record<string, string>;
  set(offset: string): void;
}

/** A wall clock of a process' own; its monotonic one stays. */
export function clockOf({ system }: Trial): Clock {
  const file = join(system.folder, 'clock');
  const set = (offset: string): void => writeFileSync(file, `${offset}\n`);
  set('+0');
  return {
    set,
    env: {
      LD_PRELOAD: library ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
  };
}
