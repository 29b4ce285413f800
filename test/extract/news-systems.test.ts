// What the common publishing systems of news say of an article, each in its own way: title, authors, day.
import { describe, expect, it } from 'vitest';
import { ld, metas, page, read, TITLE, text, URL_OF_PAGE } from './news-page.js';

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
        `<title>${TITLE}</title>${metas({ citation_author: 'Ada Example', 'dc.date': '2026-05-17' })}`,
        `<h1>${TITLE}</h1>${text}<ol><li itemprop="citation" itemscope itemtype="http://schema.org/ScholarlyArticle"><meta itemprop="author" content="Cy Test"><meta itemprop="datePublished" content="2019"></li></ol>`,
      ),
    ],
  ])('%s', (_name, html, url = URL_OF_PAGE) => expect(read(html, url)).toEqual(expected));
});
