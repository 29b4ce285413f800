import { describe, expect, it } from 'vitest';
import { page, read } from './paper-page.js';

describe('an author', () => {
  const site = '<meta property="og:site_name" content="Morgenblatt">';
  const linked = (author: object): string =>
    `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', headline: 'Two bridges open', author })}</script>`;
  it.each([
    'Morgenblatt',
    'Das Morgenblatt',
    'MORGENBLATT',
    'Morgenblatt Redaktion',
    'Morgenblatt-Redaktion',
    'Redaktion Morgenblatt',
    'Team Morgenblatt',
    'Morgenblatt Online',
    'Morgenblatt Newsroom',
    'Morgenblatt Staff',
    'Morgenblatt Verlag GmbH',
    'www.paper.example',
    'https://www.paper.example/autor/ada',
    'redaktion@paper.example',
    'Admin',
    'Administrator',
    'wpadmin',
    'SuperAdmin',
    'admin_mb',
    'root',
    'unknown',
  ])('is nobody where the page says %s', (name) => {
    const bylines = [
      `<meta name="author" content="${name}">`,
      linked({ '@type': 'Person', name }),
      linked({ '@type': 'Organization', name }),
    ].map((head) => read(page('de', '', site + head)).byline);
    expect(bylines).toEqual([[], [], []]);
  });

  it.each([
    ['a day, an hour and a name', '04.02.2024 | 13:10 Uhr | Ada Beispiel', ['Ada Beispiel']],
    ['a name and a day', 'Ada Beispiel, 4. Februar 2024', ['Ada Beispiel']],
    ['a day and two names', '4. Februar 2024 – Ada Beispiel und Ben Muster', ['Ada Beispiel', 'Ben Muster']],
    ['a day, a place and a name', 'Hafenstadt, 4. Februar 2024, Ada Beispiel', []],
    ['a day and a section', '4. Februar 2024 · Wirtschaft', []],
    ['a day and what was paid for', '4. Februar 2024 · Paid Content', []],
  ])('is read from a line of %s, and of nothing else', (_what, line, names) => {
    expect(read(page('de', `<div><small>${line}</small></div>`)).byline).toEqual(names);
  });

  it('and the title are without the marks that a page puts into words for their looks', () => {
    const author = { '@type': 'Person', name: 'Mat\u00adthi\u00adas Bei\u200bspiel' };
    const html = page('de', '', linked(author)).replace('<h1>Two bridges', '<h1>Two brid\u00adges');
    expect(read(html)).toMatchObject({ title: 'Two bridges open', byline: ['Matthias Beispiel'] });
  });

  it("is no section from the trail that stands in the author's element", () => {
    const links = '<a href="/boats">Fast Boats</a> <a href="/boats/tests">Boat Tests</a>';
    const block = (trail: string): string =>
      `<div class="article-author">by <address><a rel="author" href="/about">Morgenblatt</a></address>${trail}</div>`;
    expect(read(page('de', block(`<ul class="article-breadcrumbs">in ${links}</ul>`), site)).byline).toEqual(
      [],
    );
  });

  it.each(['Redaktion', 'Newsroom', 'Staff'])(
    'is a body that is called %s only where nobody else is',
    (name) => {
      const head = site + linked({ '@type': 'Organization', name });
      expect(read(page('de', '', head)).byline).toEqual([name]);
      expect(read(page('de', '<p class="byline">Von Ada Beispiel</p>', head)).byline).toEqual([
        'Ada Beispiel',
      ]);
    },
  );
});
