// Backups of the embedded database. They are written into the data folder: whoever may ask over the network chooses no
// place on the disk.
import { join, resolve } from 'node:path';
import { backupSchema } from './contract-keeping.js';
import { type Route, route } from './route.js';

export const backupRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/api/backup',
    scope: 'admin',
    summary: 'Backs the embedded database up into its data folder; everything else waits meanwhile',
    answer: backupSchema,
    handle: async (_input, service) => {
      const { settings, log, now } = service.ports;
      const started = performance.now();
      const name = `feedmill-${now().toISOString().replace(/\W/g, '')}.tar.gz`;
      const file = join(resolve(settings.dataDir), 'backups', name);
      const bytes = await service.backUp(file);
      const ms = Math.round(performance.now() - started);
      log.info({ file, bytes, ms }, 'the database is backed up');
      return { file, bytes, ms };
    },
  }),
];
