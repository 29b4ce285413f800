// The signals by which the runs of one worker are told to give back what they have in hand. BullMQ 6 has signals of its
// own, but forgets that of a job that was put off and fetched again before its earlier run had returned: at a shutdown
// such a run would never hear of it.
import type { BullWorker, RunningWorker } from '../queues/backend.js';

export interface JobSignals {
  /** Runs `work` with a signal that is aborted by `cancelAllJobs`, as long as the work goes on. */
  during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** The worker whose `cancelAllJobs` aborts the signals of this set. */
  over<Data>(worker: BullWorker<Data>): RunningWorker;
}

/** Makes an empty set of signals for one worker. */
export function createJobSignals(): JobSignals {
  const running = new Set<AbortController>();
  return {
    during: async (work) => {
      const controller = new AbortController();
      running.add(controller);
      try {
        return await work(controller.signal);
      } finally {
        running.delete(controller);
      }
    },
    over: (worker) => ({
      name: worker.name,
      close: (force) => worker.close(force),
      pause: (doNotWaitActive) => worker.pause(doNotWaitActive),
      resume: () => worker.resume(),
      cancelAllJobs: (reason) => {
        for (const controller of running) controller.abort(reason);
      },
    }),
  };
}
