import { createLog } from '../../../src/log.js';
import { stages } from '../../../src/pipeline.js';
import { type Service, startService } from '../../../src/service.js';
import type { Trial } from './trial.js';

/** A service in this process, where jobs can be put into its queues by hand; no other one runs meanwhile. */
export async function inProcess({ system }: Trial): Promise<Service> {
  const settings = { ...system.settings, logLevel: 'silent' } as const;
  return startService(settings, createLog(settings, 2), { command: 'the trial', stages });
}
