// A worker that sleeps past its lock while another one takes over what it had in hand, and wakes up in the middle of it.
import type { ServerResponse } from 'node:http';
import { expect } from 'vitest';
import { until } from '../../support/until.js';
import type { Trial } from './trial.js';

/** Pages whose first two answers are held back: the sleeper's, and the one of whoever takes over. */
const HELD = 5;
/** A lock, the check for stalled jobs, and the pause after a death. */
const TAKEN_OVER_MS = 150_000;

/** Pauses one of two services while it waits for pages, and wakes it up when the other one waits for the same pages. */
export async function pausedBesideAnother(trial: Trial, mainFile?: string): Promise<void> {
  const answers = new Map<number, ServerResponse[]>();
  trial.newsroom.fault = (article, response) => {
    const before = answers.get(article) ?? [];
    if (article >= HELD || before.length === 2) return false;
    answers.set(article, [...before, response]);
    return true;
  };
  const asked = (times: number): number =>
    [...answers.values()].filter(({ length }) => length >= times).length;
  const start = mainFile === undefined ? {} : { mainFile };
  const sleeper = await trial.system.start(start);
  await trial.ingest(sleeper);
  await until('the sleeper has pages in hand', () => asked(1) === HELD, 60_000);
  const other = await trial.system.start(start);
  process.kill(sleeper.pid, 'SIGSTOP');
  trial.caused();
  await until('another worker has taken a page over', () => asked(2) > 0, TAKEN_OVER_MS);
  const late = sleeper.nextLine(
    'a late result is thrown away (I3)',
    ({ outcome }) => outcome === 'superseded',
    20_000,
  );
  process.kill(sleeper.pid, 'SIGCONT');
  expect((await late).level).toBe('warn');
  trial.newsroom.fault = null;
  for (const response of [...answers.values()].flat()) response.destroy();
  await trial.ended(other, sleeper);
  await trial.quiet(other);
  await trial.check({ extraRequests: 3 });
}
