// Pages of news as tests write them: a head, a body and what is read from them.
import { extractArticle } from '../../src/extract/article.js';

const now = new Date('2026-06-01T00:00:00Z');
export const ld = (node: object): string =>
  `<script type="application/ld+json">${JSON.stringify({ '@context': 'https://schema.org', ...node })}</script>`;
export const metas = (tags: Record<string, string>): string =>
  Object.entries(tags)
    .map(([name, content]) => `<meta property="${name}" name="${name}" content="${content}">`)
    .join('');
export const page = (head: string, body: string, language = 'en'): string =>
  `<!doctype html><html lang="${language}"><head>${head}</head><body>${body}</body></html>`;
export const read = (html: string, url: string) => {
  const { title, byline, publishedDay } = extractArticle(html, { url, now });
  return { title, byline, day: publishedDay };
};

export const URL_OF_PAGE = 'https://www.morning.example/town/bridge-1234';
export const TITLE = 'The new bridge opens to the town';
export const text = `<p>${'The bridge is open, and the town has waited for it. '.repeat(6)}</p>`.repeat(3);
