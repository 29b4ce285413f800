// How a suite says which fault it causes: one test for each mode that was asked for, whose trial becomes a row of the
// table whether it holds or not.
import { describe, it } from 'vitest';
import type { Mode } from '../../../src/settings.js';
import { modes as testable } from '../../support/databases.js';
import { hasPostgresPrograms } from '../../support/postgres-server.js';
import { faultNamed } from '../catalogue.js';
import { faultOptions } from './options.js';
import { Trial, type TrialPlan } from './trial.js';

export interface FaultCase extends TrialPlan {
  /** How the fault is caused, where there are several ways. */
  by?: string;
  modes?: readonly Mode[];
  /** Modes in which it belongs to the subset that every change is tried with. */
  short?: readonly Mode[];
  timeoutMs?: number;
}

const TIMEOUT_MS = 420_000;

/** The modes of `wanted` that this run asks for and this machine can do. */
export function chosenModes(
  fault: number,
  { modes, short = [] }: Pick<FaultCase, 'modes' | 'short'>,
): Mode[] {
  const options = faultOptions();
  const { group, modes: listed } = faultNamed(fault);
  const asked = options.faults.length === 0 || options.faults.includes(fault);
  if (!asked || (options.groups.length > 0 && !options.groups.includes(group))) return [];
  return (modes ?? listed).filter(
    (mode) =>
      options.modes.includes(mode) &&
      testable.includes(mode) &&
      (mode === 'embedded' || hasPostgresPrograms) &&
      (!options.short || short.includes(mode)),
  );
}

/** A fault that is caused, ended and recovered from; `run` calls what the trial offers. */
export function fault(number: number, plan: FaultCase, run: (trial: Trial) => Promise<void>): void {
  const chosen = chosenModes(number, plan);
  if (chosen.length === 0) return;
  const { what } = faultNamed(number);
  describe(`#${number} ${what}${plan.by === undefined ? '' : `: ${plan.by}`}`, () => {
    for (const mode of chosen)
      it(
        `on ${mode}`,
        async ({ task }) => {
          const trial = await Trial.open(number, mode, plan);
          try {
            await run(trial);
          } finally {
            task.meta.fault = trial.row();
            await trial.close();
          }
        },
        plan.timeoutMs ?? TIMEOUT_MS,
      );
  });
}
