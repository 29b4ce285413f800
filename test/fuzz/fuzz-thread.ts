// The thread in which inputs run: its heap is bounded and it may be ended at any time. It says in shared memory which
// input of its batch it is at, so that the one that hangs is known.
import { parentPort, workerData } from 'node:worker_threads';
import { loadLanguageModel } from '../../src/language/detect.js';
import { runTarget, type TargetName } from './targets.js';

export interface Batch {
  target: TargetName;
  inputs: readonly Uint8Array[];
}
export interface BatchEnd {
  /** The sentence of each input at which something did not hold. */
  failed: readonly { at: number; message: string }[];
  slowestMs: number;
  slowestAt: number;
}

const { at } = workerData as { at: Int32Array };

async function run({ target, inputs }: Batch): Promise<BatchEnd> {
  const failed: { at: number; message: string }[] = [];
  let [slowestMs, slowestAt] = [0, 0];
  for (const [index, bytes] of inputs.entries()) {
    Atomics.store(at, 0, index);
    const started = process.cpuUsage();
    try {
      await runTarget(target, bytes);
    } catch (error) {
      failed.push({
        at: index,
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
    // The processor's time: a machine that is busy with other things makes nothing of ours slow.
    const { user, system } = process.cpuUsage(started);
    const ms = (user + system) / 1_000;
    if (ms > slowestMs) [slowestMs, slowestAt] = [ms, index];
  }
  return { failed, slowestMs, slowestAt };
}

await loadLanguageModel();
parentPort?.on('message', (batch: Batch) => {
  void run(batch).then((end) => parentPort?.postMessage(end));
});
parentPort?.postMessage('ready');
