// Authors and days as news sites show them in some thirty languages, and which of several statements is believed.
import { describe, expect, it } from 'vitest';
import { ld, metas, page, read, TITLE, text, URL_OF_PAGE } from './news-page.js';

describe('the authors that', () => {
  const authors = (head: string, body = '', language = 'en') =>
    read(page(`<title>${TITLE}</title>${head}`, `<h1>${TITLE}</h1>${body}${text}`, language), URL_OF_PAGE)
      .byline;
  const stated = (author: unknown): string => ld({ '@type': 'NewsArticle', headline: TITLE, author });
  it.each<[string, string, string, string[]]>([
    [
      'JSON-LD states in one name',
      stated({ name: 'Ada Example and Ben Sample' }),
      '',
      ['Ada Example', 'Ben Sample'],
    ],
    ['JSON-LD states as strings', stated(['Ada Example', 'Ben Sample']), '', ['Ada Example', 'Ben Sample']],
    [
      'JSON-LD states as an organisation, and readers see as people',
      stated({ '@type': 'Organization', name: 'Morning' }),
      '<div class="byline">By Ada Example</div>',
      ['Ada Example'],
    ],
    [
      'JSON-LD states without a name',
      stated({ '@type': 'Person', url: 'https://www.morning.example/ada' }),
      '<p class="author">Ada Example</p>',
      ['Ada Example'],
    ],
    [
      'JSON-LD states in part, and readers see in full',
      stated({ name: 'Ada Example' }),
      '<div class="byline">By <a>Ada Example</a>, <a>Ben Sample</a> and <a>Cy Test</a></div>',
      ['Ada Example', 'Ben Sample', 'Cy Test'],
    ],
    [
      'JSON-LD states by a first name',
      stated({ name: 'Ada' }),
      '<p class="byline">By Ada Example</p>',
      ['Ada Example'],
    ],
    [
      'JSON-LD states by an account',
      stated({ name: 'adaexample' }),
      '<p class="byline">By Ada Example</p>',
      ['Ada Example'],
    ],
    [
      'stand where the tag of the site names its maker',
      '<meta name="author" content="Web Works">',
      '<p class="byline">By Ada Example</p>',
      ['Ada Example'],
    ],
    [
      'stand with their office and section',
      stated({ name: 'Ada Example' }),
      '<p class="byline">By Ada Example, Chief Engineer, Bridges Desk, Town and Harbour Project</p>',
      ['Ada Example'],
    ],
    [
      'stand in a list',
      '',
      '<ul class="authors"><li><a>Ada Example</a></li><li><a>Ben Sample</a></li></ul>',
      ['Ada Example', 'Ben Sample'],
    ],
    [
      'JSON-LD states in part, and readers see in a list',
      stated({ name: 'Ada Example' }),
      '<div class="authors"><a>Ada Example</a> <a>Ben Sample</a></div>',
      ['Ada Example', 'Ben Sample'],
    ],
    [
      'took a picture or wrote another article are none of its own',
      '',
      '<figure><figcaption class="author">Ben Sample</figcaption></figure><div class="photo-credit"><span class="author">Cy Test</span></div><a href="/other"><h4>Another</h4><span class="item-author">Cy Test</span></a>',
      [],
    ],
    [
      'JSON-LD states, beside a link to more of them',
      stated({ name: 'Ada Example' }),
      '<div class="author"><a>Ada Example</a> <a>View More Articles</a></div>',
      ['Ada Example'],
    ],
    ['are an agency', stated({ '@type': 'Organization', name: 'Reuters' }), '', ['Reuters']],
    [
      'are a person and an agency',
      stated([{ name: 'Ada Example' }, { name: 'dpa' }]),
      '',
      ['Ada Example', 'dpa'],
    ],
  ])('%s', (_name, head, body, names) => expect(authors(head, body)).toEqual(names));

  it.each<[string, string, string[]]>([
    ['de', 'Von <b>Ada Beispiel</b> und <b>Ben Muster</b>', ['Ada Beispiel', 'Ben Muster']],
    ['de', 'Ein Kommentar von Ada Beispiel', ['Ada Beispiel']],
    ['de', 'Eine Analyse von Ada Beispiel', ['Ada Beispiel']],
    ['fr', 'Par Ada Exemple et Ben Essai', ['Ada Exemple', 'Ben Essai']],
    ['fr', 'Par Ada Exemple, envoyée spéciale à Kiev', ['Ada Exemple']],
    ['es', 'Por Ada Ejemplo y Ben Prueba', ['Ada Ejemplo', 'Ben Prueba']],
    ['pt', 'Por Ada Exemplo e Ben Prova, em São Paulo', ['Ada Exemplo', 'Ben Prova']],
    ['it', 'di Ada Esempio', ['Ada Esempio']],
    ['nl', 'Door Ada Voorbeeld en Ben Proef', ['Ada Voorbeeld', 'Ben Proef']],
    ['sv', 'Text: Ada Exempel', ['Ada Exempel']],
    ['da', 'Af Ada Eksempel', ['Ada Eksempel']],
    ['pl', 'Autor: Ada Przykład', ['Ada Przykład']],
    ['cs', 'Autor: Ada Příkladová', ['Ada Příkladová']],
    ['hu', 'Szerző: Példa Ada', ['Példa Ada']],
    ['ru', 'Автор: Ада Примерова', ['Ада Примерова']],
    ['el', 'Συντάκτης: Άντα Παράδειγμα', ['Άντα Παράδειγμα']],
    ['tr', 'Yazan: Ada Örnek', ['Ada Örnek']],
    ['id', 'Penulis: Ada Contoh', ['Ada Contoh']],
    ['ar', 'كتب: آدا مثال', ['آدا مثال']],
    ['zh', '记者：王小明', ['王小明']],
    ['zh', '作者：王小明、李大山', ['王小明', '李大山']],
    ['ko', '홍길동 기자 hong@morning.example', ['홍길동']],
  ])('stand in %s as %j', (language, line, names) =>
    expect(authors('', `<div><p>${line}</p></div>`, language)).toEqual(names),
  );
});

