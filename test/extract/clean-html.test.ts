// What comes out of here is put into other people's pages: one address or attribute too much, and a stranger's script
// runs there. So the result is parsed by the standard's own algorithm and held against the allowlist, for a list of
// known tricks, for whatever fast-check makes of them, and as JSON-LD text that never was markup.
import { load } from 'cheerio';
import type { Element } from 'domhandler';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractArticle } from '../../src/extract/article.js';
import { webUrl } from '../../src/extract/clean-html.js';
import { payloads } from './markup-tricks.js';

const context = { url: 'https://town.example/news/a', now: new Date('2026-06-01T00:00:00Z') };
const sentence = (of: string): string =>
  `The ${of} was opened on Monday after three years of work, and many people of the town came to see it at last.`;
const around = (inner: string): string =>
  `<html><body><article><p>${sentence('bridge')}</p>${inner}<p>${sentence('harbour')}</p><p>${sentence('tower')}</p></article></body></html>`;
/** The HTML between the first paragraph and the last two. */
function cleaned(inner: string, head = ''): string {
  const { html } = extractArticle(around(inner).replace('<body>', `<head>${head}</head><body>`), context);
  const [first, second, third] = ['bridge', 'harbour', 'tower'].map((of) => `<p>${sentence(of)}</p>`);
  const [start, end] = [`${first}\n`, `\n${second}\n${third}`];
  expect(html.startsWith(first ?? '')).toBe(true);
  expect(html.endsWith(end)).toBe(true);
  return html.length < start.length + end.length ? '' : html.slice(start.length, -end.length);
}
describe('cleanHtml', () => {
  it('keeps lists in lists, and a list item with paragraphs whole', () =>
    expect(
      cleaned(
        `<ol><li>One</li><li>Two<ul><li>Two <b>a</b></li></ul></li><li><p>Three</p><p>and more</p></li></ol>`,
      ),
    ).toBe(
      '<ol><li>One</li>\n<li>Two\n<ul><li>Two <b>a</b></li></ul></li>\n<li><p>Three</p>\n<p>and more</p></li></ol>',
    ));

  it('keeps headings, quotes and code with its lines', () =>
    expect(
      cleaned(
        `<h2>On <i>code</i></h2><blockquote><p>Said one.</p><p>Said two.</p></blockquote><pre class="x"><code>if (a &lt; b)\r\n    go();</code></pre><h6>Small</h6><p>After it.</p>`,
      ),
    ).toBe(
      '<h2>On <i>code</i></h2>\n<blockquote><p>Said one.</p>\n<p>Said two.</p></blockquote>\n<pre><code>if (a &lt; b)\n    go();</code></pre>\n<h4>Small</h4>\n<p>After it.</p>',
    ));

  it('writes preformatted text without the line breaks before it, which readers take away one by one', () =>
    expect(cleaned('<pre><c>\n<e>\n\n  One\n\n\nTwo</pre><pre>\n\n</pre>')).toBe(
      '<pre>  One\n\n\nTwo</pre>',
    ));

  it('keeps tables of data, and the cells that span others', () =>
    expect(
      cleaned(
        `<table class="t"><thead><tr><th colspan="2" onclick="x()">Year</th><th>Sum</th></tr></thead><tbody><tr><td>2025</td><td rowspan="9999">a</td><td>7</td></tr></tbody></table>`,
      ),
    ).toBe(
      '<table><thead><tr><th colspan="2">Year</th><th>Sum</th></tr></thead>\n<tbody><tr><td>2025</td><td>a</td><td>7</td></tr></tbody></table>',
    ));

  it('keeps tables and quotes that stand in a figure, and tables with a paragraph in each cell', () => {
    const row = (one: string, other: string): string =>
      `<tr><td><p>${one}</p></td><td><p>${other}</p></td></tr>`;
    expect(
      cleaned(
        `<figure class="x"><table>${row('Day', 'Boat')}${row('Monday', 'seven')}</table><figcaption>The boats.</figcaption></figure><figure><blockquote>So <i>late</i>.</blockquote></figure>`,
      ),
    ).toBe(
      '<table><tr><td>Day</td><td>Boat</td></tr>\n<tr><td>Monday</td><td>seven</td></tr></table>\n<blockquote><p>So <i>late</i>.</p></blockquote>',
    );
  });

  it('writes a table that only lays the page out as its words', () =>
    expect(cleaned(`<table><tr><td><p>Left.</p></td><td><p>Right.</p></td></tr></table>`)).toBe(
      '<p>Left.</p>\n<p>Right.</p>',
    ));

  it('keeps pictures with their captions where they stand', () =>
    expect(
      cleaned(
        `<figure class="x"><a href="/big.jpg"><img src="/a.jpg" alt="A &quot;bridge&quot;" width="640" height="480" onerror="x()"></a><figcaption>The <a href="/b">bridge</a></figcaption></figure>`,
      ),
    ).toBe(
      '<figure><img src="https://town.example/a.jpg" alt="A &quot;bridge&quot;" width="640" height="480"><figcaption>The <a href="https://town.example/b">bridge</a></figcaption></figure>',
    ));

  it('writes a picture once', () =>
    expect(cleaned('<img src="/a.jpg"><div><img src="/a.jpg"></div>')).toBe(
      '<figure><img src="https://town.example/a.jpg" alt=""></figure>',
    ));

  it('resolves addresses against the base element, and takes names and passwords out of them', () =>
    expect(
      cleaned(
        '<p>See <a href="b">b</a> and <a href="https://bank.example:x@evil.example/">c</a>.</p>',
        '<base href="/deep/er/">',
      ),
    ).toBe(
      '<p>See <a href="https://town.example/deep/er/b">b</a> and <a href="https://evil.example/">c</a>.</p>',
    ));

  it('writes no link in a link, and nothing empty', () =>
    expect(cleaned('<p>A<b> </b><a href="/a">one <a href="/b">two</a></a> word.</p>')).toBe(
      '<p>A <a href="https://town.example/a">one two</a> word.</p>',
    ));

  it('bounds how deep it nests', () => {
    const html = cleaned(`${'<blockquote>'.repeat(150)}<p>Deep.</p>${'</blockquote>'.repeat(150)}`);
    expect(html).toContain('<p>Deep.</p>');
    expect(html.match(/<blockquote>/g)?.length).toBeLessThanOrEqual(40);
  });
});

