import { diffWordsWithSpace } from 'diff';

/** A run of words that both texts have, that only the old or the new one has, or that are left out of the picture. */
export interface DiffPart {
  kind: 'same' | 'gone' | 'new' | 'skipped';
  text: string;
}

/** Words shown on each side of a change. */
const CONTEXT_WORDS = 8;
/** Beyond so many changed words two texts are two texts, and comparing them would take seconds. */
const MOST_EDITS = 3_000;
/** A reader looks at this much of one text, and the comparison is quadratic in the worst case. */
const MOST_CHARACTERS = 40_000;

/** The difference of two texts word by word, with little of what is the same around it. Empty when nothing differs. */
export function wordDiff(before: string, after: string): DiffPart[] {
  const [old, fresh] = [before.slice(0, MOST_CHARACTERS), after.slice(0, MOST_CHARACTERS)];
  const parts = diffWordsWithSpace(old, fresh, { maxEditLength: MOST_EDITS });
  if (parts === undefined)
    return [
      { kind: 'gone', text: old },
      { kind: 'new', text: fresh },
    ];
  if (parts.every(({ added, removed }) => !added && !removed)) return [];
  return parts.flatMap(({ added, removed, value }, index): DiffPart[] =>
    added
      ? [{ kind: 'new', text: value }]
      : removed
        ? [{ kind: 'gone', text: value }]
        : context(value, index > 0, index < parts.length - 1),
  );
}

// What stands between two changes keeps its two ends; what stands before the first or after the last one keeps one.
function context(text: string, afterChange: boolean, beforeChange: boolean): DiffPart[] {
  const words = text.split(/(?<=\s)(?=\S)/);
  const head = afterChange ? CONTEXT_WORDS : 0;
  const tail = beforeChange ? CONTEXT_WORDS : 0;
  if (words.length <= head + tail + 1) return [{ kind: 'same', text }];
  const parts: DiffPart[] = [
    { kind: 'same', text: words.slice(0, head).join('') },
    { kind: 'skipped', text: words.slice(head, words.length - tail).join('') },
    { kind: 'same', text: words.slice(words.length - tail).join('') },
  ];
  return parts.filter(({ text: part }) => part !== '');
}
