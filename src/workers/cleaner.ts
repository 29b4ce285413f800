// The threads that clean pages: a page that hangs or eats its memory ends its thread, never the service.
import { Piscina } from 'piscina';
import { messageOf } from '../errors.js';
import type { Settings } from '../settings.js';
import { threadModule } from '../thread.js';
import type { CleanResult, CleanTask } from './clean-thread.js';

export type CleanOutcome =
  | { status: 'cleaned'; result: CleanResult }
  | { status: 'aborted' }
  | { status: 'broken'; reason: string };

export interface Cleaner {
  /** Decodes and cleans one page. `broken` tells that its thread was ended or threw. */
  clean(task: CleanTask, signal: AbortSignal): Promise<CleanOutcome>;
  close(): Promise<void>;
}

// A thread's own heap; the largest page that is read takes about 150 MB of it.
const THREAD_HEAP_MB = 512;
// A page's tree lives longer than V8's small young generation lasts, so that most of it would be copied twice and end
// in the old one: with room for some pages it dies where it was born, which saves a fifth of the pipeline's time.
const THREAD_YOUNG_MB = 192;
// Idle threads are let go: each holds some 40 MB, and a page an hour does not need them.
const IDLE_MS = 20_000;

export function createCleaner(settings: Pick<Settings, 'cleanThreads' | 'cleanTimeoutMs'>): Cleaner {
  const pool = new Piscina<CleanTask, CleanResult>({
    filename: threadModule('clean-thread', import.meta.url).href,
    name: 'cleanPage',
    minThreads: 0,
    maxThreads: settings.cleanThreads,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MB, maxYoungGenerationSizeMb: THREAD_YOUNG_MB },
  });
  return {
    async clean(task, signal) {
      const limit = AbortSignal.timeout(settings.cleanTimeoutMs);
      try {
        return {
          status: 'cleaned',
          result: await pool.run(task, { signal: AbortSignal.any([limit, signal]) }),
        };
      } catch (error) {
        if (signal.aborted) return { status: 'aborted' };
        const reason = limit.aborted
          ? `cleaning took longer than ${settings.cleanTimeoutMs} ms`
          : `the cleaner broke: ${messageOf(error)}`;
        return { status: 'broken', reason };
      }
    },
    close: () => pool.destroy(),
  };
}
