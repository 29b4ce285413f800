import { Worker } from 'node:worker_threads';
import { FeedmillError } from '../errors.js';
import { threadModule } from '../thread.js';
import { wordsOf } from './pglite-last-words.js';
import { PglitePool } from './pglite-pool.js';
import type { ThreadReply, ThreadStart } from './pglite-protocol.js';

/**
 * Opens the embedded database in a thread and returns it behind pg's pool interface.
 * @throws FeedmillError DATA_FOLDER_DAMAGED when the database does not open, STORE_UNAVAILABLE when its disk is why.
 */
export async function openPglitePool(start: ThreadStart): Promise<PglitePool> {
  const thread = new Worker(threadModule('pglite-thread', import.meta.url), { workerData: start });
  await new Promise<void>((resolve, reject) => {
    let broke: unknown = null;
    let words: string | null = null;
    const note = (error: unknown): void => {
      broke = error;
    };
    // The error may come before the last words that led to it; the end comes after both.
    const end = (): void => reject(unopened(start.folder, words ?? wordsOf(broke), broke));
    const tell = (reply: ThreadReply): void => {
      if (reply.kind === 'dying') {
        words ??= reply.words;
        void thread.terminate();
        return;
      }
      thread.off('message', tell).off('error', note).off('exit', end);
      resolve();
    };
    thread.on('message', tell).on('error', note).on('exit', end);
  });
  return new PglitePool(thread);
}

/** What the disk says, not the folder: whoever restored a backup for it would be no further. */
const OF_THE_DISK = /the disk is full|I\/O error|EIO|read-only/;

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
