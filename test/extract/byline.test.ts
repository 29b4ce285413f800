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
