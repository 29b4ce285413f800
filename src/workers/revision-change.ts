// What changed between two revisions, as a reader would say it.
import type { Draft } from '../store/begin.js';

export interface FieldChange {
  from: unknown;
  to: unknown;
  /** Of texts: the share of the words that both have, 0 to 1. */
  kept?: number;
}
/** Fields that differ, old and new. Null: nothing differs. */
export type RevisionChange = Record<string, FieldChange> | null;

const compared = [
  'title',
  'byline',
  'published_at',
  'published_day',
  'language',
  'image_url',
  'site_name',
] as const;

/**
 * Compares a draft with the current revision; null when a reader would see no difference. Drafts come without their
 * markup: `sameMarkup` says whether it is the same.
 */
export function changeBetween(current: Draft, draft: Draft, sameMarkup: boolean): RevisionChange {
  const change: Record<string, FieldChange> = {};
  for (const field of compared) {
    if (JSON.stringify(current[field]) !== JSON.stringify(draft[field]))
      change[field] = { from: current[field], to: draft[field] };
  }
  if (current.text !== draft.text)
    change['text'] = {
      from: `${current.text.length} characters`,
      to: `${draft.text.length} characters`,
      kept: round(sharedWords(current.text, draft.text)),
    };
  else if (!sameMarkup && madeByOther(current, draft))
    change['markup'] = { from: versionOf(current), to: versionOf(draft) };
  return Object.keys(change).length === 0 ? null : change;
}

// Sites write other addresses of pictures and links into the same page each time, which is no change; another cleaner
// or site rule that writes other markup is one.
const madeByOther = (current: Draft, draft: Draft): boolean =>
  current.extractor_version !== draft.extractor_version ||
  current.quality.rule?.version !== draft.quality.rule?.version;

const versionOf = ({ extractor_version: version }: Draft): string => `that of cleaner ${version}`;
const round = (share: number): number => Math.round(share * 1_000) / 1_000;

/** The share of the words of both texts that both have, counted as often as they occur; 1 for two without words. */
export function sharedWords(before: string, after: string): number {
  const words = (text: string): string[] => text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const old = words(before);
  const left = new Map<string, number>();
  const fresh = words(after);
  for (const word of fresh) left.set(word, (left.get(word) ?? 0) + 1);
  let kept = 0;
  for (const word of old) {
    const count = left.get(word) ?? 0;
    if (count > 0) {
      kept++;
      left.set(word, count - 1);
    }
  }
  return old.length + fresh.length === 0 ? 1 : (2 * kept) / (old.length + fresh.length);
}
