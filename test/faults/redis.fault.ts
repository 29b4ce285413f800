// Redis goes away, comes back empty, is full, read-only, slow, silent, forgetful.
import { setTimeout as pause } from 'node:timers/promises';
import { fault } from './harness/fault.js';

fault(5, { by: 'for a second', short: ['redis'] }, async (trial) => {
  const { redis } = trial.system;
  const service = await trial.load();
  await redis?.stop();
  trial.caused();
  await trial.tells(false, service);
  await redis?.start();
  await trial.ended(service);
  await trial.tells(true, service);
  await trial.quiet(service);
  await trial.check({ extraRequests: 1 });
});

fault(6, { by: 'FLUSHALL', short: ['redis'] }, async (trial) => {
  const { redis } = trial.system;
  const service = await trial.load();
  await redis?.command('FLUSHALL');
  trial.caused();
  await trial.ended(service);
  await trial.quiet(service);
  await trial.check({ extraRequests: 1 });
});

void pause;
