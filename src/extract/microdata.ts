import { spacedLine } from './place.js';
import { type Element, isTag } from './tree.js';

/** What a property of an element is: the attribute that states it, or its text up to `maxCharacters`. */
export function stated(element: Element, maxCharacters: number): string | null {
  const { attribs } = element;
  const value =
    attribs['content'] ??
    attribs['datetime'] ??
    (element.name === 'abbr' ? attribs['title'] : null) ??
    spacedLine(element, maxCharacters);
  return value === null || value === undefined || value.trim() === '' ? null : value;
}

const otherProperty = /citation|comment|review|video|image|isPartOf/i;
const otherType = /Comment|Review|Image|Video|Answer|Product|Rating/;

/** Whether a property belongs to a thing within the article: a work that it cites, a comment, a picture. */
export function isOfOther(element: Element): boolean {
  for (let { parent } = element; parent !== null && isTag(parent); { parent } = parent) {
    const { itemscope, itemprop = '', itemtype = '' } = parent.attribs;
    if (itemscope !== undefined) return otherProperty.test(itemprop) || otherType.test(itemtype);
  }
  return false;
}
