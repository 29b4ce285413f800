// Guards against a search that finds less in a large archive than in a small one: how far back it looks is decided by a
// sample, which a test's few articles never exceed.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';

const ARTICLES = 12_000;
/** Words of the n-th article, from the oldest on. */
const words = `'common harbour '
  || case when n % 2 = 0 then 'common bridge ' else 'bridge apart common ' end
  || case when n % 8 = 0 then 'river ' else '' end
  || case when n % 25 = 0 then 'castle ' else '' end
  || case when n <= 7 then 'dragon ' else '' end
  || case when n = 3 then 'harbour lamp ' else 'lamp ' end`;
/** The articles are written in two languages. */
const config = `case when n % 3 = 0 then 'german' else 'english' end`;

describe.each(storeModes)('matchingIds on %s', (mode) => {
  let opened: OpenStore;
  beforeAll(async () => {
    opened = await openStore(mode);
    await sql`insert into articles (id, url, url_key, host, state, hints, language, search_config, search, stored_at)
      overriding system value select n, 'https://a.example/' || n, n::text, 'a.example', 'stored',
        '{"title":null,"byline":[],"publishedAt":null,"language":null}', case when n % 3 = 0 then 'de' else 'en' end,
        ${sql.raw(config)}, to_tsvector((${sql.raw(config)})::regconfig, ${sql.raw(words)}), now()
      from generate_series(1, ${sql.lit(ARTICLES)}) n`.execute(opened.db);
  });
  afterAll(() => opened.close());

  const found = (query: string, language?: string) =>
    opened.store.library.matching(query, language === undefined ? {} : { language });
  /** The articles that `fits`, newest first, a thousand of them at most. */
  const newest = (fits: (n: number) => boolean) =>
    Array.from({ length: ARTICLES }, (_, n) => ARTICLES - n)
      .filter(fits)
      .slice(0, 1_000);

  it.each([
    ['a word of all articles', 'common', () => true],
    ['a word of every eighth', 'river', (n: number) => n % 8 === 0],
    ['a word of few', 'castle', (n: number) => n % 25 === 0],
    ['a word of the oldest', 'dragon', (n: number) => n <= 7],
    ['two words', 'castle dragon', () => false],
    ['one word without another', 'castle -river', (n: number) => n % 25 === 0 && n % 8 !== 0],
    ['one of two words', 'castle or dragon', (n: number) => n % 25 === 0 || n <= 7],
    ['a phrase of two words of all articles', '"common bridge"', (n: number) => n % 2 === 0],
    ['a phrase with a word of few', '"common castle"', (n: number) => n % 2 === 1 && n % 25 === 0],
    ['a word that nobody wrote', 'nothing', () => false],
  ])('finds the newest thousand of %s', async (_name, query, fits) => {
    expect(await found(query)).toEqual(newest(fits));
  });

  it('looks as far back within one language', async () => {
    expect(await found('dragon', 'de')).toEqual([6, 3]);
    expect(await found('castle', 'en')).toEqual(newest((n) => n % 3 !== 0 && n % 25 === 0));
  });

  it('compares a phrase of frequent words in the newest ten thousand only', async () => {
    expect(await found('"harbour lamp"')).toEqual([]);
  });
});
