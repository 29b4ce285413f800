// A disk that fills up, on a small file system of the test's own. Guards against a hang: without the floor and without
// the end at the first "disk full", the embedded database spins for ever and takes the whole process with it.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IngestReport } from '../../src/cli/ingest-report.js';
import { type Origin, startOrigin } from '../support/origin.js';
import { buildFolder, main, startShell } from '../support/program.js';

// A mount of one's own needs a namespace of one's own; containers often allow none.
const namespace = ['-Um', '-m'].find(
  (flags) => spawnSync('unshare', [flags, ...(flags === '-Um' ? ['-r'] : []), 'true']).status === 0,
);
if (namespace === undefined)
  process.stderr.write('left out: tests on a full disk, because this machine allows no mount namespace\n');
const unshare = namespace === '-Um' ? 'unshare -Urm' : 'unshare -m';

const root = resolve(import.meta.dirname, '../..');

let folder: string;
let origin: Origin;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-disk-'));
  origin = await startOrigin(10);
});
afterEach(async () => {
  await origin.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs `script` where `folder` is a file system of `megabytes`; what it writes to `out` comes back. */
async function onSmallDisk(megabytes: number, script: string): Promise<{ out: string; stderr: string }> {
  const out = await mkdtemp(join(tmpdir(), 'feedmill-out-'));
  const file = join(out, 'script.sh');
  await writeFile(
    file,
    `set -u\nmount -t tmpfs -o size=${megabytes}m none ${folder}\ncd ${folder}\n${script}`,
  );
  const shell = startShell(`${unshare} bash ${file}`, {
    cwd: root,
    env: {
      OUT: out,
      FEEDMILL_DATA_DIR: join(folder, 'data'),
      FEEDMILL_HOST_DELAY_MS: '0',
      FEEDMILL_ALLOW_PRIVATE: '127.0.0.1',
      FEEDMILL_MIN_FREE_MB: '64',
      FEEDMILL_SWEEP_MS: '1000',
      FEEDMILL_LOG_LEVEL: 'error',
    },
  });
  await shell.ended;
  const text = await readFile(join(out, 'out'), 'utf8');
  await rm(out, { recursive: true });
  return { out: text, stderr: shell.stderr() };
}

describe.skipIf(namespace === undefined)('a disk with less room than the floor', () => {
  it('lets work rest with its reason, and loses nothing: with more room the same command finishes', async () => {
    const ingest = `${process.execPath} ${main} ingest ${origin.opmlUrl} --json`;
    const { out, stderr } = await onSmallDisk(
      100,
      `${ingest} --patience 5 >/dev/null; mount -o remount,size=400m ${folder}; ${ingest} > $OUT/out`,
    );
    expect(stderr).toMatch(/has \d+ MB left, less than 64 MB; work pauses until there is room/);
    expect(JSON.parse(out) as IngestReport).toMatchObject({ ended: 'finished', unfinished: 0 });
    expect(origin.pageRequests()).toBe(10);
  });
});

describe.skipIf(namespace === undefined)('an embedded database whose disk is full', () => {
  it('ends with that reason instead of hanging, and keeps what it acknowledged', async () => {
    const script = join(folder, 'fill.mjs');
    const pool = JSON.stringify(join(root, buildFolder, 'store/open-pglite.js'));
    const { out } = await onSmallDisk(
      90,
      `cat > ${script} <<'CODE'
import { randomBytes } from 'node:crypto';
import { openPglitePool } from ${pool};
const open = () => openPglitePool({ folder: ${JSON.stringify(join(folder, 'database'))}, searchPath: 'public' });
const pool = await open();
if (process.argv[2] === 'count') {
  const { rows } = await pool.query('select count(*) as n from filler');
  console.log(rows[0].n);
  await pool.end();
} else {
  pool.on('error', () => undefined);
  await pool.query('create table filler (body text)');
  let acknowledged = 0;
  for (;;) {
    const written = pool.query('insert into filler values ($1)', [randomBytes(200_000).toString('hex')]);
    const failure = await written.then(() => null, (error) => error);
    if (failure !== null) break;
    acknowledged++;
  }
  const lost = await pool.lost;
  console.log(acknowledged + ' ' + lost.message);
}
CODE
${process.execPath} ${script} > $OUT/out; mount -o remount,size=400m ${folder}; ${process.execPath} ${script} count >> $OUT/out`,
    );
    const [first = '', count = ''] = out.trim().split('\n');
    expect(first).toMatch(
      /^\d+ The embedded database has stopped \(the disk is full\)\. Nothing that was acknowledged is lost; start Feedmill again\.$/,
    );
    expect(Number(count)).toBe(Number.parseInt(first, 10));
    expect(Number(count)).toBeGreaterThan(0);
  }, 90_000);
});
