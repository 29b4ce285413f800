// A thread that is lost without being replaced makes the pool smaller for good, and nobody would notice before the
// last one is gone. After each fault the pool must be full again: as many tasks as it has threads run at once.
import { afterEach, describe, expect, it } from 'vitest';
import { createThreadPool, type ThreadPool } from '../../src/workers/thread-pool.js';

const filename = new URL('../support/faulty-thread.mjs', import.meta.url).href;
const going = new AbortController().signal;
const THREADS = 2;
const major = Number(process.versions.node.split('.')[0]);
const limits = {
  threads: THREADS,
  timeoutMs: 30_000,
  heapMb: 64,
  youngMb: 16,
  maxBytes: 1_000,
  idleMs: 20_000,
};

let pool: ThreadPool;
afterEach(() => pool.close());
const open = (overrides: Partial<typeof limits> = {}): void => {
  pool = createThreadPool({ ...limits, ...overrides });
};
const run = <Result>(name: string, task: unknown = {}, bytes = 1, signal = going) =>
  pool.run<Result>({ filename, name, task, bytes, who: 'the task' }, signal);
const newCounter = () => new Int32Array(new SharedArrayBuffer(4));

/** Whether as many tasks as there are threads run at once, each in one of its own. */
async function isFull(): Promise<boolean> {
  const task = { counter: newCounter(), wanted: THREADS };
  const met = await Promise.all(Array.from({ length: THREADS }, () => run<number>('meet', task)));
  return (
    new Set(met.map((one) => (one.status === 'done' ? one.result : JSON.stringify(one)))).size === THREADS
  );
}

describe('createThreadPool', () => {
  it('gives up a task that takes too long, says so, and is full again', async () => {
    open({ timeoutMs: 5_000 });
    expect(await Promise.all([run('hang'), run('hang')])).toEqual(
      Array.from({ length: 2 }, () => ({ status: 'broken', reason: 'the task took longer than 5000 ms' })),
    );
    expect(await isFull()).toBe(true);
  });

  it('loses no more than the task whose thread runs out of memory, and is full again', async () => {
    open();
    const eaten = await run('eat');
    expect(eaten).toMatchObject({
      status: 'broken',
      reason: expect.stringMatching(/^the task broke: .*memory/) as string,
    });
    expect(await isFull()).toBe(true);
  });

  it('loses no more than the task that ends its thread, and is full again', async () => {
    open();
    const left = await Promise.all([run('leave'), run('leave'), run('leave'), run('leave')]);
    expect(left).toEqual(
      left.map(() => ({ status: 'broken', reason: 'the task broke: worker exited with code: 3' })),
    );
    expect(await isFull()).toBe(true);
  });

  // Since Node 26 a heap that is too small for its own beginnings ends the whole process; the service's are far larger.
  it.skipIf(major >= 26)('lives on when threads cannot even start', async () => {
    open({ heapMb: 1, youngMb: 1, timeoutMs: 2_000 });
    expect(await run('meet', { counter: newCounter(), wanted: 1 })).toMatchObject({ status: 'broken' });
  });

  it('works on what waited for a thread that died', async () => {
    open({ threads: 1, timeoutMs: 20_000 });
    const [dead, next] = await Promise.all([run('leave'), run('meet', { counter: newCounter(), wanted: 1 })]);
    expect(dead).toMatchObject({ status: 'broken' });
    expect(next).toMatchObject({ status: 'done' });
  });

  it('counts no time that a task has waited for its turn', async () => {
    open({ threads: 1, timeoutMs: 5_000 });
    const [hung, next] = await Promise.all([run('hang'), run('meet', { counter: newCounter(), wanted: 1 })]);
    expect(hung).toMatchObject({ status: 'broken' });
    expect(next).toMatchObject({ status: 'done' });
  });

  it('lets no more bytes in than there is memory for', async () => {
    open();
    const task = { counter: newCounter() };
    const seen = await Promise.all([600, 600, 5_000, 600].map((bytes) => run<number>('peek', task, bytes)));
    expect(seen).toEqual(seen.map(() => ({ status: 'done', result: 1 })));
  });

  it('gives back what is aborted, at work and in the queue', async () => {
    open({ threads: 1 });
    const ending = new AbortController();
    const both = Promise.all([run('hang', {}, 1, ending.signal), run('hang', {}, 1, ending.signal)]);
    ending.abort();
    expect(await both).toEqual([{ status: 'aborted' }, { status: 'aborted' }]);
    expect(await run('meet', { counter: newCounter(), wanted: 1 })).toMatchObject({ status: 'done' });
  });
});
