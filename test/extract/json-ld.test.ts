import { describe, expect, it } from 'vitest';
import { linkedData } from '../../src/extract/json-ld.js';
import { markedIn } from '../../src/extract/marked.js';
import { parsePage } from '../../src/extract/tree.js';

const url = 'https://copy.example/2026/05/bridge';
const read = (...nodes: unknown[]) =>
  linkedData(
    markedIn(
      parsePage(
        nodes
          .map(
            (node) =>
              `<script type="application/ld+json">${typeof node === 'string' ? node : JSON.stringify(node)}</script>`,
          )
          .join(''),
      ),
    ).scripts,
    url,
  );
const authors = (author: unknown, ...more: unknown[]) =>
  read({ '@type': 'NewsArticle', headline: 'The bridge', author }, ...more).authors;
const person = (name: string) => ({ name, isOrganisation: false });

describe('linkedData', () => {
  it.each([
    ['a string', 'Ada Example', [person('Ada Example')]],
    [
      'a list',
      ['Ada Example', { '@type': 'Person', name: 'Ben Sample' }],
      [person('Ada Example'), person('Ben Sample')],
    ],
    [
      'an object whose name is a list',
      { name: ['Ada Example', 'Ben Sample'] },
      [person('Ada Example'), person('Ben Sample')],
    ],
    [
      'parts of a name',
      { '@type': 'Person', givenName: 'Ada', familyName: 'Example' },
      [person('Ada Example')],
    ],
    ['a list object', { '@list': [{ name: 'Ada Example' }] }, [person('Ada Example')]],
    ['an organisation', { '@type': 'Organization', name: 'Copy' }, [{ name: 'Copy', isOrganisation: true }]],
    ['a name whose entities are escaped twice', { name: 'Ada O&#39;Example' }, [person("Ada O'Example")]],
  ])('reads authors out of %s', (_name, author, expected) => expect(authors(author)).toEqual(expected));

  it('looks authors up that are named elsewhere, in another script too', () => {
    const ada = { '@type': 'Person', '@id': '#ada', name: 'Ada Example' };
    expect(authors([{ '@id': '#ada' }], ada)).toEqual([person('Ada Example')]);
    expect(authors('#ada', { '@graph': [ada, { '@type': 'Person', '@id': '#ben', name: 'Ben' }] })).toEqual([
      person('Ada Example'),
    ]);
  });

  it('takes the article of this address before others', () => {
    const other = { '@type': 'NewsArticle', headline: 'Another', url: 'https://copy.example/another' };
    const own = {
      '@type': 'NewsArticle',
      headline: 'The bridge',
      mainEntityOfPage: { '@id': `${url}?utm=1` },
    };
    expect(read(other, own).article['headline']).toBe('The bridge');
  });

  it('completes an article from other nodes with its headline, and from no others', () => {
    const { article } = read(
      { '@type': 'NewsArticle', headline: 'The bridge' },
      { '@type': 'Article', headline: 'The bridge', datePublished: '2026-05-01' },
      { '@type': 'Article', headline: 'Another', dateModified: '2026-05-02' },
    );
    expect(article).toMatchObject({ headline: 'The bridge', datePublished: '2026-05-01' });
    expect(article['dateModified']).toBeUndefined();
  });

  it('finds an article inside the page that it is the main entity of', () => {
    const page = {
      '@type': 'WebPage',
      mainEntity: { '@type': 'ReportageNewsArticle', headline: 'The bridge' },
    };
    expect(read([[page]]).article['headline']).toBe('The bridge');
  });

  it('tells sites from people who publish one', () => {
    const { siteNames, publishingPeople } = read(
      { '@type': 'WebSite', name: 'Copy', publisher: { '@id': '#ada' } },
      { '@type': ['Person', 'Organization'], '@id': '#ada', name: 'Ada Example' },
    );
    expect(siteNames).toEqual(['Copy']);
    expect(publishingPeople).toEqual(['Ada Example']);
  });

  it.each([
    ['a broken script', '{"@type": "NewsArticle", '],
    ['5 MB', `{"@type": "NewsArticle", "articleBody": "${'word '.repeat(1_000_000)}"}`],
    ['100,000 nested objects', `${'{"mainEntity":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['100,000 nested lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    [
      'people who are each other',
      [
        { '@type': 'NewsArticle', author: { '@id': '#a' } },
        { '@id': '#a', name: [], author: { '@id': '#a' } },
      ],
    ],
  ])('passes over %s', (_name, node) => expect(read(node).authors).toEqual([]));
});
