// An embedded database with empty tables to copy: to make one anew takes seconds, and most suites want one. It is made
// once for each state of what goes into it and kept beside the packages; of several processes that make it at once,
// one succeeds. That a database is made from nothing is proven in migrations.test.ts.
import { createHash } from 'node:crypto';
import { cpSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../src/store/database.js';
import type { TestPlace } from './databases.js';
import { until } from './until.js';

const project = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(project, 'node_modules', '.cache');
const migrations = 'src/store/migrations';
/** Whoever changes one of these, or a migration, wants another database. */
const ingredients = [
  'src/store/database.ts',
  'node_modules/@electric-sql/pglite/package.json',
  'node_modules/bullmq/package.json',
];

/**
 * The program of PGlite. V8 shares what it has compiled and optimised of it among all threads of a process for as long as
 * somebody holds it; otherwise it does so anew for each database that a process opens here, which is some two
 * fifths of the processor time of opening and closing one.
 */
let compiled: Promise<WebAssembly.Module> | null = null;
const compile = async (): Promise<WebAssembly.Module> => {
  const pglite = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  return WebAssembly.compile(await readFile(join(dirname(pglite), 'pglite.wasm')));
};

/** Puts an empty database where the service of an embedded place would make one. */
export async function copyEmptyDatabase({ settings }: Pick<TestPlace, 'settings'>): Promise<void> {
  compiled ??= compile();
  await compiled;
  // One call in place of a thousand small ones is twice as fast.
  cpSync(await emptyDatabase(settings), join(settings.dataDir, 'database'), { recursive: true });
}

async function emptyDatabase(settings: TestPlace['settings']): Promise<string> {
  const hash = createHash('sha256');
  const changes = (await readdir(join(project, migrations))).sort().map((name) => join(migrations, name));
  for (const path of [...ingredients, ...changes]) hash.update(await readFile(join(project, path)));
  const kept = join(cache, `feedmill-database-${hash.digest('hex').slice(0, 12)}`);
  if (await exists(kept)) return kept;
  const claim = `${kept}.claim`;
  await mkdir(cache, { recursive: true });
  const ours = await mkdir(claim).then(
    () => true,
    () => false,
  );
  // Whoever claimed it may have been killed; then everybody makes one of their own.
  if (!ours) await until('it is made', () => exists(kept), 15_000).catch(() => undefined);
  const own = `${kept}.${process.pid}`;
  try {
    if (!(await exists(kept))) {
      await (await openDatabase(settings, own)).close(5_000);
      // A rename onto a folder that is not empty fails: somebody else was faster.
      await rename(own, kept).catch(() => undefined);
    }
  } finally {
    await rm(own, { recursive: true, force: true });
    await rm(claim, { recursive: true, force: true });
  }
  return kept;
}

const exists = (folder: string): Promise<boolean> =>
  readFile(join(folder, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
