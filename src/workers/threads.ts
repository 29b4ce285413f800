// The threads that clean pages and tag texts, so that the event loop is free for queues and statements. A page that
// hangs or eats its memory ends its thread, never the service.
import { Piscina } from 'piscina';
import { messageOf } from '../errors.js';
import type { Settings } from '../settings.js';
import { threadModule } from '../thread.js';
import type { CleanResult, CleanTask, ContentResult, ContentTask } from './clean-thread.js';
import type { TagResult, TagTask } from './tag-thread.js';

export type ThreadOutcome<Result> =
  | { status: 'done'; result: Result }
  | { status: 'aborted' }
  /** The thread was ended or threw. */
  | { status: 'broken'; reason: string };

export interface Threads {
  /** Unpacks, decodes and cleans one page. */
  clean(task: CleanTask, signal: AbortSignal): Promise<ThreadOutcome<CleanResult>>;
  /** Cleans what a feed says of one article. */
  cleanContent(task: ContentTask, signal: AbortSignal): Promise<ThreadOutcome<ContentResult>>;
  /** Tells the language of one text. */
  tag(task: TagTask, signal: AbortSignal): Promise<ThreadOutcome<TagResult>>;
  close(): Promise<void>;
}

// A thread's own heap; the largest page that is read takes about 150 MB of it.
const THREAD_HEAP_MB = 512;
// A page's tree lives longer than V8's small young generation lasts, so that most of it would be copied twice and end
// in the old one: with room for some pages it dies where it was born, which saves a fifth of the pipeline's time.
const THREAD_YOUNG_MB = 192;
// Idle threads are let go: each holds some 60 MB, and a page an hour does not need them.
const IDLE_MS = 20_000;

export function createThreads({
  cleanThreads,
  cleanTimeoutMs,
}: Pick<Settings, 'cleanThreads' | 'cleanTimeoutMs'>): Threads {
  const pool = new Piscina({
    minThreads: 0,
    maxThreads: cleanThreads,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MB, maxYoungGenerationSizeMb: THREAD_YOUNG_MB },
  });
  const running =
    <Task, Result>(module: string, name: string, who: string) =>
    async (task: Task, signal: AbortSignal): Promise<ThreadOutcome<Result>> => {
      const filename = threadModule(module, import.meta.url).href;
      const limit = AbortSignal.timeout(cleanTimeoutMs);
      try {
        const result: Result = await pool.run(task, {
          filename,
          name,
          signal: AbortSignal.any([limit, signal]),
        });
        return { status: 'done', result };
      } catch (error) {
        if (signal.aborted) return { status: 'aborted' };
        const reason = limit.aborted
          ? `${who} took longer than ${cleanTimeoutMs} ms`
          : `${who} broke: ${messageOf(error)}`;
        return { status: 'broken', reason };
      }
    };
  return {
    clean: running('clean-thread', 'cleanPage', 'the cleaner'),
    cleanContent: running('clean-thread', 'cleanFeedContent', 'the cleaner'),
    tag: running('tag-thread', 'tagText', 'the tagger'),
    close: () => pool.destroy(),
  };
}
