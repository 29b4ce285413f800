// Runs the benches behind the README's figures one after another and writes bench/RESULTS.md: what each printed, with
// its command, the machine and the date. A bench that fails or lacks its pages says so there; the others go on. With
// `--only` the sections of the others stay as they are.
// usage: npm run bench -- [--ground DIR] [--only fleet,paint] [--out FILE]
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import pg from 'pg';
import { type Bench, benches } from './list.js';

const { values } = parseArgs({
  options: {
    ground: { type: 'string', default: '../shared/bench' },
    only: { type: 'string' },
    out: { type: 'string', default: resolve(import.meta.dirname, 'RESULTS.md') },
  },
});
const ground = resolve(values.ground);
const scratch = mkdtempSync(join(tmpdir(), 'feedmill-bench-'));
const wanted = values.only?.split(',').map((name) => `bench:${name.replace(/^bench:/, '')}`);
for (const name of wanted ?? [])
  if (!benches.some(({ command }) => command === name)) throw new Error(`${name} is no bench of the list`);

/** Newsrooms have the ports from here on. */
const FIRST_PORT = 8198;

// What a compiler complains of it writes to its output.
const lastLines = (text: string): string => text.trim().split('\n').slice(-5).join('\n');

/** Runs a program to its end; its output, or why it failed. */
async function run(args: string[]): Promise<{ ok: boolean; text: string }> {
  const child = spawn('npm', ['run', '-s', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0
    ? { ok: true, text: out.trim() }
    : { ok: false, text: `failed with ${code}: ${lastLines(errors) || lastLines(out)}` };
}

/** Starts a newsroom of the measuring ground; the address of its list of feeds. */
async function startNewsroom(port: number): Promise<{ opml: string; child: ChildProcess }> {
  const pages = ['zyte', 'chunks'].map((set) => join(ground, 'extraction', set));
  const args = [join(ground, 'newsroom.mjs'), '--port', String(port), ...pages];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`the newsroom did not start; is port ${port} taken?`);
  });
  const [line] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer];
  return { opml: (JSON.parse(line.toString()) as { opml: string }).opml, child };
}

async function section({ command, args, needs, beside }: Bench): Promise<string> {
  const missing = needs.filter((name) => !existsSync(join(ground, name)));
  // Who compares figures must know what else the machine did: a load of 1 is one core's work.
  const day = `${new Date().toISOString().slice(0, 10)}, at a load of ${loadavg()[0]?.toFixed(1)} before it began`;
  const ran = `${day}${beside === '' ? '' : `; in the same run: ${beside}`}.`;
  const head = `## \`${command}\`\n\n${ran}\n`;
  if (missing.length > 0)
    return `${head}\nLeft out: ${missing.join(', ')} missing in the folder that \`--ground\` names.\n`;
  const lists = Math.max(...args.map((one) => one.filter((arg) => arg === '{opml}').length));
  const newsrooms: Awaited<ReturnType<typeof startNewsroom>>[] = [];
  for (let n = 0; n < lists; n++) newsrooms.push(await startNewsroom(FIRST_PORT + n));
  const parts: string[] = [];
  for (const one of args) {
    const left = newsrooms.values();
    const filled = one.map((arg) =>
      arg === '{opml}'
        ? (left.next().value?.opml ?? '')
        : arg.replace('{ground}', ground).replace('{out}', scratch),
    );
    const began = Date.now();
    const { ok, text } = await run([command, ...(filled.length === 0 ? [] : ['--', ...filled])]);
    const seconds = Math.round((Date.now() - began) / 1_000);
    console.log(`${command} ${one.join(' ')}: ${ok ? 'done' : 'FAILED'} in ${seconds} s`);
    const typed = `npm run ${command}${one.length === 0 ? '' : ` -- ${one.join(' ')}`}`;
    parts.push(`\n\`${typed}\` (${seconds} s)\n\n\`\`\`\n${text.replaceAll(ground, '{ground}')}\n\`\`\`\n`);
  }
  for (const { child } of newsrooms) child.kill();
  return head + parts.join('');
}

async function versions(): Promise<string> {
  const url = process.env['FEEDMILL_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  const redis = new Redis(process.env['FEEDMILL_TEST_REDIS'] ?? 'redis://127.0.0.1:6379/9', {
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  const postgres = await client.connect().then(
    async () =>
      (await client.query<{ v: string }>(`select current_setting('server_version') as v`)).rows[0]?.v ?? '',
    () => 'none',
  );
  const server = await redis.info('server').then(
    (info) => /^redis_version:(\S+)/m.exec(info)?.[1] ?? '',
    () => 'none',
  );
  redis.disconnect();
  await client.end().catch(() => undefined);
  return `Node ${process.versions.node}, PostgreSQL ${postgres}, Redis ${server}`;
}

/** The sections of the page as it stands, by their commands. */
function written(): Map<string, string> {
  const page = existsSync(values.out) ? readFileSync(values.out, 'utf8') : '';
  const sections = page.split(/^(?=## `)/m).slice(1);
  return new Map(sections.map((text) => [/`(.+)`/.exec(text)?.[1] ?? '', `${text.trim()}\n`]));
}

const chosen = benches.filter(({ command }) => wanted === undefined || wanted.includes(command));
const machine = `${availableParallelism()} cores of ${cpus()[0]?.model ?? 'an unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB`;
const head = `# Results\n\nWritten by \`npm run bench\` on ${machine}; ${await versions()}. Each section has the day of its run.\n`;
const sections = wanted === undefined ? new Map<string, string>() : written();
for (const bench of chosen) {
  // What one bench breaks is its own section's.
  const text = await section(bench).catch(
    (error: unknown) => `## \`${bench.command}\`\n\nNot run: ${String(error)}\n`,
  );
  sections.set(bench.command, text);
  const page = benches.flatMap(({ command }) => sections.get(command) ?? []);
  writeFileSync(values.out, [head, ...page].join('\n'));
}
rmSync(scratch, { recursive: true, force: true });
console.log(`${values.out} is written`);
process.exit(0);
