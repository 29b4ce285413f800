// A store of a test's own, without queues, workers and web: for what the database alone decides.
import type { Kysely } from 'kysely';
import { lockDataFolder } from '../../src/store/data-folder.js';
import { openDatabase } from '../../src/store/database.js';
import { createPageBytes, inRows, type PageBytesOptions } from '../../src/store/page-bytes.js';
import type { Schema } from '../../src/store/schema.js';
import { createStore, type Store } from '../../src/store/store.js';
import { modes, testPlace } from './databases.js';
import { copyEmptyDatabase } from './empty-database.js';

/** The databases that this machine can test; the store does not see what carries the queues. */
export const storeModes = modes.filter((mode) => mode !== 'redis');

export interface OpenStore {
  readonly store: Store;
  /** For what no repository does: a clock that is moved, a table that is counted. */
  readonly db: Kysely<Schema>;
  close(): Promise<void>;
}

export async function openStore(
  mode: (typeof storeModes)[number],
  pages: PageBytesOptions = inRows,
): Promise<OpenStore> {
  const place = await testPlace(mode);
  if (mode === 'embedded') await copyEmptyDatabase(place);
  const lock = mode === 'embedded' ? await lockDataFolder(place.settings.dataDir, 'test') : null;
  const database = await openDatabase(place.settings, lock?.databaseFolder ?? null);
  return {
    store: createStore(database.db, createPageBytes(database.db, pages)),
    db: database.db,
    close: async () => {
      await database.close(5_000);
      await lock?.release();
      await place.remove();
    },
  };
}
