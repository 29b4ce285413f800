import type { Find } from './marked.js';
import { folded } from './tree.js';

/** The content of the first meta tag of a name, whichever attribute names it; null when there is none. */
export type Meta = (name: string) => string | null;

/** Reads the meta tags of a page. */
export function metaTags(find: Find): Meta {
  const found = new Map<string, string>();
  for (const { attribs } of find('meta[content]').toArray()) {
    const content = folded(attribs['content'] ?? '');
    for (const key of [attribs['property'], attribs['name'], attribs['http-equiv'], attribs['itemprop']]) {
      if (key !== undefined && content !== '' && !found.has(key.toLowerCase()))
        found.set(key.toLowerCase(), content);
    }
  }
  return (name) => found.get(name) ?? null;
}

/** The first of several texts that says something. */
export const first = (...values: (string | null | undefined)[]): string | null =>
  values.find((value) => value !== null && value !== undefined && value.trim() !== '')?.trim() ?? null;
