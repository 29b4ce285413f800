// A schedule of faults out of a seed: the same seed and the same minutes give the same faults at the same moments.
import type { Mode } from '../../../src/settings.js';
import { seeded } from './options.js';

export const troubles = [
  'kill',
  'term',
  'sleep',
  'pages fail',
  'pages hang',
  'postgres crashes',
  'postgres sleeps',
  'postgres cuts connections',
  'redis is emptied',
  'redis dies',
  'redis sleeps',
  'redis cuts connections',
] as const;
export type Trouble = (typeof troubles)[number];

export interface Planned {
  atMs: number;
  trouble: Trouble;
  lastsMs: number;
}

const FIRST_MS = 2_000;
const GAP_MS = { least: 1_500, most: 7_000 };
const LASTS_MS = { least: 300, most: 12_000 };

/** What can go wrong in a mode. */
export function troublesOf(mode: Mode): Trouble[] {
  return troubles.filter((trouble) => {
    if (trouble.startsWith('redis')) return mode === 'redis';
    return trouble.startsWith('postgres') ? mode !== 'embedded' : true;
  });
}

/** The faults of `minutes` in `mode`, by their time. */
export function scheduleOf(seed: number, minutes: number, mode: Mode): Planned[] {
  const random = seeded(seed);
  const between = ({ least, most }: { least: number; most: number }): number =>
    Math.round(least + random() * (most - least));
  const possible = troublesOf(mode);
  const planned: Planned[] = [];
  for (let atMs = FIRST_MS; atMs < minutes * 60_000; atMs += between(GAP_MS)) {
    const trouble = possible[Math.floor(random() * possible.length)];
    if (trouble !== undefined) planned.push({ atMs, trouble, lastsMs: between(LASTS_MS) });
  }
  return planned;
}
