// A Redis server of a test's own, for faults that nobody else may feel.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { until } from './until.js';

export interface RedisServer {
  readonly url: string;
  /** Where it keeps its files. */
  readonly folder: string;
  /** The process, for signals. */
  pid(): number;
  /** Runs one command on a connection of its own. */
  command(...words: [string, ...string[]]): Promise<unknown>;
  /** Ends the server without saving. */
  stop(): Promise<void>;
  /** Starts it again on the same port and folder. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export async function ownRedis(options: string[] = []): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'feedmill-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  const command = async (...[name, ...args]: [string, ...string[]]): Promise<unknown> => {
    const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      return await redis.call(name, ...args);
    } finally {
      redis.disconnect();
    }
  };
  const alive = (): Promise<boolean> =>
    command('PING').then(
      () => true,
      () => false,
    );
  const start = async (): Promise<void> => {
    child = spawn(
      'redis-server',
      [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--appendonly',
        'no',
        '--dir',
        folder,
        ...options,
      ],
      { stdio: 'ignore' },
    );
    await until('the test Redis answers', alive);
  };
  const stop = async (): Promise<void> => {
    if (child === null || child.exitCode !== null) return;
    child.kill('SIGKILL');
    if (child.signalCode === null) await once(child, 'exit');
  };
  await start();
  return {
    url,
    folder,
    pid: () => child?.pid ?? 0,
    command,
    start,
    stop,
    remove: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
