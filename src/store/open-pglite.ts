import { Worker } from 'node:worker_threads';
import { FeedmillError, messageOf } from '../errors.js';
import { threadModule } from '../thread.js';
import { inShort } from './pglite-last-words.js';
import { PglitePool } from './pglite-pool.js';
import type { ThreadReply, ThreadStart } from './pglite-protocol.js';

/**
 * Opens the embedded database in a thread and returns it behind pg's pool interface.
 * @throws FeedmillError DATA_FOLDER_DAMAGED when the database does not open, STORE_UNAVAILABLE when its disk is why.
 */
export async function openPglitePool(start: ThreadStart): Promise<PglitePool> {
  const thread = new Worker(threadModule('pglite-thread', import.meta.url), { workerData: start });
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: unknown, words: string): void => {
      thread.off('message', tell);
      // What it still says is about the same end.
      thread.off('error', broke).on('error', () => undefined);
      void thread.terminate();
      reject(unopened(start.folder, words, cause));
    };
    const broke = (error: unknown): void => fail(error, inShort(messageOf(error)));
    const tell = (reply: ThreadReply): void => {
      if (reply.kind === 'dying') fail(null, reply.words);
      else {
        thread.off('message', tell).off('error', broke);
        resolve();
      }
    };
    thread.once('error', broke);
    thread.on('message', tell);
  });
  return new PglitePool(thread);
}

/** What the disk says, not the folder: whoever restored a backup for it would be no further. */
const OF_THE_DISK = /the disk is full|I\/O error|EIO/;

function unopened(folder: string, words: string, cause: unknown): FeedmillError {
  const details = { folder };
  if (OF_THE_DISK.test(words))
    return new FeedmillError(
      'STORE_UNAVAILABLE',
      `The embedded database in ${folder} does not open (${words}). Nothing that was acknowledged is lost; see to the disk and start Feedmill again.`,
      { cause, details },
    );
  return new FeedmillError(
    'DATA_FOLDER_DAMAGED',
    `The embedded database in ${folder} does not open (${words}). Nothing was changed. Restore the folder from a backup, or move it away to begin with an empty one.`,
    { cause, details },
  );
}
