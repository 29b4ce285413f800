// Guards against silent loss: two processes on one folder.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, rmdir } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holderOf, lockDataFolder } from '../../src/store/data-folder.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

const loader = resolve(import.meta.dirname, '../../typescript-loader.mjs');
const module = resolve(import.meta.dirname, '../../src/store/data-folder.ts');

async function holderProcess(): Promise<ReturnType<typeof spawn>> {
  const code = `const { lockDataFolder } = await import(${JSON.stringify(module)}); await lockDataFolder(${JSON.stringify(folder)}, 'start'); process.stdout.write('held');`;
  const child = spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('the child has no stdout');
  await once(child.stdout, 'data');
  return child;
}

describe('lockDataFolder', () => {
  it('names the process and the command that hold the folder', async () => {
    const child = await holderProcess();
    await expect(lockDataFolder(folder, 'ingest')).rejects.toMatchObject({
      code: 'DATA_FOLDER_LOCKED',
      message: `The data folder ${folder} is held by \`feedmill start\` (process ${child.pid}). Stop that process, or set FEEDMILL_DATA_DIR to another folder.`,
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  it('is freed by death, not by age', async () => {
    const child = await holderProcess();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const [dead] = await readdir(join(folder, 'lock'));
    const lock = await lockDataFolder(folder, 'start');
    expect(await holderOf(folder)).toMatchObject({ pid: process.pid, command: 'start' });
    expect(await readdir(join(folder, 'lock'))).not.toContain(dead);
    await lock.release();
  });

  it('is held while its process is stopped', async () => {
    const child = await holderProcess();
    child.kill('SIGSTOP');
    await expect(lockDataFolder(folder, 'start')).rejects.toMatchObject({ code: 'DATA_FOLDER_LOCKED' });
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  it('lets one of ten through that find a dead socket at once, every time', async () => {
    for (let round = 0; round < 20; round++) {
      const child = round === 0 ? await holderProcess() : null;
      child?.kill('SIGKILL');
      if (child !== null) await once(child, 'exit');
      const tries = await Promise.allSettled(
        Array.from({ length: 10 }, () => lockDataFolder(folder, 'start')),
      );
      const held = tries.filter((one) => one.status === 'fulfilled');
      expect(held).toHaveLength(1);
      for (const { value } of held) await value.release();
    }
  });

  it('never has two holders while locks are taken and released at random', async () => {
    let holders = 0;
    let taken = 0;
    const tryOften = async (): Promise<void> => {
      for (let round = 0; round < 30; round++) {
        const lock = await lockDataFolder(folder, 'start').catch(() => null);
        if (lock === null) continue;
        taken++;
        expect(++holders).toBe(1);
        await new Promise((done) => setImmediate(done));
        holders--;
        await lock.release();
      }
    };
    await Promise.all(Array.from({ length: 8 }, tryOften));
    expect(taken).toBeGreaterThan(0);
  });

  it('uses the temporary folder for a folder with a long name', async () => {
    const long = join(folder, 'a'.repeat(90));
    const lock = await lockDataFolder(long, 'start');
    expect(Buffer.byteLength(lock.socketPath)).toBeLessThan(104);
    expect(await holderOf(long)).toMatchObject({ pid: process.pid });
    await lock.release();
    expect(await holderOf(long)).toBeNull();
    await rmdir(dirname(lock.socketPath));
  });

  it('answers through its socket with the listener that it was given', async () => {
    const lock = await lockDataFolder(folder, 'start');
    lock.serve((incoming, response) => response.end(`you asked for ${incoming.url}`));
    const answer = await new Promise<string>((done, fail) => {
      const asking = request({ socketPath: lock.socketPath, path: '/api/status' }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => {
          body += chunk.toString();
        });
        response.on('end', () => done(body));
      });
      asking.on('error', fail).end();
    });
    expect(answer).toBe('you asked for /api/status');
    await lock.release();
  });
});
