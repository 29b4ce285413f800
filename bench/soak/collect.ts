// Asks a running process to collect its garbage, through the inspector that Node opens on SIGUSR1, so that what its
// memory is afterwards is what it holds, not what it has yet to throw away. The program has no door for this, and needs
// none. Chrome DevTools Protocol: Runtime.evaluate, HeapProfiler.collectGarbage.
import { once } from 'node:events';
import { WebSocket } from 'undici';
import { until } from '../../test/support/until.js';

const OPEN_MS = 10_000;

interface Target {
  webSocketDebuggerUrl: string;
}

async function targetOf(port: number): Promise<Target | null> {
  const response = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => null);
  const [target] = response === null ? [] : ((await response.json()) as Target[]);
  return target ?? null;
}

/** Collects all garbage of the main thread of `pid`, which was started with `--inspect-port=<port>`. */
export async function collectGarbage(pid: number, port: number): Promise<void> {
  process.kill(pid, 'SIGUSR1');
  let target: Target | null = null;
  await until(
    `the inspector of ${pid} answers`,
    async () => {
      target = await targetOf(port);
      return target !== null;
    },
    OPEN_MS,
  );
  const socket = new WebSocket((target as unknown as Target).webSocketDebuggerUrl);
  await once(socket, 'open');
  const answered = async (id: number, method: string, params: object = {}): Promise<void> => {
    socket.send(JSON.stringify({ id, method, params }));
    for (;;) {
      const [message] = (await once(socket, 'message')) as [{ data: string }];
      if ((JSON.parse(message.data) as { id?: number }).id === id) return;
    }
  };
  await answered(1, 'HeapProfiler.collectGarbage');
  // What the inspector itself holds would count as grown.
  const closed = once(socket, 'close');
  const expression =
    '{ const inspector = require("node:inspector"); setImmediate(() => inspector.close()); }';
  await answered(2, 'Runtime.evaluate', { expression, includeCommandLineAPI: true });
  await closed;
}
