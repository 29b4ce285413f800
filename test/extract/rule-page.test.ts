import { describe, expect, it } from 'vitest';
import { extractArticle } from '../../src/extract/article.js';
import type { SiteRule } from '../../src/extract/site-rules.js';

const context = { url: 'https://www.example.org/a', now: new Date('2026-06-01T00:00:00Z') };
const none: SiteRule = {
  site: 'example.org',
  file: 'a.yaml',
  version: '0123456789ab',
  body: [],
  title: [],
  author: [],
  date: [],
  remove: [],
};
const sentence = (of: string): string =>
  `The ${of} was opened on Monday after three years of work, and many people of the town came to see it at last.`;
const page = `<html><head><title>Window</title></head><body><h1>Loud</h1><h2 class="quiet">The quiet title</h2>
  <div class="who"><b>By Ada Example</b><b>Ben Sample</b></div><i class="when">12 May 2026</i>
  <div class="main"><p>${sentence('decoy')}</p><p>${sentence('other decoy')}</p><p>${sentence('third decoy')}</p></div>
  <div class="x"><p>${sentence('bridge')}</p><p class="promo">${sentence('shop')}</p></div>
  <div class="x"><p>${sentence('harbour')}</p><div class="x"><p>${sentence('tower')}</p></div></div></body></html>`;

describe('a site rule', () => {
  it('says where body, title, author and date stand, and what is taken out', () => {
    const rule = {
      ...none,
      body: ['.gone', '.x'],
      title: ['.quiet'],
      author: ['.who b'],
      date: ['.when'],
      remove: ['.promo'],
    };
    const { quality, ...article } = extractArticle(page, { ...context, rule });
    expect(article).toMatchObject({
      text: [sentence('bridge'), sentence('harbour'), sentence('tower')].join('\n\n'),
      title: 'The quiet title',
      byline: ['Ada Example', 'Ben Sample'],
      publishedAt: new Date('2026-05-12T00:00:00Z'),
      notes: [],
    });
    expect(quality).toMatchObject({
      found: 'rule',
      rule: { site: 'example.org', file: 'a.yaml', version: '0123456789ab' },
    });
  });

  it('that does not fit any more changes nothing, and is noted with the document', () => {
    const rule = {
      ...none,
      body: ['.old'],
      title: ['.old'],
      author: ['.old'],
      date: ['.old'],
      remove: ['.old'],
    };
    const { notes, quality, ...article } = extractArticle(page, { ...context, rule });
    const { notes: _none, quality: without, ...plain } = extractArticle(page, context);
    expect(article).toEqual(plain);
    expect(notes).toEqual(
      ['title', 'author', 'date', 'body'].map(
        (field) => `the rule of example.org in a.yaml finds no ${field} on this page`,
      ),
    );
    expect({ ...quality, rule: null }).toEqual(without);
  });

  it('takes out without naming a body', () => {
    const rule = { ...none, remove: ['.main'] };
    expect(extractArticle(page, { ...context, rule }).text).not.toContain('decoy');
    expect(extractArticle(page, context).text).toContain('decoy');
  });

  it('reads a date from its attribute, and none from the future', () => {
    const html = `<meta name="day" content="2026-05-03"><time class="t" datetime="2031-01-01">soon</time>${page}`;
    const at = (date: string) => extractArticle(html, { ...context, rule: { ...none, date: [date] } });
    expect(at('meta[name=day]').publishedAt).toEqual(new Date('2026-05-03T00:00:00Z'));
    expect(at('time.t').notes).toContain('the rule of example.org finds a date in the future: 2031-01-01');
  });

  it('takes 100,000 elements out of one parent', () => {
    const html = `<div class="x"><p>${sentence('bridge')}</p>${'<b>ad</b>'.repeat(100_000)}</div>`;
    const rule = { ...none, body: ['.x'], remove: ['b'] };
    expect(extractArticle(html, { ...context, rule }).text).toBe(sentence('bridge'));
  });
});