describe('the day that', () => {
  const day = (body: string, language: string, head = ''): string | null =>
    read(page(`<title>${TITLE}</title>${head}`, `<h1>${TITLE}</h1>${body}${text}`, language), URL_OF_PAGE)
      .day;

  it.each([
    ['de', '12. März 2024, 14:05 Uhr'],
    ['de', 'Dienstag, 12.03.2024, 14:05 Uhr'],
    ['en', 'Mar. 12, 2024, 2:05 p.m. ET'],
    ['en', 'Tuesday 12 March 2024 14.05 GMT'],
    ['fr', 'Publié le 12 mars 2024 à 14h05'],
    ['es', '12 de marzo de 2024 a las 14:05'],
    ['pt', '12 mar. 2024 às 14h05'],
    ['it', 'martedì 12 marzo 2024'],
    ['nl', '12 mrt. 2024 om 14:05'],
    ['sv', 'Publicerad 12 mars 2024'],
    ['nb', '12. mars 2024 kl. 14:05'],
    ['fi', '12.3.2024 klo 14.05'],
    ['pl', '12 marca 2024, 14:05'],
    ['cs', '12. března 2024'],
    ['hu', '2024. márc. 12.'],
    ['ro', '12 martie 2024'],
    ['hr', '12. ožujka 2024.'],
    ['lv', '2024. gada 12. marts'],
    ['lt', '2024 m. kovo 12 d.'],
    ['ru', '12 марта 2024, 14:05'],
    ['uk', '12 березня 2024'],
    ['el', '12 Μαρτίου 2024'],
    ['tr', '12 Mart 2024'],
    ['ar', 'الثلاثاء 12 مارس 2024'],
    ['ar', '12 مارس/آذار 2024'],
    ['he', '12 במרץ 2024'],
    ['fa', '۲۲ اسفند ۱۴۰۲'],
    ['hi', '12 मार्च 2024'],
    ['ur', '12 مارچ 2024'],
    ['th', '12 มี.ค. 2567'],
    ['vi', '12 tháng 3, 2024'],
    ['id', 'Selasa, 12 Maret 2024'],
    ['zh', '2024年03月12日14:05'],
    ['ja', '2024年3月12日 14時05分'],
    ['ja', '令和6年3月12日'],
    ['ko', '입력 2024.03.12 14:05'],
  ])('stands in %s as %j', (language, line) =>
    expect(day(`<div class="x">${line}</div>`, language)).toBe('2024-03-12'),
  );

  it('stands next to the heading goes before one that is called a date farther down', () => {
    const teaser = `<article class="entry">${'<p>A line.</p>'.repeat(30)}<p class="entry-meta">11 March 2024</p></article>`;
    expect(day(`<div><span class="light">12 March 2024</span></div>${teaser}`, 'en')).toBe('2024-03-12');
  });

  it('a release begins with is its own', () => {
    const release = `<p>BERLIN, 12 March 2024 – ${'The bridge is open. '.repeat(8)}</p>`;
    expect(day(release, 'en')).toBe('2024-03-12');
  });

  it('two sources for machines name differently is the one that readers see', () => {
    const head = metas({
      pubdate: '2024-03-10T08:00:00+01:00',
      'dc.date.issued': '2024-03-12T08:00:00+01:00',
    });
    const shown = '<p class="date">12.03.2024</p>';
    expect(day(shown, 'de', head)).toBe('2024-03-12');
  });

  it('is shown settles nothing where the language is of a place that is on the other side of midnight', () => {
    const head = metas({ 'article:published_time': '2024-03-12T08:00:00Z' });
    expect(day('<p class="date">11.03.2024</p>', 'pl', head)).toBe('2024-03-12');
    expect(day('<p class="date">March 11, 2024</p>', 'en', head)).toBe('2024-03-11');
  });

  it.each([
    ['https://www.morning.example/2024/03/12/bridge'],
    ['https://www.morning.example/2024/mar/12/bridge'],
    ['https://www.morning.example/bridge-20240312'],
    ['https://www.morning.example/releases/12-03-2024'],
    ['https://www.morning.example/12032024-bridge'],
  ])('stands in %s', (url) => expect(read(page('', `<h1>${TITLE}</h1>${text}`), url).day).toBe('2024-03-12'));
});
