// Whether a text can make a pattern of src slow. Every pattern is found by a parser of TypeScript and shown to recheck;
// what recheck does not prove to be linear must stand in slow-patterns.ts with the bound of its input, at which it is
// measured. Patterns that are put together at run time are named below with where their parts come from.
// usage: npm run check:regexes
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { checkSync } from 'recheck';
import { filled, pumps } from './long-inputs.js';
import { type SlowPatterns, slowPatterns } from './slow-patterns.js';
import { type SourcePattern, sourcePatterns } from './source-patterns.js';

/** Made at run time from words that this program holds, none from outside. */
const assembled: ReadonlyMap<string, number> = new Map([
  ['src/dates/find.ts', 1],
  ['src/extract/page-dates.ts', 1],
  ['src/extract/phrases.ts', 1],
  ['src/extract/title.ts', 3],
  ['src/http/methods.ts', 1],
  ['src/language/spelling.ts', 1],
  ['src/store/search-snippet.ts', 1],
]);
/** A pattern that recheck cannot decide in this time must be listed; those that it can take a second or two on a quiet machine. */
const DECISION_MS = 60_000;
/** What the slowest text may take at a pattern's bound, in processor time. */
const SLOWEST_MS = 100;

interface Verdict {
  pattern: SourcePattern;
  status: string;
}

function judged(patterns: readonly SourcePattern[]): Verdict[] {
  return patterns.map((pattern) => {
    const { status } = checkSync(pattern.source, pattern.flags, { timeout: DECISION_MS });
    return { pattern, status };
  });
}

/** recheck's verdicts, by as many threads as there are processors. */
async function verdictsOf(patterns: readonly SourcePattern[]): Promise<Verdict[]> {
  const threads = Math.max(1, availableParallelism());
  const shares = Array.from({ length: threads }, (_, thread) =>
    patterns.filter((_, index) => index % threads === thread),
  );
  const verdicts = await Promise.all(
    shares.map(
      (share) =>
        new Promise<Verdict[]>((resolve, reject) => {
          const options = { workerData: share, execArgv: ['--import', './typescript-loader.mjs'] };
          new Worker(new URL(import.meta.url), options).once('message', resolve).once('error', reject);
        }),
    ),
  );
  return verdicts.flat();
}

const placeOf = ({ file, line, source, flags }: SourcePattern): string =>
  `${file}:${line} /${source.length > 100 ? `${source.slice(0, 100)}…` : source}/${flags}`;

const entryOf = ({ file, source }: SourcePattern): SlowPatterns | undefined =>
  slowPatterns.find((entry) => entry.file === file && entry.starts.some((start) => source.startsWith(start)));

interface Slowest {
  ms: number;
  text: string;
}

function slowestText({ source, flags }: SourcePattern, { characters, isFolded }: SlowPatterns): Slowest {
  const pattern = new RegExp(source, flags.includes('g') ? flags : `${flags}g`);
  let worst: Slowest = { ms: 0, text: '' };
  for (const pump of pumps) {
    const given = filled(pump, characters);
    const text = (isFolded ? given.replace(/\s+/g, ' ') : given).slice(0, characters);
    const started = process.cpuUsage();
    text.replace(pattern, '');
    const { user, system } = process.cpuUsage(started);
    const ms = (user + system) / 1_000;
    if (ms > worst.ms) worst = { ms, text: JSON.stringify(pump) };
  }
  return worst;
}

function complaintsAboutTable(patterns: readonly SourcePattern[]): string[] {
  const unused = slowPatterns.flatMap(({ file, starts }) =>
    starts
      .filter((start) => !patterns.some((one) => one.file === file && one.source.startsWith(start)))
      .map((start) => `${file}: no pattern begins with ${start} any more; take it out of slow-patterns.ts`),
  );
  const made = patterns.filter(({ isLiteral }) => !isLiteral).map(({ file }) => file);
  const strange = [...new Set(made)]
    .filter((file) => assembled.get(file) !== made.filter((one) => one === file).length)
    .map((file) => `${file} makes patterns at run time that regexes.ts does not know`);
  return [...unused, ...strange];
}

function complaintsAboutSlow(listed: readonly SourcePattern[]): string[] {
  const complaints: string[] = [];
  for (const pattern of listed) {
    const entry = entryOf(pattern);
    if (entry === undefined) continue;
    const { characters } = entry;
    const { ms, text } = slowestText(pattern, entry);
    process.stdout.write(
      `${String(Math.round(ms)).padStart(6)} ms at ${characters}: ${placeOf(pattern)} ${text}\n`,
    );
    if (ms > SLOWEST_MS)
      complaints.push(`${placeOf(pattern)} takes ${Math.round(ms)} ms at ${characters} of ${text}`);
  }
  return complaints;
}

async function main(): Promise<void> {
  const patterns = sourcePatterns();
  const literal = patterns.filter(({ isLiteral }) => isLiteral);
  const listed = literal.filter((pattern) => entryOf(pattern) !== undefined);
  const verdicts = await verdictsOf(literal.filter((pattern) => entryOf(pattern) === undefined));
  const complaints = [
    ...complaintsAboutTable(patterns),
    ...verdicts
      .filter(({ status }) => status !== 'safe')
      .map(({ pattern, status }) => `${placeOf(pattern)} is ${status}; mend it, or list it with its bound`),
    ...complaintsAboutSlow(listed),
  ];
  for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
  process.stdout.write(
    `${patterns.length} patterns: ${verdicts.length - verdicts.filter(({ status }) => status !== 'safe').length} linear, ${listed.length} bounded, ${complaints.length} complaints\n`,
  );
  if (patterns.length < 100 || complaints.length > 0) process.exitCode = 1;
}

if (isMainThread) await main();
else parentPort?.postMessage(judged(workerData as SourcePattern[]));
