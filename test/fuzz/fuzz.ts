// Looks for inputs at which something that must hold does not, or on which the service would hang or die. Inputs are
// those of fast-check and mutations of whole ones; they run in a thread that is watched. The same seed makes the same
// inputs. What is found is made smaller, written to a file and named at the end, and the exit code is then 1.
// usage: npm run test:fuzz -- [--target feeds|pages|…] [--minutes M] [--seed N] [--corpus DIR] [--long [--every N]]
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { filled, places, pumps } from '../security/long-inputs.js';
import { minimised } from './minimise.js';
import { mutant, randomOf } from './mutations.js';
import { seedInputs } from './seed-inputs.js';
import { type TargetName, targetNames } from './targets.js';
import { type Finding, WatchedThread } from './watched-thread.js';

const BATCH = 50;
/** After so many the target is broken, and more of them say nothing new. */
const MAX_FINDINGS = 20;
const LONG_BYTES = 1_000_000;

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

interface Found {
  target: TargetName;
  kind: Finding['kind'];
  message: string;
  file: string;
}

const folder = mkdtempSync(join(tmpdir(), 'feedmill-fuzz-'));
const found: Found[] = [];

/** Makes a finding's input smaller, keeps it as a file, and tells of it. */
async function keep(
  target: TargetName,
  bytes: Uint8Array,
  { kind, message }: Finding,
  thread: WatchedThread,
) {
  const first = message.split('\n', 1)[0] ?? '';
  if (found.some((one) => one.target === target && one.message === first)) return;
  const fails = async (less: Uint8Array): Promise<boolean> => {
    const { findings } = await thread.run({ target, inputs: [less] });
    return findings[0]?.kind === kind && (kind !== 'threw' || findings[0].message.startsWith(first));
  };
  // Each try of a hang takes as long as a hang does.
  const small = await minimised(bytes, fails, kind === 'threw' ? 300 : 25);
  const file = join(folder, `${target}-${found.length + 1}.bin`);
  writeFileSync(file, small);
  found.push({ target, kind, message: first, file });
  say(`${target}: ${kind}: ${message.split('\n').slice(0, 4).join(' ')}\n  ${small.length} bytes in ${file}`);
}

/** fast-check's share of a batch: text of any characters, and pieces of whole inputs side by side. */
function arbitrary(whole: readonly string[]): fc.Arbitrary<string> {
  const pieces = whole.flatMap((text) => text.split(/(?<=[>;,\n])|(?=<)/)).filter((piece) => piece !== '');
  const piece = fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 20 }));
  return fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(piece, { maxLength: 40 }).map((parts) => parts.join('')),
  );
}

function corpusOf(directory: string | undefined): Buffer[] {
  if (directory === undefined) return [];
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}

interface Run {
  target: TargetName;
  endsAt: number;
  seed: number;
  corpus: readonly Buffer[];
}

async function fuzz({ target, endsAt, seed, corpus }: Run): Promise<void> {
  const thread = new WatchedThread();
  const random = randomOf(seed);
  const whole = seedInputs[target];
  const inputs = [...whole.map((text) => Buffer.from(text)), ...corpus];
  const texts = fc.sample(arbitrary(whole), { seed, numRuns: 2_000 });
  let [runs, slowestMs] = [0, 0];
  while (Date.now() < endsAt && found.length < MAX_FINDINGS) {
    const batch = Array.from({ length: BATCH }, (_, index) =>
      index % 5 === 0 && runs < texts.length * 5
        ? Buffer.from(texts[(runs + index) / 5] ?? '')
        : mutant(inputs, random),
    );
    const result = await thread.run({ target, inputs: batch });
    runs += batch.length;
    slowestMs = Math.max(slowestMs, result.slowestMs);
    for (const finding of result.findings)
      await keep(target, batch[finding.at] ?? Buffer.of(), finding, thread);
  }
  await thread.stop();
  say(`${target}: ${runs} inputs with seed ${seed}, the slowest took ${Math.round(slowestMs)} ms`);
}

/** The megabytes of long-inputs.ts; with `every` of 1 all of them. */
async function long(target: TargetName, every: number): Promise<void> {
  const thread = new WatchedThread();
  let [runs, slowestMs, slowest, turn] = [0, 0, '', 0];
  for (const [place, write] of Object.entries(places[target]))
    for (const pump of pumps) {
      if (turn++ % every !== 0) continue;
      // Where characters are written as references, fewer of them make a megabyte.
      const share = 10_000 / Math.max(10_000, Buffer.byteLength(write(filled(pump, 10_000))));
      const bytes = Buffer.from(write(filled(pump, LONG_BYTES * share)));
      const result = await thread.run({ target, inputs: [bytes] });
      runs++;
      if (result.slowestMs > slowestMs)
        [slowestMs, slowest] = [result.slowestMs, `${place}, ${JSON.stringify(pump)}`];
      for (const finding of result.findings) {
        const file = join(folder, `${target}-${found.length + 1}.bin`);
        writeFileSync(file, bytes);
        found.push({
          target,
          kind: finding.kind,
          message: `${place}, ${JSON.stringify(pump)}: ${finding.message}`,
          file,
        });
      }
    }
  await thread.stop();
  say(`${target}: ${runs} megabytes, the slowest took ${Math.round(slowestMs)} ms: ${slowest}`);
}

const { values } = parseArgs({
  options: {
    target: { type: 'string' },
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    corpus: { type: 'string' },
    long: { type: 'boolean', default: false },
    every: { type: 'string', default: '1' },
  },
});
const wanted = targetNames.filter((name) => (values.target ?? name).split(',').includes(name));
if (wanted.length === 0) throw new Error(`--target is one of ${targetNames.join(', ')}`);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const corpus = corpusOf(values.corpus);
for (const target of wanted) {
  if (values.long) await long(target, Number(values.every));
  else await fuzz({ target, endsAt: Date.now() + Number(values.minutes) * 60_000, seed, corpus });
}
for (const { target, kind, message, file } of found)
  say(`FOUND ${target}: ${kind}: ${message} (${file}, seed ${seed})`);
say(`${found.length} findings`);
if (found.length > 0) process.exitCode = 1;
