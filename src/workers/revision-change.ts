// What changed between two revisions, as a reader would say it.
import type { Draft } from '../store/begin.js';

/** Fields that differ, old and new; `text` carries the share of words that both have, 0 to 1. Null: nothing differs. */
export type RevisionChange = Record<string, { from: unknown; to: unknown }> | null;

const compared = ['title', 'byline', 'published_at', 'language', 'image_url', 'site_name'] as const;

/** Compares a draft with the current revision; null when a reader would see no difference. */
export function changeBetween(current: Draft, draft: Draft): RevisionChange {
  const change: Record<string, { from: unknown; to: unknown }> = {};
  for (const field of compared) {
    if (JSON.stringify(current[field]) !== JSON.stringify(draft[field]))
      change[field] = { from: current[field], to: draft[field] };
  }
  if (current.text !== draft.text)
    change['text'] = {
      from: `${current.text.length} characters`,
      to: `${draft.text.length} characters, ${Math.round(100 * sharedWords(current.text, draft.text))} % of the words kept`,
    };
  return Object.keys(change).length === 0 ? null : change;
}

/** The share of the words of `before` that `after` has as well, counted as often as they occur; 1 when there were none. */
export function sharedWords(before: string, after: string): number {
  const words = (text: string): string[] => text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const left = new Map<string, number>();
  for (const word of words(after)) left.set(word, (left.get(word) ?? 0) + 1);
  let kept = 0;
  const old = words(before);
  for (const word of old) {
    const count = left.get(word) ?? 0;
    if (count > 0) {
      kept++;
      left.set(word, count - 1);
    }
  }
  return old.length === 0 ? 1 : kept / old.length;
}
