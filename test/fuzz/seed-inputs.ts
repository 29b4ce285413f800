// What the fuzzer begins with: one whole input of each kind that a door is made for. Long because it is a list.
import type { TargetName } from './targets.js';

const sentence =
  'The council said on Monday that the bridge would open in the autumn, after a year of work on its gates. ';
const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A bridge opens - The Paper</title>
<base href="/news/"><meta name="author" content="Anna Bee"><meta property="og:site_name" content="The Paper">
<meta property="article:published_time" content="2026-05-01T10:00:00+02:00"><link rel="canonical" href="/news/bridge">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","headline":"A bridge opens","author":[{"@type":"Person","name":"Anna Bee"}],"datePublished":"2026-05-01","articleBody":"${sentence.repeat(2)}"}]}</script>
<style>p{color:red}</style></head><body><nav class="menu"><ul><li><a href="/">Home</a></li></ul></nav>
<article class="story" itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">A bridge opens</h1>
<p class="byline">By <a rel="author" href="/anna">Anna Bee</a>, <time datetime="2026-05-01">1 May 2026</time></p>
<figure><img src="a.jpg" srcset="a.jpg 1x, b.jpg 2x" alt="The bridge"><figcaption>The bridge</figcaption></figure>
<p>${sentence.repeat(3)}</p><h2>The gates</h2><p>${sentence.repeat(2)}<b>bold <i>both</b> italic</i> <a href="//x.example/?a=b&amp;c">a link</a></p>
<ul><li>One<ul><li>Two</li></ul></li></ul><table><tr><th>Year</th><td>2026</td></tr><tr><td>a</td><td>b</td></tr></table>
<blockquote><p>${sentence}</p></blockquote><pre><code>if (a &lt; b) go();</code></pre><svg><title>x</title></svg><noscript><img src="c.jpg"></noscript></article>
<footer>© 2026 The Paper</footer></body></html>`;

const rss = `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>The Paper</title><link>https://paper.example/</link><language>en-gb</language><ttl>60</ttl><skipHours><hour>3</hour></skipHours><atom:link rel="hub" href="https://hub.example/"/>
<item><title>A bridge &amp; gates</title><link>https://paper.example/1</link><guid isPermaLink="false">1</guid><pubDate>Fri, 01 May 2026 10:00:00 GMT</pubDate><dc:creator>Anna Bee</dc:creator><author>a@paper.example (Anna Bee)</author><category>News</category><description>&lt;p&gt;${sentence}&lt;/p&gt;</description><content:encoded><![CDATA[<p>${sentence}</p>]]></content:encoded><enclosure url="/a.mp3" length="1" type="audio/mpeg"/><media:content url="/a.jpg" medium="image"/></item>
<item><title>Two</title><link>/2</link></item></channel></rss>`;
const atom = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://paper.example/"><id>urn:1</id><title type="html">The &lt;b&gt;Paper&lt;/b&gt;</title><link rel="self" href="/feed"/><updated>2026-05-01T10:00:00Z</updated><author><name>Anna Bee</name><email>a@paper.example</email></author>
<entry><id>tag:paper.example,2026:1</id><title>One</title><link rel="alternate" href="/1"/><published>2026-05-01T10:00:00Z</published><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>${sentence}</p></div></content><summary>Short</summary><category term="news"/></entry></feed>`;
const json = JSON.stringify({
  version: 'https://jsonfeed.org/version/1.1',
  title: 'The Paper',
  home_page_url: 'https://paper.example/',
  authors: [{ name: 'Anna Bee', url: '/anna' }],
  items: [
    {
      id: '1',
      url: '/1',
      title: 'One',
      content_html: `<p>${sentence}</p>`,
      date_published: '2026-05-01T10:00:00Z',
      tags: ['a'],
      attachments: [{ url: '/a.mp3', mime_type: 'audio/mpeg' }],
    },
  ],
});
const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://paper.example/"><title>T</title></channel><item rdf:about="https://paper.example/1"><title>One</title><link>https://paper.example/1</link></item></rdf:RDF>`;
const sitemap = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://paper.example/1</loc><news:news><news:publication><news:name>The Paper</news:name><news:language>en</news:language></news:publication><news:publication_date>2026-05-01</news:publication_date><news:title>One</news:title></news:news></url></urlset>`;

/** The inputs by door, as text. */
export const seedInputs: Readonly<Record<TargetName, readonly string[]>> = {
  feeds: [rss, atom, json, rdf, sitemap, page],
  pages: [page, `<div>${sentence.repeat(9)}</div>`, `<p>「橋」は月曜日に開通した。</p>`.repeat(20)],
  urls: [
    'https://www.paper.example:443/a/../b/%7Eanna?utm_source=x&id=1#!top\nhttp://m.paper.example/b/~anna?id=1',
    'http://user:pass@[::ffff:127.0.0.1]:8080/',
    'https://www.google.com/amp/s/paper.example/news/1.amp.html',
    'http://0x7f.1/ http://2130706433/ http://①②⑦.0.0.1/',
    'https://xn--bcher-kva.example./Straße?q=%E2%82%AC&sid=0123456789abcdef0123',
    '/relative/path;jsessionid=1?a=b',
  ],
  dates: [
    'Fri, 01 May 2026 10:00:00 +0200',
    '2026-05-01T10:00:00.123Z',
    '1. Mai 2026, 10:30 Uhr',
    '2026年5月1日 午後3時4分',
    '١ مايو ٢٠٢٦',
    'May 1st, 2026 at 3:04 p.m. EDT',
    'опубликовано 1 мая 2026 г.',
    '۱۴۰۵/۰۲/۱۱',
    '1777629600',
    'vor 3 Stunden',
  ],
  opml: [
    `<?xml version="1.0"?><opml version="2.0"><head><title>Feeds</title></head><body><outline text="News"><outline type="rss" text="The Paper" title="The Paper" xmlUrl="https://paper.example/feed" htmlUrl="https://paper.example/" category="/a/b,c"/></outline><outline text="x" xmlUrl="feed:https://b.example/"/></body></opml>`,
  ],
  robots: [
    'User-agent: Feedmill\nUser-agent: *\nDisallow: /private*\nAllow: /private/news$\nCrawl-delay: 2\n\nSitemap: https://paper.example/sitemap.xml\n# end',
  ],
  headers: [
    'text/html; charset="utf-8"\nFri, 01 May 2026 10:00:00 GMT',
    '120\n"etag-1"',
    '<https://hub.example/>; rel="hub", </feed>; rel=self\nno-cache, max-age=60',
    'otherbot: noindex, nofollow\nunavailable_after: 1 May 2026',
    'https://b.example/\u00e9?x=1\nmax-age=3600, must-revalidate',
  ],
};
