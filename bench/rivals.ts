// Feedmill's cleaner beside other extractors for Node on the same pages, scored by the same definitions in one run. The
// others give HTML, of which the words are taken block by block; only the time until then counts, as a share of what
// the bare parse takes. jsdom is left out: its parser alone takes five to nine times as long as the bare parse.
// usage: bench:rivals -- --pages DIR     DIR holds truth.json and pages/<id>.html.gz
import { parseArgs } from 'node:util';
import { extractFromHtml } from '@extractus/article-extractor';
import { Readability } from '@mozilla/readability';
import { load } from 'cheerio';
import { Defuddle } from 'defuddle/node';
import { parseHTML } from 'linkedom';
import { extractArticle } from '../src/extract/article.js';
import { type AnyNode, breaking, isTag, isText, parsePage, silent } from '../src/extract/tree.js';
import { type BenchPage, pagesIn } from './pages.js';
import { scoreAll, scoreOf } from './text-scores.js';

const { values } = parseArgs({ options: { pages: { type: 'string' } } });
if (values.pages === undefined) throw new Error('usage: bench:rivals -- --pages DIR');
const pages = pagesIn(values.pages);
const now = new Date();

/** The HTML of a page's article; of Feedmill its text, for which the words of pictures are left out. */
type Extract = (page: BenchPage) => Promise<string> | string;
const rivals: Record<string, Extract> = {
  feedmill: ({ html, url }) => asHtml(extractArticle(html, { url, now }).text),
  '@mozilla/readability on linkedom': ({ html }) =>
    new Readability(parseHTML(html).document).parse()?.content ?? '',
  'defuddle on linkedom': async ({ html, url }) =>
    (await Defuddle(parseHTML(html).document, url, { useAsync: false })).content,
  '@extractus/article-extractor': async ({ html, url }) => (await extractFromHtml(html, url))?.content ?? '',
};

const asHtml = (text: string): string =>
  `<pre>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</pre>`;

// Libraries that log what they find on a page would fill the terminal.
const { log, warn, error } = console;
const quietly = async (extract: Extract, page: BenchPage): Promise<string | null> => {
  console.log = console.warn = console.error = () => undefined;
  try {
    return await extract(page);
  } catch {
    // Counted as broken by the caller.
    return null;
  } finally {
    Object.assign(console, { log, warn, error });
  }
};

/** The words of an article's HTML, blocks on lines of their own. */
function wordsOf(html: string): string {
  const parts: string[] = [];
  const gather = (node: AnyNode): void => {
    if (isText(node)) parts.push(node.data);
    if (!isTag(node) || silent.has(node.name)) return;
    const isBlock =
      breaking.has(node.name) || node.name === 'br' || node.name === 'td' || node.name === 'figcaption';
    if (isBlock) parts.push('\n');
    node.children.forEach(gather);
    if (isBlock) parts.push('\n');
  };
  parsePage(html).root()[0]?.children.forEach(gather);
  return parts.join('');
}

async function measured(name: string, extract: Extract): Promise<object> {
  let ms = 0;
  let floorMs = 0;
  let broken = 0;
  const scores = [];
  for (const page of pages.slice(0, 100)) await quietly(extract, page);
  for (const page of pages) {
    const floorStarted = performance.now();
    load(page.html, { xml: { xmlMode: false } });
    const started = performance.now();
    const html = await quietly(extract, page);
    ms += performance.now() - started;
    floorMs += started - floorStarted;
    if (html === null) broken++;
    scores.push(scoreOf(page.truth, wordsOf(html ?? '')));
  }
  const { f1, precision, recall } = scoreAll(
    scores,
    pages.map(({ truth }) => truth),
  );
  const round = (value: number): number => Math.round(value * 1_000) / 1_000;
  return {
    name,
    f1: round(f1),
    precision: round(precision),
    recall: round(recall),
    broken,
    ratio: round(floorMs / ms),
  };
}

for (const [name, extract] of Object.entries(rivals))
  console.log(JSON.stringify(await measured(name, extract)));
