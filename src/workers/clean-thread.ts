import { createHash } from 'node:crypto';
import { type ExtractedArticle, extractArticle } from '../extract/article.js';
import { createTrace, type Explanation } from '../extract/explain.js';
import { cleanContent } from '../extract/feed-content.js';
import type { SiteRule } from '../extract/site-rules.js';
import type { FeedContent } from '../extract/thinness.js';
import type { Trace } from '../extract/trace.js';
import { decodeText } from '../feeds/decode.js';
import { storableText } from '../feeds/storable.js';
import { type PackedBytes, unpackBytes } from '../store/snapshot-codec.js';

export interface CleanTask {
  packed: PackedBytes;
  contentType: string | null;
  url: string;
  now: Date;
  hints: { title: string | null; byline: string[]; publishedAt: Date | null; language: string | null };
  /** The rule for the page's site, as it stood when the page was taken; null where there is none. */
  rule: SiteRule | null;
}
export interface CleanResult {
  article: ExtractedArticle;
  charset: string;
  textHash: string;
}

export interface ContentTask {
  content: string;
  /** The page's, to which its links are relative. */
  url: string;
}
export interface ContentResult {
  content: FeedContent;
  textHash: string;
}

/** A page's bytes to its document: unpacked, decoded, extracted, made storable, its text hashed (sha256, hex). */
export function cleanPage(
  { packed, contentType, url, now, hints, rule }: CleanTask,
  // Piscina calls with the task alone; a trace cannot go to another thread.
  trace?: Trace,
): CleanResult {
  const { text, charset } = decodeText(unpackBytes(packed), { contentType });
  trace?.step('decode');
  const context = { url, now, hints, rule, ...(trace === undefined ? {} : { trace }) };
  const cleaned = storable(extractArticle(text, context));
  return { article: cleaned, charset, textHash: hashOf(cleaned.text) };
}

/** How a page's document comes about. */
export interface ExplainedPage extends Pick<Explanation, 'candidates' | 'removed' | 'fields'> {
  /** How its text was found. */
  found: string;
}

/** The explanation of a page, without the times, which would be those of a thread that is not warm. */
export function explainPage(task: CleanTask): ExplainedPage {
  const { trace, explanation } = createTrace(() => performance.now());
  const { article } = cleanPage(task, trace);
  const { candidates, removed, fields } = storable(explanation);
  return { candidates, removed, fields, found: article.quality.found };
}

/** What a feed says of an article, cleaned as its page is. */
export function cleanFeedContent({ content, url }: ContentTask): ContentResult {
  const cleaned = storable(cleanContent(content, url));
  return { content: cleaned, textHash: hashOf(cleaned.text) };
}

/** Characters that are hashed at a time: a replacement in one go keeps each of its gaps, a million in a text of 5 MB. */
const HASHED_AT_ONCE = 65_536;

// Case, punctuation and white space are left out: they differ between the twins that a site serves.
function hashOf(text: string): string {
  const hash = createHash('sha256');
  const lower = text.toLowerCase();
  let gap = '';
  for (let at = 0; at < lower.length; ) {
    // A piece ends at a space, and so between two words.
    const space = lower.indexOf(' ', at + HASHED_AT_ONCE);
    const end = space === -1 ? lower.length : space;
    const words = lower
      .slice(at, end)
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
      .trim();
    if (words !== '') {
      hash.update(gap + words);
      gap = ' ';
    }
    at = end;
  }
  return hash.digest('hex');
}

// Every part of it, because a page can say anything anywhere: JSON-LD writes a NUL as an escape in an author's name.
function storable<T>(value: T): T;
function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map((part: unknown) => storable(part));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, storable(part)]));
}
