// Room on the disk of the embedded database. A database that cannot extend its log hangs for ever, so work stops while
// there is still room for what runs, and goes on by itself once somebody has made some.
//
//   working ─ less than the floor ─▶ resting ─ the floor or more ─▶ working
import { statfs } from 'node:fs/promises';
import type { Log } from '../log.js';
import type { RunningWorker } from '../queues/backend.js';
import type { Settings } from '../settings.js';

export interface SpaceGuard {
  /** Why the workers rest; null while they work. */
  complaint(): string | null;
  stop(): void;
}

// The fastest ingest writes some 2 MB a second, so that the floor lasts through many such looks.
const LOOK_MS = 3_000;
const MB = 1024 * 1024;

/** The room on a folder's disk, in MB. */
export async function freeMbOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return Math.floor((bavail * bsize) / MB);
}

/** Looks at the room now and from then on, and lets the workers rest while it is short. */
export async function guardSpace(
  workers: readonly RunningWorker[],
  { dataDir, minFreeMb }: Pick<Settings, 'dataDir' | 'minFreeMb'>,
  log: Log,
): Promise<SpaceGuard> {
  let complaint: string | null = null;
  const look = async (): Promise<void> => {
    const freeMb = await freeMbOf(dataDir);
    const isShort = freeMb < minFreeMb;
    if (isShort === (complaint !== null)) return;
    if (isShort) {
      complaint = `the disk of ${dataDir} has ${freeMb} MB left, less than ${minFreeMb} MB; work pauses until there is room`;
      log.error({ dataDir, freeMb, minFreeMb }, complaint);
      await Promise.all(workers.map((worker) => worker.pause(true)));
    } else {
      complaint = null;
      log.info({ dataDir, freeMb, minFreeMb }, 'there is room on the disk again; work goes on');
      for (const worker of workers) worker.resume();
    }
  };
  await look();
  const timer = setInterval(() => {
    look().catch((error: unknown) =>
      log.warn({ err: error, dataDir }, 'the room on the disk could not be looked at; this is tried again'),
    );
  }, LOOK_MS).unref();
  return { complaint: () => complaint, stop: () => clearInterval(timer) };
}
