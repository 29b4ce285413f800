import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { CleanText, directionOf } from '../../src/http/pages/clean-text.js';

const shown = (html: string): string =>
  renderToString(CleanText({ html, language: null, script: null })).replace(/^<div[^>]*>|<\/div>$/g, '');

describe('CleanText', () => {
  it('keeps the elements of a text with their spans and web links', () => {
    const html =
      '<h2>Gates</h2><p>One <b>two</b><br/><a href="https://a.example/?a=1&amp;b=2" rel="noopener noreferrer external">three</a></p><table><tr><td colspan="2" rowspan="1">x</td></tr></table>';
    expect(shown(html)).toBe(html);
  });

  it('drops elements, attributes and addresses that no clean text has, whatever was stored', () => {
    const cases: [string, string][] = [
      ['<p onclick="x()" style="color:red" id="a">text</p>', '<p>text</p>'],
      ['a<script>alert(1)</script><style>p{}</style><iframe src="//x">in</iframe>b', 'ab'],
      ['<a href="javascript:alert(1)">link</a>', 'link'],
      ['<form action="/feeds/1/pause"><button>send</button></form>', 'send'],
      ['<svg onload=alert(1)><p>in</p></svg>', ''],
      ['&lt;script>alert(1)&lt;/script>', '&lt;script>alert(1)&lt;/script>'],
      ['<td colspan="9999" onclick="x">x</td>', '<td colspan="1" rowspan="1">x</td>'],
    ];
    for (const [html, expected] of cases) expect(shown(html), html).toBe(expected);
  });

  it('makes pictures links, since they stand on other hosts', () => {
    expect(shown('<img src="https://p.example/1.jpg" alt="A gate">')).toBe(
      '<span class="picture"><a class="address" href="https://p.example/1.jpg" rel="noopener noreferrer external">Picture: A gate</a></span>',
    );
    expect(shown('<img src="data:image/png;base64,x">')).not.toContain('<a');
  });

  it('does not follow a nesting that is no text', () => {
    expect(shown(`${'<b>'.repeat(10_000)}deep`)).not.toContain('deep');
  });
});

describe('directionOf', () => {
  it('knows scripts that are written from the right, and leaves to the browser what is unknown', () => {
    expect(['Arab', 'Hebr', 'Latn', null].map(directionOf)).toEqual(['rtl', 'rtl', 'ltr', 'auto']);
  });
});
