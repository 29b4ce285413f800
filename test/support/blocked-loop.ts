// Blocks the event loop of a program that runs, as a page that was not foreseen would: its debugger is woken by SIGUSR1,
// on loopback, and told to spin. The product has no switch for that.
import { once } from 'node:events';
import { type MessageEvent, WebSocket } from 'undici';
import type { Program } from './program.js';
import { until } from './until.js';

/** Goes before the program's own settings: several programs at once cannot share the debugger's usual port. */
export const debuggable = { NODE_OPTIONS: '--inspect-port=0' };

/** Keeps the event loop of `program` busy for `ms`; resolves when it has begun to spin. */
export async function blockEventLoop({ child, stderr }: Program, ms: number): Promise<void> {
  child.kill('SIGUSR1');
  const listening = (): string | undefined => /Debugger listening on (ws:\S+)/.exec(stderr())?.[1];
  await until('the debugger listens', () => listening() !== undefined);
  const socket = new WebSocket(listening() ?? '');
  await once(socket, 'open');
  const send = (id: number, method: string, params: object): void =>
    socket.send(JSON.stringify({ id, method, params }));
  const spinning = new Promise<void>((resolve) => {
    socket.addEventListener('message', ({ data }: MessageEvent) => {
      if (String(data).includes('Runtime.consoleAPICalled')) resolve();
    });
  });
  send(1, 'Runtime.enable', {});
  const expression = `console.debug(''); for (const end = Date.now() + ${ms}; Date.now() < end; );`;
  send(2, 'Runtime.evaluate', { expression });
  await spinning;
}
