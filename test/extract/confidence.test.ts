import { describe, expect, it } from 'vitest';
import { extractArticle } from '../../src/extract/article.js';

const confidenceIn = (body: string, head = ''): number =>
  extractArticle(`<html><head><title>The ferry</title>${head}</head><body>${body}</body></html>`, {
    url: 'https://paper.example/ferry',
    now: new Date('2026-06-01T00:00:00Z'),
  }).quality.confidence;

const sentence = (at: number): string =>
  `On day ${at} the ferry carried ${at * 37 + 11} people to the other shore, and ${at * 53 + 7} of them came back before dark. `;
const paragraphs = (count: number, sentences = 2): string =>
  Array.from(
    { length: count },
    (_, at) =>
      `<p>${Array.from({ length: sentences }, (_x, n) => sentence(at * sentences + n)).join('')}</p>`,
  ).join('');
const article = `<main><h1>The ferry</h1><article>${paragraphs(10)}</article></main>`;

describe('confidenceOf', () => {
  it('is between 0 and 1, and 0 for a page without text', () => {
    expect(confidenceIn('')).toBe(0);
    expect(confidenceIn(article)).toBeGreaterThan(0.8);
    expect(confidenceIn(article)).toBeLessThan(1);
  });

  it.each([
    ['a text without a heading', article.replace('<h1>The ferry</h1>', '')],
    ['a text of fewer characters', `<main><h1>The ferry</h1><article>${paragraphs(1)}</article></main>`],
    [
      'a text of single lines',
      `<main><h1>The ferry</h1><article>${paragraphs(20, 1).replaceAll(/, and [^<]*/g, '.')}</article></main>`,
    ],
    [
      'a text with another as strong beside it',
      `${article}<section><div>${paragraphs(9).replaceAll('ferry', 'mill')}</div></section>`,
    ],
    [
      'a text of which much is left out',
      `<main><h1>The ferry</h1><article>${paragraphs(10)}${Array.from({ length: 20 }, (_, at) => `<p>See <a href="/${at}">what else the boats have carried this week, number ${at}</a></p>`).join('')}</article></main>`,
    ],
  ])('is lower for %s', (_name, body) => expect(confidenceIn(body)).toBeLessThan(confidenceIn(article)));

  it('is higher for a page that calls itself an article', () => {
    const open = '<meta property="og:type" content="article">';
    const ld =
      '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The ferry"}</script>';
    expect(confidenceIn(article, open)).toBeGreaterThan(confidenceIn(article));
    expect(confidenceIn(article, ld)).toBe(confidenceIn(article, open));
  });

  it('does not believe a start page with a teaser below each heading', () => {
    const teasers = Array.from(
      { length: 30 },
      (_, at) =>
        `<div class="item"><h2><a href="/${at}">Headline ${at} of the day</a></h2><p>${sentence(at)}</p></div>`,
    ).join('');
    expect(confidenceIn(`<h1>The Paper</h1><main>${teasers}</main>`)).toBeLessThan(0.5);
  });

  it('is not raised by a stated text that is many times longer than that of the page', () => {
    const said = Array.from({ length: 60 }, (_, at) => sentence(at)).join('\\n');
    const ld = `<script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "${said}"}</script>`;
    const whole = confidenceIn(`<main><h1>The ferry</h1><article>${paragraphs(30)}</article></main>`, ld);
    expect(
      confidenceIn(`<main><h1>The ferry</h1><article>${paragraphs(1)}</article></main>`, ld),
    ).toBeLessThanOrEqual(whole);
  });
});
