// Tags every text of a corpus. usage: bench:language -- --texts DIR --out DIR [--report]
// DIR holds <set>.tsv with lines `tag<TAB>text`; <set>.txt gets one detected tag a line, in the same order. --report
// prints what a confidence is worth, the speed of long and short texts, and the worst confusions, before the last line.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { detectLanguage, loadLanguageModel } from '../src/language/detect.js';
import { reportOf, type Tagged } from './language-report.js';

const { values } = parseArgs({
  options: { texts: { type: 'string' }, out: { type: 'string' }, report: { type: 'boolean' } },
});
if (values.texts === undefined || values.out === undefined)
  throw new Error('usage: bench:language -- --texts DIR --out DIR [--report]');
mkdirSync(values.out, { recursive: true });

const rssBefore = process.memoryUsage().rss;
const loading = performance.now();
await loadLanguageModel();
detectLanguage('A first sentence makes sure that everything is loaded.');
const loadMs = performance.now() - loading;
const rssMb = (process.memoryUsage().rss - rssBefore) / 1e6;

function tagged(line: string): Tagged {
  const tab = line.indexOf('\t');
  const text = line.slice(tab + 1);
  const started = performance.now();
  const { tag, confidence } = detectLanguage(text);
  return { want: line.slice(0, tab), text, tag, confidence, ms: performance.now() - started };
}

const all: Tagged[] = [];
for (const file of readdirSync(values.texts).filter((name) => name.endsWith('.tsv'))) {
  const lines = readFileSync(join(values.texts, file), 'utf8').split('\n');
  const answers = lines.filter((line) => line !== '').map(tagged);
  all.push(...answers);
  writeFileSync(
    join(values.out, file.replace(/tsv$/, 'txt')),
    `${answers.map(({ tag }) => tag).join('\n')}\n`,
  );
}
if (values.report === true) console.log(reportOf(all).join('\n'));

const ms = all.reduce((sum, answer) => sum + answer.ms, 0);
const bytes = all.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
const round = (value: number): number => Math.round(value * 10) / 10;
console.log(
  JSON.stringify({
    texts: all.length,
    textsPerSecond: round((all.length / ms) * 1_000),
    megabytesPerSecond: round(bytes / 1_000 / ms),
    loadMs: Math.round(loadMs),
    rssMb: Math.round(rssMb),
  }),
);
