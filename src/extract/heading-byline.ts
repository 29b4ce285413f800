// The byline that stands below the heading of an article: what readers take for who wrote it. It completes what a page
// states for machines, where systems often write the first of several authors, an account, or a person's first name.
import type { Name } from './names.js';
import { headOf, isLong, spacedLine } from './place.js';
import { type Element, isTag, purposeOf, silent } from './tree.js';
import { isBylineLine, isFull, isNamedForAuthor, type ReadNames } from './visible-authors.js';

/** Between a heading and its byline stand a summary, a picture and buttons to share. */
const MAX_BELOW = 60;
/** Some articles begin with who has written them, but none has it behind its first paragraphs. */
const MAX_PARAGRAPHS = 1;
const MAX_BYLINE = 200;

/** The people whom each byline below `heading` names, in the order of the page; bylines that name nobody are left out. */
export function bylinesBelow(
  heading: Element,
  standsElsewhere: (element: Element) => boolean,
  read: ReadNames,
): Name[][] {
  const found: Name[][] = [];
  let element = after(heading);
  let paragraphs = 0;
  for (let seen = 0; element !== null && seen < MAX_BELOW && paragraphs <= MAX_PARAGRAPHS; seen++) {
    if (element.name === 'p' && isLong(element)) paragraphs++;
    const people = isByline(element) ? peopleIn(spacedLine(element, MAX_BYLINE, ', ') ?? '', read) : [];
    if (people.length > 0 && !standsElsewhere(element)) found.push(people);
    element = firstWithin(element) ?? after(element);
  }
  return found;
}

/** Of a line that names people, offices and sections, what is which is anybody's guess. */
const SHARE_OF_NAMES = 0.75;

function peopleIn(line: string, read: ReadNames): Name[] {
  const names = read(line);
  const people = names.filter(({ kind }) => kind === 'person');
  if (!people.every(isFull)) return [];
  if (people.length < 2) return people;
  const named = names.reduce((sum, { name }) => sum + lettersIn(name), 0);
  return named >= SHARE_OF_NAMES * lettersIn(line) ? people : [];
}

const lettersIn = (text: string): number => text.replace(/\P{L}/gu, '').length;

const isByline = (element: Element): boolean =>
  isNamedForAuthor(purposeOf(element)) || isBylineLine(element, headOf(element));

const firstWithin = ({ name, children }: Element): Element | null =>
  silent.has(name) ? null : (children.find(isTag) ?? null);

/** The element that follows another and all that is in it. */
function after(element: Element): Element | null {
  for (let at: Element | null = element; at !== null; at = isParent(at.parent) ? at.parent : null) {
    for (let { next } = at; next !== null; { next } = next) if (isTag(next)) return next;
  }
  return null;
}
const isParent = (node: Element['parent']): node is Element => node !== null && isTag(node);
