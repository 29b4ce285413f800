// Guards against the worst answer of a place: "there is no such page" from one that is merely away, full, slow or
// closed, after which pages would be thrown away and requested again.
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPlace } from '../../src/store/open-place.js';
import type { PagePlace } from '../../src/store/page-place.js';
import { BUCKET, type S3Origin, startS3 } from '../support/s3-origin.js';

const DEADLINE_MS = 1_500;
const file = `${'ab'.repeat(32)}.br`;
const bytes = Buffer.from('packed');
const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION'];

let folder: string;
let s3: S3Origin;
const before = keys.map((key) => process.env[key]);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-place-'));
  s3 = await startS3();
  for (const key of keys) process.env[key] = 'eu-test-1';
});
afterAll(async () => {
  await s3.close();
  await rm(folder, { recursive: true, force: true });
  keys.forEach((key, n) => {
    if (before[n] === undefined) delete process.env[key];
    else process.env[key] = before[n];
  });
});
beforeEach(() => {
  s3.fault = null;
});

const disk = (path: string): Promise<PagePlace> =>
  openPlace(`disk:${path}`, { s3Endpoint: null, deadlineMs: DEADLINE_MS });
const bucket = (name = `s3://${BUCKET}/kept`): Promise<PagePlace> =>
  openPlace(name, { s3Endpoint: s3.url, deadlineMs: DEADLINE_MS });

describe.each(['disk', 's3'])('a place: %s', (kind) => {
  it('keeps a file, tells one that is not there, and takes one away twice', async () => {
    const place = kind === 'disk' ? await disk(join(folder, 'usual')) : await bucket();
    await place.check(true);
    expect(await place.get(file)).toBeNull();
    expect(await place.has(file)).toBe(false);
    // Two workers that write one page at once.
    await Promise.all([place.put(file, bytes), place.put(file, bytes), place.put(file, bytes)]);
    expect(await place.get(file)).toEqual(bytes);
    expect(await place.has(file)).toBe(true);
    await place.delete(file);
    await place.delete(file);
    expect(await place.get(file)).toBeNull();
    place.close();
  });
});

describe('a folder', () => {
  it('holds whole files and nothing else', async () => {
    const path = join(folder, 'whole');
    const place = await disk(path);
    await place.check(true);
    await place.put(file, bytes);
    expect((await readdir(path, { recursive: true })).sort()).toEqual([
      'ab',
      'ab/ab',
      `ab/ab/${file}`,
      'feedmill-pages',
      'unfinished',
    ]);
  });

  it('that is not mounted has lost nothing', async () => {
    const path = join(folder, 'mounted');
    const place = await disk(path);
    await place.check(true);
    await place.put(file, bytes);
    await rename(path, `${path}-away`);
    const said = `disk:${path} cannot be used: ${path}/feedmill-pages is missing; is the folder mounted?`;
    for (const ask of [
      () => place.get(file),
      () => place.put(file, bytes),
      () => place.delete(file),
      () => place.check(false),
    ])
      await expect(ask()).rejects.toThrow(said);
  });

  it.skipIf(process.getuid?.() === 0)('that may not be written to says so', async () => {
    const path = join(folder, 'closed');
    const place = await disk(path);
    await place.check(true);
    await chmod(path, 0o500);
    await expect(place.put(file, bytes)).rejects.toThrow('this process may not write there (EACCES)');
  });

  const canMount = spawnSync('unshare', ['-m', 'true']).status === 0;
  it.skipIf(!canMount)('that is full says so, and leaves no half of a file', () => {
    const root = resolve(import.meta.dirname, '../..');
    const code = `
      const { openPlace } = await import('${root}/src/store/open-place.ts');
      const place = await openPlace('disk:${folder}/small', { s3Endpoint: null, deadlineMs: 5000 });
      await place.check(true);
      const said = await place.put('${file}', Buffer.alloc(3_000_000)).catch((error) => error.message);
      const { readdirSync } = await import('node:fs');
      console.log(JSON.stringify({ said, left: [...readdirSync('${folder}/small/unfinished'), ...readdirSync('${folder}/small/ab/ab')] }));`;
    const script = `mkdir -p ${folder}/small && mount -t tmpfs -o size=1m none ${folder}/small && exec ${process.execPath} --import ${root}/typescript-loader.mjs --input-type=module -e "$CODE"`;
    const ran = spawnSync('unshare', ['-m', 'bash', '-c', script], {
      cwd: root,
      env: { ...process.env, CODE: code },
      encoding: 'utf8',
    });
    expect(JSON.parse(ran.stdout)).toEqual({
      said: `disk:${folder}/small cannot be used: its disk is full (ENOSPC)`,
      left: [],
    });
  });
});

describe('a bucket', () => {
  const sayings = [
    ['denied', 'access is denied; these credentials need s3:GetObject'],
    ['full', 'it is full (507)'],
    ['slow down', 'it asks to slow down (SlowDown)'],
    ['no bucket', 'there is no such bucket; make it, or name another in FEEDMILL_SNAPSHOTS'],
    ['silent', `s3://${BUCKET}/kept cannot be used: `],
  ] as const;
  it.each(sayings)('that is %s says so and has lost nothing', async (fault, said) => {
    const place = await bucket();
    s3.fault = fault;
    await expect(place.get(file)).rejects.toThrow(said);
    await expect(place.put(file, bytes)).rejects.toThrow(said);
    place.close();
  });

  it('that is missing, or closed, is told by the check as well', async () => {
    const missing = await bucket('s3://others/kept');
    await expect(missing.check(true)).rejects.toThrow(
      's3://others/kept cannot be used: there is no such bucket; make it, or name another in FEEDMILL_SNAPSHOTS',
    );
    const place = await bucket();
    await place.check(true);
    s3.fault = 'denied';
    await expect(place.check(false)).rejects.toThrow('access is denied');
  });
});
