// When a document says too little to pass for the article: its page holds little text, or text that is hardly trusted.
// It is kept all the same, with what the feed says of the article if that is longer, and with the reason. Only where
// nobody says anything is there nothing to keep.
import type { ExtractedArticle } from './article.js';

export interface ThinLimits {
  /** Characters of text that an article has at least. */
  minCharacters: number;
  /** Confidence that it has at least, 0 to 1. */
  minConfidence: number;
}
/** What a feed says of an article, cleaned as a page is. */
export interface FeedContent {
  text: string;
  html: string;
  excerpt: string | null;
  words: number;
  blocks: number;
}
/** A document that is thin, and why. */
export interface ThinArticle {
  article: ExtractedArticle;
  reason: string;
}

/** Why a document is thin; null when it is not. */
export function thinness(
  { characters, confidence }: Pick<ExtractedArticle['quality'], 'characters' | 'confidence'>,
  { minCharacters, minConfidence }: ThinLimits,
): string | null {
  if (characters < minCharacters) return `${characters} characters, fewer than ${minCharacters}`;
  return confidence < minConfidence ? `confidence ${confidence}, less than ${minConfidence}` : null;
}

/** The thin document with the longer of the two texts; null where both are empty. */
export function thinArticle(
  article: ExtractedArticle,
  why: string,
  content: FeedContent | null,
): ThinArticle | null {
  if (content === null || content.text.length <= article.text.length)
    return article.text === '' ? null : { article, reason: `${why}; its feeds say no more` };
  const { text, html, excerpt, words, blocks } = content;
  const characters = text.length;
  const quality = { ...article.quality, found: 'feed' as const, words, characters, blocks, linkDensity: 0 };
  return {
    article: { ...article, text, html, excerpt, quality },
    reason: `${why}; the feed's own ${characters} characters were taken`,
  };
}
