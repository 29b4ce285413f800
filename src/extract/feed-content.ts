import { excerptOf } from './article.js';
import { blocksOf } from './blocks.js';
import { plainFurniture } from './boilerplate.js';
import { cleanHtml } from './clean-html.js';
import { textOf, wordsIn } from './plain-text.js';
import { sizesOf } from './sizes.js';
import type { FeedContent } from './thinness.js';
import { Element, isTag, parsePage } from './tree.js';
import { trimmed } from './trim.js';

/** The content of a feed's item as text and clean HTML, its links relative to `url`. Never throws. */
export function cleanContent(content: string, url: string): FeedContent {
  const page = parsePage(content);
  const top = page.root()[0]?.children ?? [];
  const found = blocksOf(new Element('body', {}, top), sizesOf(page, null), plainFurniture);
  const prose = trimmed(found, { url, title: null, byline: [] });
  // A teaser may be nothing but a link.
  const blocks = prose.length > 0 ? prose : found;
  const text = textOf(blocks);
  return {
    text,
    html: cleanHtml(blocks, url, { page, roots: top.filter(isTag), isFurniture: plainFurniture }),
    excerpt: excerptOf(text),
    words: wordsIn(text),
    blocks: blocks.length,
  };
}
