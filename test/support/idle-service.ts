// A service that works on nothing by itself: its ports are real, and what runs when is the test's decision.
import { createLog } from '../../src/log.js';
import { startService } from '../../src/service.js';
import type { Mode } from '../../src/settings.js';
import type { Ports } from '../../src/workers/ports.js';
import { testPlace } from './databases.js';
import { copyEmptyDatabase } from './empty-database.js';

export interface IdleService {
  readonly ports: Ports;
  close(): Promise<void>;
}

export async function startIdle(mode: Mode, env: Record<string, string> = {}): Promise<IdleService> {
  const place = await testPlace(mode, env);
  if (mode === 'embedded') await copyEmptyDatabase(place);
  const service = await startService(place.settings, createLog(place.settings, 2), { command: 'test' });
  return {
    ports: service.ports,
    close: async () => {
      await service.stop();
      await place.remove();
    },
  };
}
