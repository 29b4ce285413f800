import { describe, expect, it } from 'vitest';
import { extractArticle } from '../../src/extract/article.js';
import { createTrace } from '../../src/extract/explain.js';

const sentence = (of: string): string =>
  `The ${of} was opened on Monday after three years of work, and many people of the town came to see it at last.`;
const page = `<html lang="en"><head><title>The bridge opens | Town Paper</title>
  <meta property="og:title" content="The bridge opens"><meta name="author" content="Ada Example">
  <meta property="article:published_time" content="2026-05-12T08:00:00Z"></head><body>
  <nav><a href="/">Home and other places</a></nav><main><h1>The bridge opens</h1><div class="text">
  <p>${sentence('bridge')}</p><div class="newsletter">Get our letter every morning.</div><p>${sentence('harbour')}</p>
  <p><a href="/x">One more story of the day that you may like</a></p><p>${sentence('tower')}</p></div></main></body></html>`;
const context = { url: 'https://town.example/a', now: new Date('2026-06-01T00:00:00Z') };

function explained(html: string) {
  let ms = 0;
  const { trace, explanation } = createTrace(() => ++ms);
  return { article: extractArticle(html, { ...context, trace }), explanation };
}

describe('createTrace', () => {
  const { article, explanation } = explained(page);

  it('changes nothing of what comes out', () => expect(article).toEqual(extractArticle(page, context)));

  it('tells what might have held the text, and what was taken', () => {
    const taken = explanation.candidates.filter(({ chosen }) => chosen);
    expect(taken).toEqual([expect.objectContaining({ element: 'body > main > div.text' })]);
    expect(explanation.candidates.length).toBeGreaterThan(1);
  });

  it('tells what was left out and why', () =>
    expect(explanation.removed.map(({ element, why, text }) => [element, why, text])).toEqual([
      ['html > body > nav', 'a nav is no text', 'Home and other places'],
      ['main > div.text > div.newsletter', 'it is called "newsletter"', 'Get our letter every morning.'],
      [
        'a p of the text',
        'it is a list of links, a line around the text, or said before',
        'One more story of the day that you may like',
      ],
    ]));

  it('tells where the page says what each field came out as', () => {
    expect(explanation.fields).toEqual([
      { field: 'title', source: 'meta og:title; h1' },
      { field: 'author Ada Example', source: 'meta author' },
      { field: 'published', source: 'meta article:published_time' },
      { field: 'language', source: 'html lang' },
    ]);
  });

  it('tells how long each step took', () => {
    expect(explanation.steps.map(({ step }) => step)).toEqual(['parse', 'metadata', 'body', 'text', 'html']);
    expect(explanation.steps.every(({ ms }) => ms > 0)).toBe(true);
  });

  it('names a rule that set a field, and what it took out', () => {
    const rule = {
      site: 'town.example',
      file: 'a.yaml',
      version: '0',
      body: [],
      title: ['h1'],
      author: [],
      date: [],
      remove: ['.newsletter'],
    };
    const { trace, explanation: ruled } = createTrace(() => 0);
    extractArticle(page, { ...context, rule, trace });
    expect(ruled.fields).toContainEqual({ field: 'title', source: 'rule of town.example' });
    expect(ruled.removed[0]).toMatchObject({ why: 'the rule of town.example removes .newsletter' });
  });

  it('explains a page of 50,000 pieces of furniture by the first of them', () => {
    const { explanation: many } = explained(`${page}${'<aside>One more.</aside>'.repeat(50_000)}`);
    expect(many.removed.length).toBe(200);
  });
});
