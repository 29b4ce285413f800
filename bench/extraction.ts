// Cleans every page of a corpus, one thread, beside the bare parse of the same pages in the same run.
// The young generation has the size that the service gives to its cleaning threads, for the floor as well.
// usage: bench:extraction -- --pages DIR --out FILE     DIR holds truth.json and pages/<id>.html.gz
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { load } from 'cheerio';
import { extractArticle } from '../src/extract/article.js';
import { decodeText } from '../src/feeds/decode.js';
import { detectLanguage, loadLanguageModel } from '../src/language/detect.js';

const { values } = parseArgs({ options: { pages: { type: 'string' }, out: { type: 'string' } } });
if (values.pages === undefined || values.out === undefined)
  throw new Error('usage: bench:extraction -- --pages DIR --out FILE');
const folder = values.pages;
const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Record<
  string,
  { url?: string }
>;
const now = new Date();
const pages = Object.entries(truth).map(([id, { url }]) => ({
  id,
  url: url ?? 'http://example.invalid/',
  html: decodeText(gunzipSync(readFileSync(join(folder, 'pages', `${id}.html.gz`)))).text,
}));
await loadLanguageModel();

// As a service that has run for a while: both are compiled before they are measured.
const WARMING = 200;
for (const { html, url } of pages.slice(0, WARMING)) {
  load(html, { xml: { xmlMode: false } });
  extractArticle(html, { url, now });
}
let cleanMs = 0;
let floorMs = 0;
let peakRss = 0;
const results: Record<string, object> = {};
// Page by page in turns, so that a slow moment of the machine falls on both.
for (const { id, url, html } of pages) {
  const floorStarted = performance.now();
  load(html, { xml: { xmlMode: false } });
  const started = performance.now();
  const article = extractArticle(html, { url, now });
  cleanMs += performance.now() - started;
  floorMs += started - floorStarted;
  peakRss = Math.max(peakRss, process.memoryUsage().rss);
  results[id] = {
    ...article,
    language: detectLanguage(article.text, { declared: article.declaredLanguage }).tag,
  };
}
writeFileSync(values.out, JSON.stringify(results));
const perSecond = (ms: number): number => Math.round((pages.length / ms) * 10_000) / 10;
console.log(
  JSON.stringify({
    pages: pages.length,
    pagesPerSecond: perSecond(cleanMs),
    floorPagesPerSecond: perSecond(floorMs),
    ratio: Math.round((floorMs / cleanMs) * 1_000) / 1_000,
    peakRssMb: Math.round(peakRss / 1e6),
  }),
);
