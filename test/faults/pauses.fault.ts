// A worker that sleeps past its lock (a laptop's lid, a hypervisor) while another one takes over what it had in hand.
// Without the fence on the attempt's number, its late write would undo what was done meanwhile, and nobody would notice.
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { articleText } from '../support/origin.js';
import { until } from '../support/until.js';
import { fault } from './harness/fault.js';
import type { Trial } from './harness/trial.js';

/** Twice a lock. */
const PAUSE_MS = 60_000;
const HELD = 5;

/** Holds back the first answer of some pages, so that the sleeper has them in hand; answers later are whole. */
export function holdFirstAnswers(trial: Trial, count: number): { held: Map<number, ServerResponse> } {
  const held = new Map<number, ServerResponse>();
  trial.newsroom.fault = (article, response) => {
    if (article >= count || held.has(article)) return false;
    held.set(article, response);
    return true;
  };
  return { held };
}

/** Pauses one of two services while it waits for pages, and lets it wake up after the other has done its work. */
export async function pausedBesideAnother(trial: Trial, mainFile?: string): Promise<void> {
  const { held } = holdFirstAnswers(trial, HELD);
  const start = mainFile === undefined ? {} : { mainFile };
  const sleeper = await trial.system.start(start);
  await trial.ingest(sleeper);
  await until('the sleeper has pages in hand', () => held.size === HELD, 60_000);
  const other = await trial.system.start(start);
  process.kill(sleeper.pid, 'SIGSTOP');
  trial.caused();
  await pause(PAUSE_MS);
  const late = sleeper.nextLine('a late result is thrown away', ({ outcome }) => outcome === 'superseded');
  process.kill(sleeper.pid, 'SIGCONT');
  for (const [article, response] of held)
    response
      .setHeader('content-type', 'text/html')
      .end(`<article><p>${articleText(article + 1_000)}</p></article>`);
  await trial.ended(other, sleeper);
  if (mainFile === undefined) expect((await late).level).toBe('warn');
  else void late.catch(() => undefined);
  await trial.quiet(other);
  await trial.check({ extraRequests: 2 });
}

fault(4, { articles: 60, timeoutMs: 600_000 }, async (trial) => {
  await pausedBesideAnother(trial);
});
