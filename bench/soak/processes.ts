// The processes of a run as an operator starts them: one service, and with Redis or PostgreSQL two workers beside it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Mode } from '../../src/settings.js';
import { freePort } from '../../test/support/redis-server.js';
import { until } from '../../test/support/until.js';
import { collectGarbage } from './collect.js';

const main = resolve(import.meta.dirname, '../../dist/main.js');
const START_MS = 120_000;

export interface Running {
  processes(): { name: string; pid: number }[];
  /** Has every process collect its garbage, one after the other. */
  collect(): Promise<void>;
  /** Asks the service; with a body as a POST. @throws Error for an answer that is no success. */
  ask<T>(path: string, body?: object): Promise<T>;
  text(path: string): Promise<string>;
  /** Ends the worker that was started last in order, and starts another one; nothing where there are no workers. */
  restartWorker(): Promise<void>;
  /** Ends all of them in order; may be called twice. */
  stop(): Promise<void>;
  /** What `feedmill audit --deep` says, once all have ended. */
  audit(): Promise<string>;
}

/** Starts them in `cwd`, their logs in `logs`. */
export async function startRunning(
  mode: Mode,
  env: Record<string, string>,
  cwd: string,
  logs: string,
): Promise<Running> {
  const port = await freePort();
  const names = mode === 'embedded' ? ['service'] : ['service', 'worker 1', 'worker 2'];
  const inspectors = new Map<string, number>();
  for (const name of names) inspectors.set(name, await freePort());
  const all = new Map<string, ChildProcess>();
  const start = (name: string, args: string[], more: Record<string, string> = {}): ChildProcess => {
    const log = openSync(join(logs, `${mode}-${name}.log`), 'a');
    const flags = ['--max-semi-space-size=32', `--inspect-port=${inspectors.get(name) ?? 0}`];
    const child = spawn(process.execPath, [...flags, main, ...args], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', MALLOC_ARENA_MAX: '2', ...env, ...more },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    return child;
  };
  const worker = (name: string): void => {
    all.set(name, start(name, ['work', '--stages', 'scrape,clean,tag,store']));
  };
  const ended = async (child: ChildProcess): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  };
  all.set('service', start('service', ['start'], { FEEDMILL_PORT: String(port) }));
  for (const name of names.slice(1)) worker(name);
  const url = `http://127.0.0.1:${port}`;
  const text = async (path: string, init: RequestInit = {}): Promise<string> => {
    const response = await fetch(`${url}${path}`, init);
    const body = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${body.slice(0, 300)}`);
    return body;
  };
  await until(
    'the service answers',
    () =>
      text('/livez').then(
        () => true,
        () => false,
      ),
    START_MS,
  );
  return {
    processes: () => [...all].flatMap(([name, { pid }]) => (pid === undefined ? [] : [{ name, pid }])),
    collect: async () => {
      for (const [name, inspector] of inspectors) {
        const pid = all.get(name)?.pid;
        if (pid !== undefined) await collectGarbage(pid, inspector);
      }
    },
    ask: async <T>(path: string, body?: object) =>
      JSON.parse(
        await text(
          path,
          body === undefined
            ? {}
            : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
        ),
      ) as T,
    text: (path) => text(path),
    restartWorker: async () => {
      const child = all.get('worker 2');
      if (child === undefined) return;
      await ended(child);
      worker('worker 2');
    },
    stop: async () => {
      await Promise.all([...all.values()].map(ended));
    },
    audit: async () => {
      const [code] = (await once(start('audit', ['audit', '--deep']), 'exit')) as [number | null];
      return code === 0 ? 'sound' : `exit code ${code}, see ${mode}-audit.log`;
    },
  };
}
