// Tags every text of a corpus. usage: bench:language -- --texts DIR --out DIR
// DIR holds <set>.tsv with lines `tag<TAB>text`; <set>.txt gets one detected tag a line, in the same order.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { detectLanguage, loadLanguageModel } from '../src/language/detect.js';

const { values } = parseArgs({ options: { texts: { type: 'string' }, out: { type: 'string' } } });
if (values.texts === undefined || values.out === undefined)
  throw new Error('usage: bench:language -- --texts DIR --out DIR');
mkdirSync(values.out, { recursive: true });

const rssBefore = process.memoryUsage().rss;
const loading = performance.now();
await loadLanguageModel();
detectLanguage('A first sentence makes sure that everything is loaded.');
const loadMs = performance.now() - loading;
const rssMb = (process.memoryUsage().rss - rssBefore) / 1e6;

let texts = 0;
let bytes = 0;
let ms = 0;
for (const file of readdirSync(values.texts).filter((name) => name.endsWith('.tsv'))) {
  const lines = readFileSync(join(values.texts, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const bodies = lines.map((line) => line.slice(line.indexOf('\t') + 1));
  const started = performance.now();
  const tags = bodies.map((text) => detectLanguage(text).tag);
  ms += performance.now() - started;
  texts += bodies.length;
  bytes += bodies.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  writeFileSync(join(values.out, file.replace(/tsv$/, 'txt')), `${tags.join('\n')}\n`);
}
const round = (value: number): number => Math.round(value * 10) / 10;
console.log(
  JSON.stringify({
    texts,
    textsPerSecond: round((texts / ms) * 1_000),
    megabytesPerSecond: round(bytes / 1_000 / ms),
    loadMs: Math.round(loadMs),
    rssMb: Math.round(rssMb),
  }),
);
