// What the common publishing systems of news say of an article, each in its own way: title, authors, day.
import { describe, expect, it } from 'vitest';
import { extractArticle } from '../../src/extract/article.js';

const now = new Date('2026-06-01T00:00:00Z');
const ld = (node: object): string =>
  `<script type="application/ld+json">${JSON.stringify({ '@context': 'https://schema.org', ...node })}</script>`;
const metas = (tags: Record<string, string>): string =>
  Object.entries(tags)
    .map(([name, content]) => `<meta property="${name}" name="${name}" content="${content}">`)
    .join('');
const page = (head: string, body: string, language = 'en'): string =>
  `<!doctype html><html lang="${language}"><head>${head}</head><body>${body}</body></html>`;
const read = (html: string, url: string) => {
  const { title, byline, publishedDay } = extractArticle(html, { url, now });
  return { title, byline, day: publishedDay };
};

const URL_OF_PAGE = 'https://www.morning.example/town/bridge-1234';
const TITLE = 'The new bridge opens to the town';
const text = `<p>${'The bridge is open, and the town has waited for it. '.repeat(6)}</p>`.repeat(3);
const expected = { title: TITLE, byline: ['Ada Example'], day: '2026-05-17' };

describe('an article of', () => {
  it.each<[string, string, string?]>([
    [
      'WordPress with Yoast, whose graph refers to its people',
      page(
        `<title>${TITLE} - Morning</title>${metas({ 'og:site_name': 'Morning', 'article:published_time': '2026-05-17T08:00:00+00:00', 'article:author': 'https://social.example/ada' })}${ld(
          {
            '@graph': [
              {
                '@type': 'Article',
                '@id': `${URL_OF_PAGE}#article`,
                headline: TITLE,
                author: { '@id': 'https://www.morning.example/#/schema/person/1' },
                publisher: { '@id': 'https://www.morning.example/#organization' },
                datePublished: '2026-05-17T08:00:00+00:00',
                dateModified: '2026-05-20T08:00:00+00:00',
              },
              { '@type': 'WebSite', name: 'Morning' },
              {
                '@type': 'Person',
                '@id': 'https://www.morning.example/#/schema/person/1',
                name: 'Ada Example',
              },
            ],
          },
        )}`,
        `<h1 class="entry-title">${TITLE}</h1>${text}`,
      ),
    ],
    [
      'WordPress without a plugin',
      page(
        `<title>${TITLE} – Morning</title>`,
        `<article class="post"><header><h1 class="entry-title">${TITLE}</h1><div class="entry-meta"><time class="entry-date published" datetime="2026-05-17T10:00:00+02:00">17 May</time><time class="updated" datetime="2026-05-19T10:00:00+02:00">19 May</time><span class="byline">by <span class="author vcard"><a class="url fn n" href="/author/ada/">Ada Example</a></span></span></div></header>${text}</article><div class="comments"><div class="comment-author vcard"><cite class="fn">Cy Reader</cite></div><time datetime="2026-05-18">18 May</time></div>`,
      ),
    ],
    [
      'Drupal',
      page(
        `<title>${TITLE} | Morning</title>${metas({ 'dcterms.title': TITLE, 'dcterms.creator': 'Ada Example', 'dcterms.date': '2026-05-17T08:00-05:00', 'og:site_name': 'Morning' })}`,
        `<h1 class="page-header"><span>${TITLE}</span></h1><div class="submitted">By <span rel="sioc:has_creator">Ada Example</span> on Sun, 05/17/2026</div>${text}`,
      ),
    ],
    [
      'Arc, which writes the day in UTC and shows it where it is',
      page(
        `<title>${TITLE} - Morning</title>${metas({ 'og:title': TITLE, 'og:site_name': 'Morning' })}${ld({ '@type': 'NewsArticle', headline: TITLE, datePublished: '2026-05-18T01:25:56Z', author: [{ '@type': 'Person', name: 'Ada Example', url: 'https://www.morning.example/ada' }] })}`,
        `<h1>${TITLE}</h1><div class="byline">By <a href="/ada">Ada Example</a></div><span class="date">May 17, 2026 at 9:25 p.m. EDT</span>${text}`,
      ),
    ],
    [
      'Ghost',
      page(
        `<title>${TITLE}</title>${metas({ 'og:site_name': 'Morning', 'article:published_time': '2026-05-17T08:00:00.000Z', 'twitter:label1': 'Written by', 'twitter:data1': 'Ada Example', 'twitter:label2': 'Filed under', 'twitter:data2': 'Town' })}`,
        `<article><h1 class="gh-article-title">${TITLE}</h1>${text}</article>`,
      ),
    ],
    [
      'Blogger',
      page(
        `<title>Morning: ${TITLE}</title>${metas({ 'og:title': TITLE, 'og:site_name': 'Morning' })}`,
        `<h1 class="title">Morning</h1><h2 class="date-header"><span>Sunday, May 17, 2026</span></h2><div class="post" itemprop="blogPost" itemscope itemtype="http://schema.org/BlogPosting"><h3 class="post-title entry-title" itemprop="name">${TITLE}</h3>${text}<div class="post-footer">Posted by <span class="fn" itemprop="author" itemscope itemtype="http://schema.org/Person"><span itemprop="name">Ada Example</span></span> at <abbr class="published" itemprop="datePublished" title="2026-05-17T08:00:00+02:00">08:00</abbr></div></div>`,
      ),
    ],
    [
      'TYPO3',
      page(
        `<title>${TITLE} - Morning</title><meta name="generator" content="TYPO3 CMS">`,
        `<div class="news news-single"><div class="article" itemscope itemtype="http://schema.org/Article"><div class="header"><h1 itemprop="headline">${TITLE}</h1></div><div class="footer"><p><span class="news-list-date"><time itemprop="datePublished" datetime="2026-05-17">17.05.2026</time></span><span class="news-list-author" itemprop="author" itemscope itemtype="http://schema.org/Person"><span itemprop="name">Ada Example</span></span></p></div><div itemprop="articleBody">${text}</div></div></div>`,
        'de',
      ),
    ],
    [
      'Escenic and its like, with a kicker in the heading and no JSON-LD',
      page(
        `<title>${TITLE}</title>${metas({ 'og:title': TITLE, 'article:published_time': '2026-05-17T10:00:00+0200' })}`,
        `<h1><small>Harbour</small><br>${TITLE}</h1><p class="article-byline">Av <a>Ada Example</a></p>${text}`,
        'nb',
      ),
    ],
    [
      'Brightspot, with a dateline and the modification first',
      page(
        `<title>${TITLE} | Morning</title>${metas({ 'og:site_name': 'Morning', 'article:modified_time': '2026-05-19T08:00:00' })}${ld({ '@type': 'NewsArticle', headline: TITLE, dateModified: '2026-05-19T08:00:00-04:00', datePublished: '2026-05-17T08:00:00-04:00', author: [{ '@type': 'Person', name: 'Ada Example' }], publisher: { '@type': 'Organization', name: 'Morning' } })}`,
        `<div class="ArticlePage-headline"><h1>${TITLE}</h1></div><div class="ArticlePage-byline">By <a>Ada Example</a></div>${text}`,
      ),
    ],
    [
      'Substack',
      page(
        `<title>${TITLE} - by Ada Example - Morning</title>${metas({ 'og:title': TITLE, author: 'Ada Example' })}${ld({ '@type': 'NewsArticle', headline: TITLE, datePublished: '2026-05-17T08:00:00+00:00', author: [{ '@type': 'Person', name: 'Ada Example' }], publisher: { '@type': 'Organization', name: 'Morning' } })}`,
        `<article><h1 class="post-title published">${TITLE}</h1>${text}</article>`,
      ),
      'https://ada.substack.example/p/bridge',
    ],
    [
      'Medium',
      page(
        `<title>${TITLE} | by Ada Example | Morning | Medium</title>${metas({ 'og:site_name': 'Medium', 'og:title': TITLE, author: 'Ada Example', 'article:published_time': '2026-05-17T08:00:00.000Z' })}`,
        `<article><h1>${TITLE}</h1>${text}</article>`,
      ),
    ],
    [
      'AMP',
      page(
        `<title>${TITLE}</title>${ld({ '@type': 'NewsArticle', mainEntityOfPage: URL_OF_PAGE, headline: TITLE, datePublished: '2026-05-17T08:00:00+02:00', author: 'Ada Example', publisher: { '@type': 'Organization', name: 'Morning' } })}`,
        `<h1 class="amp-wp-title">${TITLE}</h1>${text}`,
      ),
    ],
    [
      'a system that lists the authors of its teasers as well',
      page(
        `<title>${TITLE}</title>${ld({ '@type': 'NewsArticle', headline: TITLE, url: URL_OF_PAGE, datePublished: '2026-05-17', author: { name: 'Ada Example' } })}${ld({ '@type': 'ItemList', itemListElement: [{ '@type': 'NewsArticle', headline: 'Another', author: { name: 'Ben Sample' } }] })}`,
        `<h1>${TITLE}</h1>${text}<article itemscope itemtype="http://schema.org/NewsArticle"><meta itemprop="author" content="Ben Sample"><meta itemprop="datePublished" content="2026-05-16"><h3 itemprop="headline">Another</h3></article>`,
      ),
    ],
    [
      'a system that cites other works',
      page(
        `<title>${TITLE}</title>${metas({ 'citation_author': 'Ada Example', 'dc.date': '2026-05-17' })}`,
        `<h1>${TITLE}</h1>${text}<ol><li itemprop="citation" itemscope itemtype="http://schema.org/ScholarlyArticle"><meta itemprop="author" content="Cy Test"><meta itemprop="datePublished" content="2019"></li></ol>`,
      ),
    ],
  ])('%s', (_name, html, url = URL_OF_PAGE) => expect(read(html, url)).toEqual(expected));
});

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
    ['are an agency', stated({ '@type': 'Organization', name: 'Reuters' }), '', ['Reuters']],
    ['are a person and an agency', stated([{ name: 'Ada Example' }, { name: 'dpa' }]), '', ['Ada Example', 'dpa']],
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
    expect(authors('', `<div><p>${line}</p></div>`, language)).toEqual(names));
});

describe('the day that', () => {
  const day = (body: string, language: string, head = ''): string | null =>
    read(page(`<title>${TITLE}</title>${head}`, `<h1>${TITLE}</h1>${body}${text}`, language), URL_OF_PAGE).day;

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
    expect(day(`<div class="x">${line}</div>`, language)).toBe('2024-03-12'));

  it('stands next to the heading goes before one that is called a date farther down', () => {
    const teaser = `<article class="entry">${'<p>A line.</p>'.repeat(30)}<p class="entry-meta">11 March 2024</p></article>`;
    expect(day(`<div><span class="light">12 March 2024</span></div>${teaser}`, 'en')).toBe('2024-03-12');
  });

  it('a release begins with is its own', () => {
    const release = `<p>BERLIN, 12 March 2024 – ${'The bridge is open. '.repeat(8)}</p>`;
    expect(day(release, 'en')).toBe('2024-03-12');
  });

  it('two sources for machines name differently is the one that readers see', () => {
    const head = metas({ pubdate: '2024-03-10T08:00:00+01:00', 'dc.date.issued': '2024-03-12T08:00:00+01:00' });
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
