import type { Settings } from '../settings.js';
import { openDatabase } from './database.js';

/** Tells the rows of a restored database that their pages lie in another folder now. The caller holds its lock. */
export async function renamePlace(
  settings: Settings,
  databaseFolder: string,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const database = await openDatabase(settings, databaseFolder);
  try {
    await database.db.transaction().execute(async (transaction) => {
      // The files come first, because they name what the rows' change has looked at.
      await transaction.updateTable('page_files').set({ place: to }).where('place', '=', from).execute();
      await transaction.updateTable('snapshots').set({ place: to }).where('place', '=', from).execute();
    });
  } finally {
    await database.close(5_000);
  }
}
