// The commonest shape of a fault: something goes away under load, stays away, and comes back.
import { setTimeout as pause } from 'node:timers/promises';
import type { Trial } from './trial.js';

export interface Outage {
  begin(): Promise<void>;
  end(): Promise<void>;
  /** How long it lasts beyond the moment when `/readyz` has told it. */
  lastsMs?: number;
  /** Whether `/readyz` has to tell it; not where what still works is all that it asks for. */
  tells?: boolean;
  /** What the service is started with beside the trial's settings. */
  env?: Record<string, string>;
  /** Requests of one page beside the first: its work may have been lost before it was written down. */
  extraRequests?: number;
}

/** Loads a service, has the outage over it, waits until all is done, and checks. */
export async function outage(
  trial: Trial,
  { begin, end, lastsMs = 0, tells = true, env = {}, extraRequests = 2 }: Outage,
): Promise<void> {
  const service = await trial.load(undefined, env);
  await begin();
  trial.caused();
  if (tells) await trial.tells(false, service);
  // How long a fault lasts is part of it, not a wait for something.
  await pause(lastsMs);
  await end();
  await Promise.all([trial.ended(service), tells ? trial.tells(true, service) : null]);
  await trial.quiet(service);
  await trial.check({ extraRequests });
}
