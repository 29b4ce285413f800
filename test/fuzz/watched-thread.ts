// Runs inputs in a thread of their own, and ends it when one of them takes too long or too much memory.
//   started ─ ready ─▶ idle ─ batch ─▶ running ─ end ─▶ idle;  running ─ too long, or dead ─▶ ended, and a new one next time
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Batch, BatchEnd } from './fuzz-thread.js';

/** Below what a page may take in the service, where a thread has some seconds. */
export const HANG_MS = 2_000;
/** More than the models of languages and any honest page take together. */
const HEAP_MB = 512;

export interface Finding {
  /** The input's place in its batch. */
  at: number;
  kind: 'threw' | 'hung' | 'died';
  message: string;
}
export interface BatchResult {
  findings: Finding[];
  slowestMs: number;
  slowestAt: number;
}

export class WatchedThread {
  #worker: Worker | null = null;
  readonly #at = new Int32Array(new SharedArrayBuffer(4));
  readonly #hangMs: number;

  constructor(hangMs = HANG_MS) {
    this.#hangMs = hangMs;
  }

  /** Runs a batch. After a hang or a death the rest of the batch is left out. */
  async run(batch: Batch): Promise<BatchResult> {
    const worker = await this.#started();
    Atomics.store(this.#at, 0, 0);
    const watch = new AbortController();
    const ended = once(worker, 'message', watch) as Promise<[BatchEnd]>;
    const died = once(worker, 'exit', watch).then(() => 'died' as const);
    const hung = this.#hang(watch.signal);
    worker.postMessage(batch);
    try {
      const first = await Promise.race([ended, died, hung]);
      if (typeof first !== 'string') return resultOf(first[0]);
      const finding = { at: Atomics.load(this.#at, 0), kind: first, message: sentences[first] };
      await this.stop();
      return { findings: [finding], slowestMs: this.#hangMs, slowestAt: finding.at };
    } catch (error) {
      // What a thread dies of (its heap is full) comes as an error before its exit.
      const finding = { at: Atomics.load(this.#at, 0), kind: 'died' as const, message: String(error) };
      await this.stop();
      return { findings: [finding], slowestMs: 0, slowestAt: finding.at };
    } finally {
      watch.abort();
      for (const one of [ended, died, hung]) one.catch(() => undefined);
    }
  }

  /** Ends the thread. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  async #started(): Promise<Worker> {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(new URL('./fuzz-thread.ts', import.meta.url), {
      workerData: { at: this.#at },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
      execArgv: ['--import', './typescript-loader.mjs'],
    });
    await once(worker, 'message');
    this.#worker = worker;
    return worker;
  }

  /** Comes back when one input has taken too much of the processor, of which this thread takes next to nothing. */
  #hang(signal: AbortSignal): Promise<'hung'> {
    return new Promise((resolve, reject) => {
      let [seen, since] = [-1, process.cpuUsage()];
      const look = setInterval(() => {
        const at = Atomics.load(this.#at, 0);
        const { user, system } = process.cpuUsage(since);
        if (at !== seen) [seen, since] = [at, process.cpuUsage()];
        else if ((user + system) / 1_000 > this.#hangMs) resolve('hung');
      }, this.#hangMs / 8);
      signal.addEventListener('abort', () => {
        clearInterval(look);
        reject(new Error('the batch has ended'));
      });
    });
  }
}

const sentences = { hung: 'it took too long', died: 'the thread ended' } as const;

const resultOf = ({ failed, slowestMs, slowestAt }: BatchEnd): BatchResult => ({
  findings: failed.map(({ at, message }) => ({ at, kind: 'threw', message })),
  slowestMs,
  slowestAt,
});
