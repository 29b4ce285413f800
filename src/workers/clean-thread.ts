import { createHash } from 'node:crypto';
import { type ExtractedArticle, extractArticle } from '../extract/article.js';
import { decodeText } from '../feeds/decode.js';
import { storableText } from '../feeds/storable.js';

export interface CleanTask {
  bytes: Uint8Array;
  contentType: string | null;
  url: string;
  now: Date;
  hints: { title: string | null; byline: string[]; publishedAt: Date | null; language: string | null };
}
export interface CleanResult {
  article: ExtractedArticle;
  charset: string;
  textHash: string;
}

/** A page's bytes to its document: decoded, extracted, made storable, its text hashed (sha256, hex). */
export function cleanPage({ bytes, contentType, url, now, hints }: CleanTask): CleanResult {
  const { text, charset } = decodeText(bytes, { contentType });
  const article = extractArticle(text, { url, now, hints });
  const cleaned = { ...article, text: storableText(article.text), html: storableText(article.html) };
  // Case, punctuation and white space are left out: they differ between the twins that a site serves.
  const words = cleaned.text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return { article: cleaned, charset, textHash: createHash('sha256').update(words.join(' ')).digest('hex') };
}
