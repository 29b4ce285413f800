// The threads that clean pages and tag texts, so that the event loop is free for queues and statements. A page that
// hangs or eats its memory ends its thread, never the service.
import type { Settings } from '../settings.js';
import { threadModule } from '../thread.js';
import type { CleanResult, CleanTask, ContentResult, ContentTask, ExplainedPage } from './clean-thread.js';
import type { TagResult, TagTask } from './tag-thread.js';
import { createThreadPool, type ThreadOutcome } from './thread-pool.js';

export interface Threads {
  /** Unpacks, decodes and cleans one page. */
  clean(task: CleanTask, signal: AbortSignal): Promise<ThreadOutcome<CleanResult>>;
  /** Cleans one page, and tells why it came out so. */
  explain(task: CleanTask, signal: AbortSignal): Promise<ThreadOutcome<ExplainedPage>>;
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

// Pages as they come and unpacked, in all threads together: six of the largest that are read by default.
const BYTES_IN_FLIGHT = 128_000_000;

export function createThreads({
  cleanThreads,
  cleanTimeoutMs,
}: Pick<Settings, 'cleanThreads' | 'cleanTimeoutMs'>): Threads {
  const pool = createThreadPool({
    threads: cleanThreads,
    timeoutMs: cleanTimeoutMs,
    heapMb: THREAD_HEAP_MB,
    youngMb: THREAD_YOUNG_MB,
    maxBytes: BYTES_IN_FLIGHT,
    idleMs: IDLE_MS,
  });
  const running =
    <Task, Result>(module: string, name: string, who: string, bytesOf: (task: Task) => number) =>
    (task: Task, signal: AbortSignal): Promise<ThreadOutcome<Result>> => {
      const filename = threadModule(module, import.meta.url).href;
      return pool.run({ filename, name, task, bytes: bytesOf(task), who }, signal);
    };
  const cleaner = 'the cleaner';
  const bytesOfPage = ({ packed }: CleanTask): number => packed.body.byteLength + packed.size;
  return {
    clean: running('clean-thread', 'cleanPage', cleaner, bytesOfPage),
    explain: running('clean-thread', 'explainPage', cleaner, bytesOfPage),
    cleanContent: running('clean-thread', 'cleanFeedContent', cleaner, ({ content }) => content.length),
    tag: running('tag-thread', 'tagText', 'the tagger', ({ text }) => text.length),
    close: () => pool.close(),
  };
}
