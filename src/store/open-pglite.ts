import { Worker } from 'node:worker_threads';
import { FeedmillError, messageOf } from '../errors.js';
import { threadModule } from '../thread.js';
import { PglitePool } from './pglite-pool.js';
import type { ThreadStart } from './pglite-protocol.js';

/**
 * Opens the embedded database in a thread and returns it behind pg's pool interface.
 * @throws FeedmillError DATA_FOLDER_DAMAGED when the database does not open.
 */
export async function openPglitePool(start: ThreadStart): Promise<PglitePool> {
  const thread = new Worker(threadModule('pglite-thread', import.meta.url), { workerData: start });
  await new Promise<void>((resolve, reject) => {
    const fail = (error: unknown): void => {
      const message = `The embedded database in ${start.folder} does not open (${messageOf(error)}). Nothing was changed. Restore the folder from a backup, or move it away to begin with an empty one.`;
      reject(
        new FeedmillError('DATA_FOLDER_DAMAGED', message, {
          cause: error,
          details: { folder: start.folder },
        }),
      );
    };
    thread.once('error', fail);
    thread.once('message', () => {
      thread.off('error', fail);
      resolve();
    });
  });
  return new PglitePool(thread);
}
