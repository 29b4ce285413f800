// The way to the API through the data folder of another process, which a real lock with a listener of the test plays.
import { mkdtemp, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connect } from '../../src/cli/client.js';
import { loadSettings } from '../../src/config.js';
import { createLog } from '../../src/log.js';
import { type FolderLock, lockDataFolder } from '../../src/store/data-folder.js';

let folder: string;
let lock: FolderLock;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-client-'));
  lock = await lockDataFolder(join(folder, 'data'), 'start');
});
afterEach(async () => {
  await lock.release();
  await rm(folder, { recursive: true, force: true });
});

const schema = z.object({ said: z.string() });
async function client(env: Record<string, string> = {}) {
  const { settings } = loadSettings(
    { FEEDMILL_DATA_DIR: join(folder, 'data'), FEEDMILL_LOG_LEVEL: 'silent', ...env },
    folder,
  );
  return connect(settings, createLog(settings, 2), { command: 'test' });
}
const answers =
  (status: number, body: unknown): RequestListener =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

describe('connect to a data folder that is held', () => {
  it('asks the holder, with the token and the body', async () => {
    lock.serve((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () =>
        response.end(
          JSON.stringify({
            said: [request.method, request.url, request.headers.authorization, body].join(' '),
          }),
        ),
      );
    });
    const api = await client({ FEEDMILL_TOKEN: 'a-token-of-this-test' });
    expect(api.holder).toMatchObject({ pid: process.pid, command: 'start', socketPath: lock.socketPath });
    expect(await api.request('POST', '/api/feeds', { urls: [] }, schema)).toEqual({
      said: 'POST /api/feeds Bearer a-token-of-this-test {"urls":[]}',
    });
  });
  it('waits for a holder that is still opening its service', async () => {
    const asked = (await client()).request('GET', '/api/status', null, schema);
    lock.serve(answers(200, { said: 'ready' }));
    expect(await asked).toEqual({ said: 'ready' });
  });
  it('throws what the API answers as a problem, with its code', async () => {
    lock.serve(
      answers(404, {
        type: 'about:blank',
        title: 'Not Found',
        status: 404,
        code: 'NOT_FOUND',
        detail: 'There is no feed 9.',
      }),
    );
    await expect((await client()).request('GET', '/api/feeds/9', null, schema)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no feed 9.',
    });
  });
  it('says so when the answer has a form that it does not know', async () => {
    lock.serve(answers(200, { spoken: 1 }));
    await expect((await client()).request('GET', '/api/status', null, schema)).rejects.toThrow(
      /^\/api\/status answered in a form that this version does not know/,
    );
  });
  it('asks again for what may be asked twice when the connection is cut', async () => {
    let requests = 0;
    lock.serve((request, response) => {
      if (++requests === 1) request.destroy();
      else response.end(JSON.stringify({ said: 'second' }));
    });
    expect(await (await client()).request('GET', '/api/status', null, schema)).toEqual({ said: 'second' });
  });
  it('does not start a re-ingest a second time when the connection is cut', async () => {
    let requests = 0;
    lock.serve((request) => {
      requests++;
      request.destroy();
    });
    await expect((await client()).request('POST', '/api/reingest', { all: true }, schema)).rejects.toThrow(
      `\`feedmill start\` (process ${process.pid}) that holds the data folder ended before it answered. It may have done what was asked; look before you ask again.`,
    );
    expect(requests).toBe(1);
  });
});
