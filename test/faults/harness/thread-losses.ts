// Pages that cost their thread, and how long it takes until another one is there. No page can do so by itself, so the
// program is changed; it writes down what each thread begins, and when one is lost.
import { readFile } from 'node:fs/promises';
import type { Patch } from './patched.js';
import type { LogLine } from './service.js';

/** What befalls the thread that has a page with this mark in hand. */
const accidents = {
  hang: 'for (;;);',
  exit: 'process.exit(3);',
  recurse: 'const deep = (n: number): number => 1 + deep(n + 1); deep(0);',
  eat: 'const eaten: number[][] = []; for (;;) eaten.push(Array.from({ length: 10_000 }, (_, n) => n));',
};
export type Accident = keyof typeof accidents;
export const markOf = (accident: Accident): string => `a page that makes its thread ${accident}`;

const TASKS = [
  { file: 'workers/clean-thread.ts', from: 'const { text, charset } = decodeText(', about: 'url' },
  { file: 'workers/tag-thread.ts', from: 'await loadLanguageModel();\n  const { main', about: "'text'" },
];
const DECODED = 'const { text, charset } = decodeText(unpackBytes(packed), { contentType });';
const BROKEN = "return { status: 'broken', reason };";

/** A program to which this happens, and that writes its moments to a file: when, by which thread, about what. */
export function accidentProne(momentsFile: string): Patch[] {
  const note = (thread: string, about: string): string =>
    `process.getBuiltinModule('node:fs').appendFileSync(${JSON.stringify(momentsFile)}, [Date.now(), ${thread}, ${about}].join(' ') + '\\n');`;
  const ownThread = "process.getBuiltinModule('node:worker_threads').threadId";
  return [
    ...TASKS.map(({ file, from, about }) => ({ file, from, to: `${note(ownThread, about)}\n${from}` })),
    {
      file: 'workers/clean-thread.ts',
      from: DECODED,
      to: [
        DECODED,
        ...Object.entries(accidents).map(
          ([accident, does]) => `if (text.includes('${markOf(accident as Accident)}')) { ${does} }`,
        ),
      ].join('\n'),
    },
    { file: 'workers/thread-pool.ts', from: BROKEN, to: `${note('0', "'lost'")}\n${BROKEN}` },
  ];
}

interface Moment {
  at: number;
  thread: number;
  about: string;
}

/**
 * For each task that broke while pages waited, how long it took until a thread began the next one, in ms: another thread
 * than there was before where `isReplaced`. `lines` are the log's, which say which pages could be cleaned when.
 */
export async function waitsForThreads(
  momentsFile: string,
  lines: readonly LogLine[],
  isReplaced: boolean,
): Promise<number[]> {
  const moments = (await readFile(momentsFile, 'utf8'))
    .trim()
    .split('\n')
    .map((line): Moment => {
      const [at = '', thread = '', about = ''] = line.split(' ');
      return { at: Number(at), thread: Number(thread), about };
    })
    .sort((a, b) => a.at - b.at);
  const waits: number[] = [];
  for (const { at } of moments.filter(({ about }) => about === 'lost')) {
    const begun = moments.filter(({ about }) => about !== 'lost');
    if (!someWait(at, begun, lines)) continue;
    const known = new Set(begun.filter((one) => one.at <= at).map(({ thread }) => thread));
    const next = begun.find((one) => one.at > at && !(isReplaced && known.has(one.thread)));
    if (next !== undefined) waits.push(next.at - at);
  }
  return waits;
}

const timeOf = (line: LogLine): number => Date.parse(String(line['time']));

/** Whether a page could be cleaned at that moment that no thread had begun. */
function someWait(at: number, begun: readonly Moment[], lines: readonly LogLine[]): boolean {
  const due = new Map<string, number>();
  for (const line of lines.filter((one) => timeOf(one) < at)) {
    const url = String(line['url']);
    if (line.stage === 'scrape' && line.outcome === 'done') due.set(url, timeOf(line));
    if (line.stage !== 'clean') continue;
    // One that pauses before its next try waits for no thread.
    if (line.outcome === 'retry') due.set(url, timeOf(line) + Number(line['nextTryInMs']));
    else due.delete(url);
  }
  return [...due].some(
    ([url, since]) =>
      since < at && !begun.some((one) => one.about === url && one.at >= since && one.at <= at),
  );
}
