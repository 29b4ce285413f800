// What Media RSS and the podcast modules say of an item beside the fields that every feed has. Media RSS may say it of
// the item, of a group of media or of one medium (Media RSS 1.5.1, "optional elements"): the nearest to the item counts.
import { childrenOf, firstChild, wordsOf, type XmlElement } from './element.js';

/** The groups and media of an item, groups first; those in a group after it. */
export function mediaOf(entry: XmlElement): XmlElement[] {
  const own = childrenOf(entry, 'media:group', 'media:content');
  if (own.length === 0) return own;
  const groups = own.filter(({ name }) => name === 'media:group');
  const inGroups = groups.flatMap((group) => childrenOf(group, 'media:content'));
  return [...groups, ...inGroups, ...own.filter(({ name }) => name === 'media:content')];
}

/** The first of these fields that an item's media have; null when none has any. */
export function firstOfMedia(media: readonly XmlElement[], ...names: string[]): XmlElement | null {
  for (const one of media) {
    const found = firstChild(one, ...names);
    if (found !== null) return found;
  }
  return null;
}

const extraNames = /^(?:itunes|media|podcast|georss|geo|slash|wfw|thr|feedburner):/;

/**
 * Podcast and media fields by their usual name, those of the item's media among them: the text of a field without
 * attributes, else its attributes, with its text as `text`. A field that is repeated is a list of all.
 */
export function extraOf(entry: XmlElement, media: readonly XmlElement[]): Record<string, unknown> {
  const values = new Map<string, unknown[]>();
  for (const { children } of [entry, ...media])
    for (const child of children) {
      if (!isExtra(child)) continue;
      const same = values.get(child.name);
      if (same === undefined) values.set(child.name, [fieldValue(child)]);
      else same.push(fieldValue(child));
    }
  const extra: Record<string, unknown> = {};
  for (const [name, all] of values) extra[name] = all.length === 1 ? all[0] : all;
  return extra;
}

// The colon is looked for first, since most fields have none.
function isExtra(child: XmlElement | string): child is XmlElement {
  if (typeof child === 'string' || !child.name.includes(':')) return false;
  return child.name !== 'media:group' && extraNames.test(child.name);
}

function fieldValue(field: XmlElement): unknown {
  const text = field.name === 'media:content' ? null : wordsOf(field);
  if (field.attributes.size === 0 && text !== null) return text;
  const value: Record<string, string> = Object.fromEntries(field.attributes);
  if (text !== null) value['text'] = text;
  return value;
}
