// Cleans every page of a corpus, one thread, beside the bare parse of the same pages in the same run, scores the texts,
// and tells whether the pages that went wrong are those of which the cleaner was least sure.
// A single page's time is the processor's, the collector's threads included, so that what else the machine does changes
// little; the ratio is of the time that passes, which such moments lengthen on both sides.
// The young generation has the size that the service gives to its cleaning threads, for the floor as well.
// usage: bench:extraction -- --pages DIR [--out FILE]   DIR holds truth.json and pages/<id>.html.gz
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { load } from 'cheerio';
import { type ExtractedArticle, extractArticle } from '../src/extract/article.js';
import { detectLanguage, loadLanguageModel } from '../src/language/detect.js';
import { pagesIn } from './pages.js';
import { type PageScore, scoreAll, scoreOf } from './text-scores.js';

const { values } = parseArgs({ options: { pages: { type: 'string' }, out: { type: 'string' } } });
if (values.pages === undefined) throw new Error('usage: bench:extraction -- --pages DIR [--out FILE]');
const pages = pagesIn(values.pages);
const now = new Date();
await loadLanguageModel();

// As a service that has run for a while: both are compiled before they are measured.
const WARMING = 400;
for (let cleaned = 0; cleaned < WARMING; cleaned++) {
  const { html, url } = pages[cleaned % pages.length] ?? { html: '', url: '' };
  load(html, { xml: { xmlMode: false } });
  extractArticle(html, { url, now });
}
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
};
const pageMs: number[] = [];
let cleanMs = 0;
let floorMs = 0;
let peakRss = 0;
/** The milliseconds of each pass over a page: cleaned, and its bare parse. */
const passes = new Map<string, { clean: number[]; floor: number[] }>();
const results: Record<string, ExtractedArticle & { language: string }> = {};
// Page by page in turns, so that a slow moment of the machine falls on both; and often, because a collection of the
// whole heap falls on whichever of the two runs when it is due.
const PASSES = 5;
for (const { id, url, html } of Array.from({ length: PASSES }, () => pages).flat()) {
  const floorStarted = performance.now();
  load(html, { xml: { xmlMode: false } });
  const [started, startedCpu] = [performance.now(), cpuMs()];
  const article = extractArticle(html, { url, now });
  pageMs.push(cpuMs() - startedCpu);
  const passed = performance.now() - started;
  cleanMs += passed;
  floorMs += started - floorStarted;
  const known = passes.get(id) ?? { clean: [], floor: [] };
  known.clean.push(passed);
  known.floor.push(started - floorStarted);
  passes.set(id, known);
  peakRss = Math.max(peakRss, process.memoryUsage().rss);
  const language = detectLanguage(article.text, { declared: article.declaredLanguage }).tag;
  results[id] = { ...article, language };
}
if (values.out !== undefined) writeFileSync(values.out, JSON.stringify(results));

/** Pages of less are wrong, whatever is the matter with them. */
const WRONG = 0.8;

/** Confidences at which the report begins a new line. */
const bands = [0, 0.5, 0.7, 0.8, 0.85, 0.9];

// Of the pages that went wrong, how many are in the quarter of least confidence, and what share of each band is right.
function doubts(scored: { confidence: number; score: PageScore }[]): object {
  const rising = scored.toSorted((one, other) => one.confidence - other.confidence);
  const isWrong = ({ score }: { score: PageScore }): boolean => score.f1 < WRONG;
  const right = bands.map((from, at) => {
    const to = bands[at + 1] ?? 2;
    const inside = scored.filter(({ confidence }) => confidence >= from && confidence < to);
    return `${from}: ${inside.filter((one) => !isWrong(one)).length} of ${inside.length}`;
  });
  const lowest = rising.slice(0, Math.ceil(rising.length / 4));
  return {
    wrong: scored.filter(isWrong).length,
    wrongInLowestQuarter: lowest.filter(isWrong).length,
    quarterBelow: lowest.at(-1)?.confidence,
    rightFromConfidence: right.join(', '),
  };
}

const scored = pages.map(({ id, truth }) => {
  const { text, quality } = results[id] ?? { text: '', quality: { confidence: 0 } };
  return { confidence: quality.confidence, score: scoreOf(truth, text) };
});
const round = (value: number): number => Math.round(value * 10_000) / 10_000;
// A collection of the whole heap takes as long as some thirty pages, and the sum of a run has a dozen of them on either
// side; the median of a page's passes has none.
const median = (values: number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
const medianSum = (of: 'clean' | 'floor'): number =>
  [...passes.values()].reduce((sum, page) => sum + median(page[of]), 0);
const perSecond = (ms: number): number => Math.round(((PASSES * pages.length) / ms) * 10_000) / 10;
const { f1, precision, recall } = scoreAll(
  scored.map(({ score }) => score),
  pages.map(({ truth }) => truth),
);
console.log(
  JSON.stringify({
    pages: pages.length,
    f1: round(f1),
    precision: round(precision),
    recall: round(recall),
    ...doubts(scored),
    pagesPerSecond: perSecond(cleanMs),
    floorPagesPerSecond: perSecond(floorMs),
    ratio: Math.round((floorMs / cleanMs) * 1_000) / 1_000,
    medianRatio: Math.round((medianSum('floor') / medianSum('clean')) * 1_000) / 1_000,
    p95Ms:
      Math.round((pageMs.toSorted((one, other) => one - other)[Math.floor(pageMs.length * 0.95)] ?? 0) * 10) /
      10,
    peakRssMb: Math.round(peakRss / 1e6),
  }),
);
