// What a run of the faults was asked for. The command line is read by run.ts and reaches the suites, the configuration
// and the reporter through one variable, because they live in processes of their own.
import { z } from 'zod';
import type { Mode } from '../../../src/settings.js';

const modes = ['embedded', 'postgres', 'redis'] as const satisfies Mode[];

const optionsSchema = z.strictObject({
  /** Numbers of faults; empty means all. */
  faults: z.array(z.int()).default([]),
  groups: z.array(z.string()).default([]),
  modes: z.array(z.enum(modes)).default([...modes]),
  /** How often a fault that chance has a part in is repeated. */
  rounds: z.int().min(1).default(1),
  seed: z.int().default(1),
  /** How long faults are mixed, for the faults that come together. */
  minutes: z.number().default(1),
  /** Whether only the subset runs that every change is tried with. */
  short: z.boolean().default(false),
  markdown: z.string().nullable().default(null),
  json: z.string().nullable().default(null),
  /** Whether lines of the JSON file stay that this run has nothing to say about. */
  merge: z.boolean().default(false),
});
export type FaultOptions = z.output<typeof optionsSchema>;

const VARIABLE = 'FEEDMILL_FAULTS';

/** What this run was asked for; all of it where nothing was said. */
export function faultOptions(): FaultOptions {
  return optionsSchema.parse(JSON.parse(process.env[VARIABLE] ?? '{}'));
}

/** The environment in which `options` are read again. */
export function environmentOf(options: z.input<typeof optionsSchema>): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(optionsSchema.parse(options)) };
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
