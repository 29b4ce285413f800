// `feedmill fetch --check`: judges addresses line by line, as they come in and in their order. Names are looked up some
// at a time; nothing else is connected to. An input line gives an output line, whatever stands in it.
import { createInterface } from 'node:readline';
import { loadSettings } from '../config.js';
import type { Checked } from '../web/check.js';
import type { Output } from './output.js';
import { printableLine } from './printable.js';

/** Lookups at once: a dead name takes some seconds, and the others go on meanwhile. */
const AT_ONCE = 64;

interface Judged extends Checked {
  url: string;
}

/**
 * Answers for `named`, or for each line of standard input when it is `-`.
 * @throws FeedmillError CONFIG_INVALID
 */
export async function checkUrls(
  named: string,
  { dns, json }: { dns: boolean; json: boolean },
  output: Output,
): Promise<void> {
  const { settings } = loadSettings();
  const { createChecker } = await import('../web/check.js');
  const { allowPrivate } = settings;
  const check = createChecker({ allowPrivate, allowPorts: settings.allowPorts.map(Number), dns });
  const lines = named === '-' ? createInterface({ input: process.stdin, crlfDelay: Infinity }) : [named];
  const judge = async (line: string): Promise<Judged> => {
    // What follows a tab is somebody's remark.
    const url = line.split('\t', 1)[0] ?? '';
    return { url, ...(await check(url)) };
  };
  await inOrder(lines, judge, (judged) => {
    if (json) output.document(`${JSON.stringify(judged)}\n`);
    else printVerdict(judged, output);
  });
}

function printVerdict({ verdict, rule, detail }: Judged, output: Output): void {
  const paint = verdict === 'allowed' ? output.colors.green : output.colors.red;
  output.print([verdict, rule, printableLine(detail)].join('\t'), paint);
}

/** Calls `tell` with what `work` makes of each line, in the order of the lines, each as soon as it can be told. */
async function inOrder<T>(
  lines: AsyncIterable<string> | Iterable<string>,
  work: (line: string) => Promise<T>,
  tell: (result: T) => void,
): Promise<void> {
  const untold: Promise<void>[] = [];
  let last = Promise.resolve();
  for await (const line of lines) {
    const result = work(line);
    last = last.then(async () => tell(await result));
    untold.push(last);
    if (untold.length >= AT_ONCE) await untold.shift();
  }
  await last;
}
