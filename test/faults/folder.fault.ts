// The data folder of the embedded database: held twice, left by a process that died, damaged, of another version.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { fault } from './harness/fault.js';
import { seeded } from './harness/options.js';
import type { FaultService } from './harness/service.js';
import type { Trial } from './harness/trial.js';

const databaseOf = ({ system }: Trial): string => join(system.settings.dataDir, 'database');

/** Starts another service on the folder: it has to end by itself, and soon. */
async function refused(
  trial: Trial,
  withinMs = 30_000,
): Promise<{ code: unknown; said: string; ms: number }> {
  const started = performance.now();
  const second = await trial.system.launch();
  const code = await Promise.race([second.program.ended, pause(withinMs, 'still running', { ref: false })]);
  return { code, said: second.program.stderr(), ms: performance.now() - started };
}

/** Takes everything in, and stops in order. */
async function filled(trial: Trial): Promise<void> {
  const service = await trial.load(1);
  await trial.ended(service);
  await trial.quiet(service);
  await trial.stop();
}

const heldBy = ({ pid }: FaultService): RegExp =>
  new RegExp(`^The data folder \\S+ is held by \`feedmill start\` \\(process ${pid}\\)\\. Stop that process`);

fault(24, { articles: 50 }, async (trial) => {
  const holder = await trial.load(1);
  const beside = await refused(trial);
  expect(beside).toMatchObject({ code: 4, said: expect.stringMatching(heldBy(holder)) as string });
  process.kill(holder.pid, 'SIGSTOP');
  const asleep = await refused(trial);
  process.kill(holder.pid, 'SIGCONT');
  expect(asleep).toMatchObject({ code: 4, said: expect.stringContaining('is held by') as string });
  trial.caused(2);
  await trial.ended(holder);
  await trial.quiet(holder);
  await trial.check();
});

fault(25, { articles: 50 }, async (trial) => {
  const dead = await trial.load(1);
  await dead.kill();
  const folder = join(trial.system.settings.dataDir, 'lock');
  const [socket] = await readdir(folder);
  expect(socket).toMatch(new RegExp(`^${dead.pid}-`));
  // The number of the dead process belongs to somebody else by now.
  const stranger = spawn('sleep', ['600'], { stdio: 'ignore' });
  await rename(
    join(folder, socket ?? ''),
    join(folder, (socket ?? '').replace(/^\d+/, String(stranger.pid))),
  );
  trial.caused();
  const service = await trial.system.start();
  stranger.kill();
  await once(stranger, 'exit');
  await trial.ended(service);
  await trial.quiet(service);
  await trial.check({ extraRequests: 1 });
});

interface Damage {
  by: string;
  does(database: string): Promise<void>;
  /** Undoes it, as a backup would. */
  undoes(database: string): Promise<void>;
}

const aside = (name: string): Damage => ({
  by: `${name} is missing`,
  does: (database) => rename(join(database, name), join(database, `../${basename(name)}.aside`)),
  undoes: (database) => rename(join(database, `../${basename(name)}.aside`), join(database, name)),
});

const cut = (name: string): Damage => ({
  by: `${name} is cut`,
  does: async (database) => {
    await writeFile(join(database, '../cut.aside'), await readFile(join(database, name)));
    await truncate(join(database, name), 100);
  },
  undoes: async (database) => {
    await writeFile(join(database, name), await readFile(join(database, '../cut.aside')));
    await rm(join(database, '../cut.aside'));
  },
});

const damages: readonly Damage[] = [
  aside('PG_VERSION'),
  cut('global/pg_control'),
  aside('global/pg_control'),
];

for (const { by, does, undoes } of damages)
  fault(26, { by, articles: 20 }, async (trial) => {
    await filled(trial);
    const database = databaseOf(trial);
    await does(database);
    const before = (await readdir(database)).sort();
    const { code, said } = await refused(trial);
    trial.caused();
    expect({ code, said }).toMatchObject({
      code: 4,
      said: expect.stringMatching(/Nothing was changed\. Restore the folder from a backup/) as string,
    });
    // The database may have noted that it was tried to be opened; nothing is gone.
    expect(await readdir(database)).toEqual(expect.arrayContaining(before));
    await undoes(database);
    await trial.check();
  });

fault(26, { by: 'a thousand bytes are overwritten', articles: 20 }, async (trial) => {
  const random = seeded(trial.options.seed);
  await filled(trial);
  const database = databaseOf(trial);
  const backup = `${database}.backup`;
  await cp(database, backup, { recursive: true });
  const folder = join(database, 'base', '5');
  const files = (await readdir(folder)).filter((name) => /^\d+$/.test(name));
  const file = join(folder, files[Math.floor(random() * files.length)] ?? '');
  const torn = await readFile(file);
  const at = Math.floor(random() * Math.max(1, torn.length - 1_000));
  torn.fill(0xa5, at, at + 1_000);
  await writeFile(file, torn);
  trial.caused();
  // What was overwritten may be a page that nothing reads; the service ends or starts, and says so within its time.
  const second = await trial.system.launch();
  const outcome = await Promise.race([
    second.program.ended.then(() => 'ended'),
    second.nextLine('it runs', ({ msg }) => msg.startsWith('listening')).then(() => 'runs'),
  ]);
  expect(['ended', 'runs']).toContain(outcome);
  await second.kill();
  await rm(database, { recursive: true });
  await rename(backup, database);
  await trial.check();
});

fault(27, { articles: 20 }, async (trial) => {
  await filled(trial);
  const version = join(databaseOf(trial), 'PG_VERSION');
  const before = await readFile(version, 'utf8');
  await writeFile(version, '17\n');
  const { code, said } = await refused(trial);
  trial.caused();
  expect({ code, said }).toMatchObject({
    code: 4,
    said: expect.stringMatching(/was written by PostgreSQL 17; this Feedmill embeds version 18\./) as string,
  });
  await writeFile(version, before);
  await trial.check();
});
