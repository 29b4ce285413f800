// A network of a test's own between the service and a server: slow, narrow, or one that forgets its connections, as a
// router does that was restarted. Nothing leaves loopback.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface Shape {
  /** What an answer takes on its way back. */
  latencyMs: number;
  /** What fits through in a second, each way; null sets no bound. */
  bytesPerSecond: number | null;
}

export interface Network {
  /** `url` as it is reached through this network. */
  through(url: string): string;
  /** How it is from now on. */
  shape: Shape;
  /** Connections that are open lead nowhere from now on, and neither side is told; new ones go through. */
  forget(): void;
  close(): Promise<void>;
}

export const clear: Shape = { latencyMs: 0, bytesPerSecond: null };
/** What may be on its way in one direction; more makes the sender wait, as the buffers of a network do. */
const WINDOW_BYTES = 64 * 1024;

interface Line {
  isForgotten: boolean;
}

/** Opens a network before the server on `port` of loopback. */
export async function openNetwork(port: number): Promise<Network> {
  const lines = new Map<Socket, Line>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const line: Line = { isForgotten: false };
    lines.set(near, line);
    carry(near, far, line, () => ({ ...network.shape, latencyMs: 0 }));
    carry(far, near, line, () => network.shape);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const)
      one.on('close', () => {
        lines.delete(near);
        if (!line.isForgotten) other.destroy();
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const network: Network = {
    through: (url) => {
      const changed = new URL(url);
      changed.port = String((server.address() as AddressInfo).port);
      return changed.href;
    },
    shape: clear,
    forget: () => {
      for (const line of lines.values()) line.isForgotten = true;
    },
    close: async () => {
      server.close();
      for (const socket of lines.keys()) socket.destroy();
      await once(server, 'close');
    },
  };
  return network;
}

/** Hands on what `from` sends, each piece when the network would have brought it, and none before another. */
function carry(from: Socket, to: Socket, line: Line, shape: () => Shape): void {
  let onTheWay = 0;
  let lastDueMs = 0;
  let isFreeAtMs = 0;
  let before = Promise.resolve();
  const later = (bytes: number, deliver: () => void): void => {
    const { latencyMs, bytesPerSecond } = shape();
    const takesMs = bytesPerSecond === null ? 0 : (bytes / bytesPerSecond) * 1_000;
    isFreeAtMs = Math.max(isFreeAtMs, performance.now()) + takesMs;
    lastDueMs = Math.max(lastDueMs, isFreeAtMs + latencyMs);
    const dueMs = lastDueMs;
    before = before.then(async () => {
      const waitMs = dueMs - performance.now();
      if (waitMs >= 1) await pause(waitMs, undefined, { ref: false });
      if (!line.isForgotten && !to.destroyed) deliver();
    });
  };
  from.on('data', (chunk: Buffer) => {
    onTheWay += chunk.length;
    if (onTheWay > WINDOW_BYTES) from.pause();
    later(chunk.length, () => {
      onTheWay -= chunk.length;
      if (onTheWay <= WINDOW_BYTES) from.resume();
      to.write(chunk);
    });
  });
  from.on('end', () => later(0, () => to.end()));
  // One side that breaks off ends the other by its `close`.
  from.on('error', () => undefined);
}