const allowed: Readonly<Record<string, readonly string[]>> = Object.fromEntries([
  ...'h2 h3 h4 p ul ol li blockquote pre figure figcaption table thead tbody tfoot tr br wbr abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small strong sub sup u var'
    .split(' ')
    .map((name) => [name, []]),
  ['a', ['href']],
  ['img', ['src', 'alt', 'width', 'height']],
  ['time', ['datetime']],
  ['td', ['colspan', 'rowspan']],
  ['th', ['colspan', 'rowspan']],
]) as Record<string, string[]>;

/** What the HTML holds beyond what is allowed, after the standard's own parser has read it. */
function offences(html: string): string[] {
  const page = load(html, null, false);
  const found: string[] = [];
  for (const { name, attribs } of page('*').toArray() as Element[]) {
    const attributes = allowed[name];
    if (attributes === undefined) found.push(`<${name}>`);
    for (const [attribute, value] of Object.entries(attribs)) {
      if (attributes?.includes(attribute) !== true) found.push(`<${name} ${attribute}>`);
      if ((attribute === 'href' || attribute === 'src') && !/^https?:\/\/[^\s"<>]*$/.test(value))
        found.push(`<${name} ${attribute}="${value}">`);
    }
  }
  page('*')
    .contents()
    .each((_, node) => {
      if (!['tag', 'text'].includes(node.type)) found.push(node.type);
    });
  return found;
}

describe('what cleanHtml lets through', () => {
  it('is of the allowlist alone for every known trick, as block and within a paragraph', () => {
    expect(payloads.length).toBeGreaterThan(100);
    const bad = payloads.flatMap((payload) =>
      [payload, `<p>Some words ${payload} and more of them.</p>`, `<ul><li>${payload}</li></ul>`].flatMap(
        (inner) => {
          const { html } = extractArticle(around(inner), context);
          return offences(html).map((offence) => `${inner}: ${offence}`);
        },
      ),
    );
    expect(bad).toEqual([]);
  });

  it('is of the allowlist alone for whatever page', () =>
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...payloads), tag, fc.string({ unit: 'binary' })), {
          maxLength: 40,
        }),
        (parts) => {
          expect(offences(extractArticle(around(parts.join('')), context).html)).toEqual([]);
        },
      ),
      { numRuns: 300 },
    ));

  it('is text, where the page states its text for machines', () => {
    const body = `${payloads.filter((payload) => !/<\/?[a-z]+[\s>]/i.test(payload)).join(' ')} `.repeat(20);
    const data = JSON.stringify({ '@type': 'Article', articleBody: body }).replaceAll('<', '\\u003c');
    const { html, quality } = extractArticle(
      `<script type="application/ld+json">${data}</script><p>x</p>`,
      context,
    );
    expect(quality.found).toBe('json-ld');
    expect(offences(html)).toEqual([]);
  });

  it('is told apart by this test', () =>
    expect(
      offences('<p onclick="x()">a<script>x</script><a href="javascript:x">b</a><!-- c --></p>'),
    ).toEqual(['<p onclick>', '<script>', '<a href="javascript:x">', 'script', 'comment']));
});

const names =
  'p div ul ol li table tbody tr td th blockquote pre code h2 a b figure figcaption img picture source noscript svg math style title'.split(
    ' ',
  );
const tag = fc
  .tuple(
    fc.constantFrom(...names),
    fc.constantFrom('', '/'),
    fc.constantFrom('', ' href="/x"', ' src="/x.jpg"', ' onclick="x"', ' colspan="2"'),
  )
  .map(([name, slash, attribute]) => (slash === '' ? `<${name}${attribute}>` : `</${name}>`));

describe('webUrl', () => {
  it('is the absolute web address, and null for anything else', () => {
    expect(webUrl(' ../b?c#d ', 'https://a.example/x/y')).toBe('https://a.example/b?c#d');
    expect(webUrl('//b.example', 'https://a.example/')).toBe('https://b.example/');
    for (const href of [undefined, '\\/anna"', 'javascript:x', 'mailto:a@b.example', 'https://[', 'data:,x'])
      expect(webUrl(href, 'https://a.example/')).toBeNull();
  });
});
