// Pages that are made to be slow or large, each cleaned in a process of its own: its processor time in ms (that of the
// collector's threads included) and the most memory that the whole process held, in MB, beside those for an empty page.
// usage: bench:hostile
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { extractArticle } from '../src/extract/article.js';

const sentence =
  'The council said on Monday that the bridge would open in the autumn, after a year of work. ';
const paragraph = `<p>${sentence.repeat(3)}</p>`;
const page = (body: string): string =>
  `<html><head><title>The bridge</title></head><body><h1>The bridge</h1>${paragraph.repeat(3)}${body}</body></html>`;
const numbered = (count: number, write: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => write(n)).join('');

const cases: Record<string, () => string> = {
  'an empty page': () => '',
  'an article of 5 MB': () => page(numbered(17_000, (n) => `<p>${n} ${sentence.repeat(3)}</p>`)),
  'an article of 5 MB in divs': () =>
    page(numbered(34_000, (n) => `<div class="a"><div>${n} ${sentence}</div></div>`)),
  'nesting of 100,000': () => '<div>'.repeat(100_000),
  'nesting of 100,000, closed': () => page(`${'<b>'.repeat(100_000)}x${'</b>'.repeat(100_000)}`),
  '200 KB of <': () => page('<'.repeat(200_000)),
  '100,000 attributes': () => page(`<p ${numbered(100_000, (n) => `a${n}=1 `)}>x</p>`),
  'one text node of 5 MB': () => page(`<p>${'word '.repeat(1_000_000)}</p>`),
  'white space of 5 MB in preformatted text': () => page(`<pre>a${' '.repeat(5_000_000)}b</pre>`),
  '5 MB of links': () =>
    page(
      numbered(60_000, (n) => `<li><a href="/news/of/the/town/${n}">A headline of another story</a></li>`),
    ),
  '5 MB of class names': () =>
    page(numbered(60_000, (n) => `<div class="c${n} related${n} x_${n} ad${n} article-body${n}">${n}</div>`)),
  '100,000 rows of a table': () =>
    page(`<table>${'<tr><td>one</td><td>two</td></tr>'.repeat(100_000)}</table>`),
  '200,000 words in elements of their own': () => page(`<p>${'<span>word</span> '.repeat(200_000)}</p>`),
  '60,000 figures': () =>
    page(
      numbered(60_000, (n) => `<figure><img src="/${n}.jpg"><figcaption>Number ${n}</figcaption></figure>`),
    ),
  'stated text of 400,000 wide blanks': () =>
    page(
      `<script type="application/ld+json">{"@type":"Article","articleBody":"a${'\u2003'.repeat(400_000)}b"}</script>`,
    ),
};

const clean = (html: string): void => {
  extractArticle(html, { url: 'https://town.example/bridge', now: new Date() });
};

const [wanted] = process.argv.slice(2);
if (wanted === undefined) {
  const script = fileURLToPath(import.meta.url);
  const results = Object.keys(cases).map((name) => {
    const out = execFileSync(process.execPath, [...process.execArgv, script, name], { encoding: 'utf8' });
    return { page: name, ...(JSON.parse(out) as object) };
  });
  for (const result of results) console.log(JSON.stringify(result));
} else {
  // From bytes, as a page comes, and not as the pieces that it was put together from.
  const html = Buffer.from(cases[wanted]?.() ?? '').toString();
  for (let turn = 0; turn < 30; turn++) clean(page(paragraph.repeat(30)));
  const before = process.cpuUsage();
  clean(html);
  const { user, system } = process.cpuUsage(before);
  const { maxRSS } = process.resourceUsage();
  console.log(
    JSON.stringify({
      sizeKb: Math.round(html.length / 1e3),
      cpuMs: Math.round((user + system) / 1e3),
      peakRssMb: Math.round(maxRSS / 1024),
    }),
  );
}
