import type { SiteRule } from '../extract/site-rules.js';
import { tagOf } from '../language/hints.js';
import type { ItemHints } from '../store/schema-articles.js';
import type { PackedBytes } from '../store/snapshot-codec.js';
import type { CleanTask } from './clean-thread.js';

/** What a page is cleaned with: its bytes, its headers, and what its feed and its site's rule say. */
export function cleanTask(
  { codec, body, size, url, headers }: PackedBytes & { url: string; headers: Record<string, string> },
  { title, byline, publishedAt, language }: ItemHints,
  rule: SiteRule | null,
  now: Date,
): CleanTask {
  return {
    packed: { codec, body, size },
    contentType: headers['content-type'] ?? null,
    url,
    now,
    hints: {
      title,
      byline,
      publishedAt: publishedAt === null ? null : new Date(publishedAt),
      language: tagOf(headers['content-language']) ?? language,
    },
    rule,
  };
}
