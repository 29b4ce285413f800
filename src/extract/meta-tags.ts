import { type Element, folded, isTag, parsePage } from './tree.js';

/** What the meta tags of a page say under any of several names, first name first. */
export interface Meta {
  /** The first content; null when there is none. */
  one(...names: string[]): string | null;
  /** All contents in the page's order. */
  all(...names: string[]): string[];
}

/** A property of a page's body is microdata, which may be that of a comment, a teaser or a work that is cited. */
const attributesOf = ({ parent }: Element): readonly string[] =>
  parent !== null && isTag(parent) && parent.name === 'head' ? headAttributes : bodyAttributes;
const bodyAttributes = ['property', 'name', 'http-equiv'] as const;
const headAttributes = [...bodyAttributes, 'itemprop'] as const;
/** Longer contents are no title, name, date or list of tags. */
const MAX_CONTENT = 5_000;

/** Reads meta tags, whichever attribute names them. */
export function metaTags(metas: readonly Element[]): Meta {
  const found = new Map<string, string[]>();
  for (const meta of metas) {
    const { attribs } = meta;
    const content = folded((attribs['content'] ?? attribs['value'] ?? '').slice(0, MAX_CONTENT));
    if (content === '') continue;
    for (const attribute of attributesOf(meta)) {
      // One tag may stand for several names: name="twitter:title og:title".
      for (const name of attribs[attribute]?.toLowerCase().split(/\s+/, 4) ?? []) {
        const key = name.startsWith('dc') ? name.replace(/^(dc|dcterms):/, '$1.') : name;
        const known = found.get(key);
        if (known === undefined) found.set(key, [content]);
        else known.push(content);
      }
    }
  }
  const all = (...names: string[]): string[] => names.flatMap((name) => found.get(name) ?? []);
  return { all, one: (...names) => all(...names)[0] ?? null };
}

/** The first of several texts that says something. */
export const first = (...values: (string | null | undefined)[]): string | null =>
  values.find((value) => value !== null && value !== undefined && value.trim() !== '')?.trim() ?? null;

const entity = /&(?:#\d{2,6}|#x[\da-f]{2,5}|[a-z]{2,8}\d{0,2});/i;

/** Text whose entities were escaped twice, and whose markup was meant to be none, as readers should see it. */
export function decoded(text: string): string {
  const bare = text.replace(/<\/?[a-z][^<>]{0,200}>/gi, '');
  if (!entity.test(bare)) return folded(bare);
  return folded(parsePage(bare.replaceAll('<', '&lt;')).root().text());
}
