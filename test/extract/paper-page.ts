// A page of a paper that states nothing but what a test adds.
import { extractArticle } from '../../src/extract/article.js';

export const now = new Date('2024-06-15T12:00:00Z');
const sentence = 'The council opened two bridges near the harbour, and many people came to see them. ';
export const page = (language: string, lines: string, head = ''): string =>
  `<html lang="${language}"><head>${head}</head><body><article><h1>Two bridges open</h1>${lines}` +
  `<p>${sentence.repeat(5)}</p><p>${sentence.repeat(5)}</p></article></body></html>`;
export const read = (html: string, at = now) =>
  extractArticle(html, { url: 'https://www.paper.example/bridges', now: at });
