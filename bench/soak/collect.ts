// Asks a running process to collect its garbage through the inspector that Node opens on SIGUSR1, so
// that what its memory is afterwards is what it holds, not what it has yet to throw away. The program has no door for
// this, and needs none. Chrome DevTools Protocol with Node's domain for threads: HeapProfiler.collectGarbage,
// NodeWorker.enable and sendMessageToWorker.
import { once } from 'node:events';
import { type MessageEvent, WebSocket } from 'undici';
import { until } from '../../test/support/until.js';

const OPEN_MS = 10_000;
const ANSWER_MS = 30_000;
// Threads that sleep in Atomics.wait: they hear nothing, and one of the pool that was spoken to takes no more work.
const DEAF = /watchdog|piscina/;

interface Message {
  id?: number;
  method?: string;
  params?: { sessionId?: string; message?: string; workerInfo?: { url: string } };
}

async function addressOf(port: number): Promise<string | null> {
  const response = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => null);
  const [target] = response === null ? [] : ((await response.json()) as { webSocketDebuggerUrl: string }[]);
  return target?.webSocketDebuggerUrl ?? null;
}

/** Collects all garbage of `pid`, which was started with `--inspect-port=<port>`: of its main thread and its database's. */
export async function collectGarbage(pid: number, port: number): Promise<void> {
  process.kill(pid, 'SIGUSR1');
  let address = '';
  await until(
    `the inspector of ${pid} answers`,
    async () => {
      address = (await addressOf(port)) ?? '';
      return address !== '';
    },
    OPEN_MS,
  );
  const socket = new WebSocket(address);
  await once(socket, 'open');
  const closed = once(socket, 'close');
  try {
    await collectThrough(socket, pid);
  } finally {
    // A process that ends waits for whoever is connected. The inspector itself stays open.
    socket.close();
    await closed;
  }
}

async function collectThrough(socket: WebSocket, pid: number): Promise<void> {
  const heard: Message[] = [];
  socket.addEventListener('message', ({ data }: MessageEvent) =>
    heard.push(JSON.parse(String(data)) as Message),
  );
  const ask = async (id: number, method: string, params: object = {}): Promise<void> => {
    socket.send(JSON.stringify({ id, method, params }));
    await until(`${pid} answers ${method}`, () => heard.some((one) => one.id === id), ANSWER_MS);
  };
  await ask(1, 'HeapProfiler.collectGarbage');
  await ask(2, 'NodeWorker.enable', { waitForDebuggerOnStart: false });
  const threads = heard.filter(
    ({ method, params }) =>
      method === 'NodeWorker.attachedToWorker' && !DEAF.test(params?.workerInfo?.url ?? ''),
  );
  const message = JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' });
  for (const [n, { params }] of threads.entries())
    await ask(3 + n, 'NodeWorker.sendMessageToWorker', { sessionId: params?.sessionId, message });
  const collected = (): Message[] =>
    heard.filter(
      ({ method, params }) =>
        method === 'NodeWorker.receivedMessageFromWorker' && params?.message?.includes('"id":1'),
    );
  await until(`the threads of ${pid} answer`, () => collected().length >= threads.length, ANSWER_MS);
  await ask(3 + threads.length, 'NodeWorker.disable');
}
