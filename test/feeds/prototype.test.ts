// Documents whose names are those of the prototype, read by a program in which whoever touches `__proto__` is thrown at
// (--disable-proto=throw). A parser that let a document set a prototype would read every other document as before. An
// HTML attribute of that name is left out: htmlparser2 sets it to its text, which a prototype cannot be, and is thrown at.
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const built = pathToFileURL(`${resolve(import.meta.dirname, '../../dist-test')}/`).href;

const program = `
const [{ parseFeed }, { parseOpml }, { readRuleFiles }, { extractArticle }] = await Promise.all(
  ['feeds/parse.js', 'feeds/opml.js', 'extract/site-rules-file.js', 'extract/article.js'].map((file) => import('${built}' + file)),
);
const options = { url: 'https://paper.example/feed', now: new Date(0) };
const members = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}';
const item = '<item><title>One</title><link>https://paper.example/1</link><__proto__ polluted="1">x</__proto__><constructor><prototype polluted="1"/></constructor></item>';
const page = '<html><head><meta property="__proto__" content="x"><meta name="constructor" content="x"><script type="application/ld+json">' +
  '{' + members + ',"@type":"NewsArticle","headline":"One"}</script></head><body><article><p>' + 'The harbour has new gates today. '.repeat(20) + '</p></article></body></html>';
const answers = [
  parseFeed('<rss version="2.0" xmlns:__proto__="x"><channel><title>T</title>' + item + '</channel></rss>', options).status,
  parseFeed('{' + members + ',"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","url":"https://paper.example/1","__proto__":{"polluted":1}}]}', options).status,
  parseOpml('<opml><body><outline text="x" xmlUrl="https://paper.example/f" __proto__="x"><outline __proto__="y"/></outline></body></opml>').feeds.length,
  readRuleFiles([{ file: 'a.yaml', text: '__proto__:\\n  polluted: [p]\\npaper.example:\\n  __proto__: {polluted: 1}\\n' }]).status,
  extractArticle(page, { url: 'https://paper.example/1', now: new Date(0) }).title,
];
let touched = 'allowed';
try {
  ({}).__proto__;
} catch {
  touched = 'thrown at';
}
console.log(JSON.stringify({ answers, polluted: ({}).polluted ?? null, touched }));
`;

describe('a document with names of the prototype', () => {
  it('sets no prototype, whichever parser reads it', async () => {
    const run = promisify(execFile);
    const { stdout } = await run(
      process.execPath,
      ['--disable-proto=throw', '--input-type=module', '-e', program],
      {
        cwd: resolve(import.meta.dirname, '../..'),
      },
    );
    expect(JSON.parse(stdout)).toEqual({
      answers: ['feed', 'feed', 1, 'invalid', 'One'],
      polluted: null,
      touched: 'thrown at',
    });
  });
});
