// Each guard is taken out of a copy of the sources, and the fault that it stands against has to turn red: a check that
// cannot fail proves nothing.
import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { Mode } from '../../src/settings.js';
import { modes } from '../support/databases.js';
import { until } from '../support/until.js';
import { faultOptions } from './harness/options.js';
import { type Patch, patchedProgram } from './harness/patched.js';
import { pausedBesideAnother } from './harness/sleeper.js';
import { Trial, type TrialPlan } from './harness/trial.js';

const opened: { close(): Promise<void> }[] = [];
afterAll(async () => {
  for (const one of opened) await one.close();
});

async function without(patch: Patch, fault: number, mode: Mode, plan: TrialPlan): Promise<[Trial, string]> {
  const [trial, { mainFile, remove }] = await Promise.all([
    Trial.open(fault, mode, plan),
    patchedProgram(patch),
  ]);
  opened.push(trial, { close: remove });
  return [trial, mainFile];
}

const can = (mode: Mode): boolean => modes.includes(mode) && faultOptions().modes.includes(mode);

describe.runIf(can('redis'))('without the fence on the attempt', () => {
  it('a sleeper that wakes up writes what it should have dropped', async () => {
    const [trial, mainFile] = await without(
      {
        file: 'store/runs.ts',
        from: `.where('attempt', '=', attempt)`,
        to: `.where('attempt', '>=', attempt * 0)`,
      },
      4,
      'redis',
      { articles: 40 },
    );
    await expect(pausedBesideAnother(trial, mainFile)).rejects.toThrow('a late result is thrown away (I3)');
  }, 300_000);
});

describe.runIf(can('embedded'))('without the lock on the data folder', () => {
  it('two processes open one database', async () => {
    const [trial, mainFile] = await without(
      {
        file: 'store/data-folder.ts',
        from: 'throw locked(dataDir, winner)',
        to: 'return void locked(dataDir, winner)',
      },
      24,
      'embedded',
      { articles: 20 },
    );
    await trial.system.start({ mainFile });
    const second = await trial.system.launch({ mainFile });
    const runs = second.nextLine('it runs', ({ msg }) => msg.startsWith('listening')).then(() => 'runs');
    expect(await Promise.race([second.program.ended, runs])).toBe('runs');
    expect(readdirSync(`${trial.system.settings.dataDir}/lock`)).toHaveLength(2);
  });
});

describe.runIf(can('redis'))('without the sweep', () => {
  it('what an empty Redis has forgotten stays unfinished', async () => {
    const [trial, mainFile] = await without(
      { file: 'workers/sweep.ts', from: 'if (found !== null) lost.push(found);', to: 'void found;' },
      6,
      'redis',
      { articles: 100, env: { FEEDMILL_HOST_DELAY_MS: '200' } },
    );
    const service = await trial.system.start({ mainFile });
    await trial.ingest(service);
    await until('every feed is polled', () => trial.newsroom.journal.served.size === 100, 60_000);
    await trial.whenPages(5);
    await trial.system.redis?.command('FLUSHALL');
    // What polls had in hand is handed on after it, and asked for.
    await pause(20_000);
    const asked = trial.newsroom.journal.pages.length;
    expect(asked).toBeLessThan(100);
    // With the sweep it takes less than a minute until the first of the others is asked for.
    await pause(60_000);
    expect(trial.newsroom.journal.pages.length).toBe(asked);
  }, 180_000);
});
