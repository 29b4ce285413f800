// The real program whose event loop spins. Guards against a silent failure: without the watch, such a service stays a
// process that does nothing, and nobody starts it again.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/config.js';
import { blockEventLoop, debuggable } from '../support/blocked-loop.js';
import { copyEmptyDatabase } from '../support/empty-database.js';
import { type Program, startProgram } from '../support/program.js';
import { freePort } from '../support/redis-server.js';
import { until } from '../support/until.js';

/** Long enough that a start on a busy machine does not take it for a blocked loop. */
const LIMIT_MS = 4_000;
const FOR_EVER_MS = 600_000;

let folder: string;
let dataDir: string;
let port: number;
let program: Program | null = null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-watchdog-'));
  dataDir = join(folder, 'data');
  await mkdir(dataDir);
  await copyEmptyDatabase(loadSettings({ FEEDMILL_DATA_DIR: dataDir }, folder));
  port = await freePort();
});
afterEach(async () => {
  program?.child.kill('SIGKILL');
  await program?.ended;
  await rm(folder, { recursive: true, force: true });
});

const isAlive = (): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/livez`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

function launch(env: Record<string, string>): Program {
  program = startProgram(['start', '--port', String(port)], {
    cwd: folder,
    env: {
      ...debuggable,
      FEEDMILL_DATA_DIR: dataDir,
      FEEDMILL_WATCHDOG_MS: String(LIMIT_MS),
      ...env,
    },
  });
  return program;
}

async function start(env: Record<string, string> = {}): Promise<Program> {
  const started = launch(env);
  await until('the service answers', isAlive);
  return started;
}

const lastLine = ({ stdout }: Program): string => stdout().trimEnd().split('\n').at(-1) ?? '';

describe('a service whose event loop spins', () => {
  it('says so in the form of its log, is killed, and starts again', async () => {
    const first = await start();
    await blockEventLoop(first, FOR_EVER_MS);
    expect(await first.ended).toBe('SIGKILL');
    expect(JSON.parse(lastLine(first))).toMatchObject({
      level: 'fatal',
      name: 'feedmill',
      limitMs: LIMIT_MS,
      msg: 'the event loop has been blocked for longer than FEEDMILL_WATCHDOG_MS (4000 ms); the process is killed, for its supervisor to start it again',
    });
    const second = await start({ FEEDMILL_LOG_FORMAT: 'pretty' });
    await blockEventLoop(second, FOR_EVER_MS);
    expect(await second.ended).toBe('SIGKILL');
    expect(lastLine(second)).toMatch(/FATAL.*: the event loop has been blocked for longer than/);
  });
});

describe('a service that stands still as a whole', () => {
  it('runs on afterwards, however long it was', async () => {
    const service = await start();
    service.child.kill('SIGSTOP');
    // How long it stands still is what is tried here.
    await pause(2 * LIMIT_MS);
    service.child.kill('SIGCONT');
    await until('it answers again', isAlive);
    service.child.kill('SIGTERM');
    expect(await service.ended).toBe(0);
    expect(service.stdout()).not.toContain('FEEDMILL_WATCHDOG_MS');
  });
});

describe('a service that a debugger was asked for', () => {
  it('may stand still, and says so at its start', async () => {
    const service = launch({ NODE_OPTIONS: '--inspect=127.0.0.1:0' });
    await until('it says so', () => service.stdout().includes('a debugger was asked for'));
  });
});
