// Says every few seconds that this process works, and on what; the watch and the first page ask for it.
import type { Log } from '../log.js';
import type { Worker, Workers } from '../store/workers.js';

const BEAT_MS = 15_000;

export interface Presence {
  stop(): Promise<void>;
}

/** Says it now, and from then on until `stop`. */
export async function keepPresent(
  workers: Workers,
  worker: Pick<Worker, 'id' | 'host' | 'pid' | 'stages'>,
  log: Log,
): Promise<Presence> {
  await workers.beat(worker);
  const timer = setInterval(() => {
    workers
      .beat(worker)
      // Nothing but a row is late; the next beat brings it up to date.
      .catch((error: unknown) => log.debug({ err: error }, 'this process could not say that it works'));
  }, BEAT_MS).unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await workers.leave(worker.id);
    },
  };
}
