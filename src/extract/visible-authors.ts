// Authors as readers see them, where a page states none for machines: short elements whose class or id says what they
// are, lines that begin as bylines do, and boxes about the author.
import type { Name } from './names.js';
import { headOf, type OwnParts, spacedLine } from './place.js';
import { type Element, isTag, purposeOf } from './tree.js';

const authorName =
  /(?:^|[\s_-])(?:by-?line|(?:[a-z]*[_-])?(?:[a-z]*authors?|autor(?:en|in|es|i)?|autorenzeile|auteurs?|autore|writer|verfasser|redakteur|forfatter|toimittaja|skribent|journalist|reporter)(?:[_-]*(?:name|link|title|vcard|url|fn))?|posted-by|wrote[_-]by|written[_-]by|item-?poster|submitted|username|vcard)(?=$|[\s_-])/;
/** What every such name has in it: cheap to ask of every element. */
const authorPart =
  /aut[hoe]|by-?line|writer|verfasser|redakteur|forfatter|toimittaja|skribent|journalist|reporter|[-_]by|poster|submitted|username|vcard/;
const byline =
  /^(?:(?:(?:Written|Posted|Reported|Published|Story|Words|Text|Texte?|Eine? \p{Lu}\p{Ll}+|Kommentar|Gastbeitrag|Propos recueillis) )?(?:[Bb]y|BY|[Vv]on|VON|[Pp]or|POR|[Pp]ar|PAR|[Dd]oor|Av|AV|Af|AF|Oleh|Przez):?\s+(?=\p{Lu})|A cura di\s|di (?=\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){1,2}$)|(?:Autore?s?|AUTOR|Autor(?:in|innen|en|ka)?|Auteurs?|Author|Reporter|Автор|Текст|Szerző|Írta|Yazan|Penulis|Συντάκτης|Skribent|Toimittaja|Forfatter|Tekst|Text|Texto|Texte|Testo|Redaktor)\s?[:：]\s*\S|Autor(?:in|innen|en)\s+(?=\p{Lu})|(?:作者|記者|记者|文|撰文|取材・文)\s?[:：/／]?\s?\p{Script=Han}|(?:بقلم|كتب|تحرير)\s*:?\s)|^\p{Script=Hangul}{2,4}\s기자(?=$|\s)/u;

/** With what such a line begins: cheap to ask of every element. */
const opening =
  /^(?:by|von|por|par|door|av|af|oleh|przez|written|posted|reported|published|story|words|te[kx]|eine? |kommentar|gastb|propos|a cura|di |auto|auth|aute|reporter|автор|текст|szerző|írta|yazan|penulis|συντ|skribent|toimittaja|forfatter|redaktor|作者|記者|记者|文|撰文|取材|بقلم|كتب|تحرير|\p{Script=Hangul}{2,4}\s?기?)/iu;

const MAX_AUTHOR_LINE = 120;

/** Whether an element's class or id says that it holds an author. */
export const isNamedForAuthor = (purpose: string): boolean =>
  authorPart.test(purpose) && authorName.test(purpose);

/** Whether an element, whose first words are `head`, is a line that begins as bylines do. */
export const isBylineLine = (element: Element, head: string): boolean =>
  opening.test(head) && byline.test(spacedLine(element, MAX_AUTHOR_LINE) ?? '');

/** What tells the names in a line. */
export type ReadNames = (line: string) => Name[];

/**
 * Names in the first elements that are called an author's, the innermost before those around them; where there are none,
 * in links of such an element that holds more, and last in the first line that begins as a byline does.
 */
export function visibleAuthors({ elements }: OwnParts, read: ReadNames): Name[] {
  const found: Name[] = [];
  const around: Element[] = [];
  let beside: Element | null = null;
  let lined: Name[] | null = null;
  for (const { element, purpose } of elements) {
    const isNamed = isNamedForAuthor(purpose);
    if (isNamed && (beside === null || isNear(element, beside))) {
      const isWhole = !element.children.some(isNamedAuthor) && !holdsTrail(element);
      const names = isWhole ? namesOf(element, read) : [];
      if (names.length > 0) beside ??= element;
      else if (around.length < MAX_AROUND) around.push(element);
      found.push(...names);
    }
    if (lined === null && !isNamed && element.children.length <= 12) lined = bylineIn(element, read);
  }
  if (found.some(({ kind }) => kind === 'person')) return found;
  return (
    firstFull(around, (element) => (holdsTrail(element) ? [] : namesOf(element, read))) ??
    firstFull(around, (element) => linkedNames(element, read)) ??
    lined ??
    found
  );
}

/** A page names its author in few places. */
const MAX_AROUND = 6;
const MAX_AUTHOR_BLOCK = 300;

function firstFull(elements: readonly Element[], namesIn: (element: Element) => Name[]): Name[] | null {
  for (const element of elements) {
    const names = namesIn(element);
    if (names.length > 0 && names.every(isFull)) return names;
  }
  return null;
}

function linkedNames(element: Element, read: ReadNames): Name[] {
  if (spacedLine(element, MAX_AUTHOR_BLOCK) === null) return [];
  const links = (node: Element): Element[] =>
    node.children
      .filter((child) => isTag(child) && !trail.test(purposeOf(child)))
      .flatMap((child) => (!isTag(child) ? [] : child.name === 'a' ? [child] : links(child)));
  return links(element)
    .flatMap((link) => namesOf(link, read))
    .filter(isFull);
}

/** Links to the sections above an article and to its subjects, which read like names. */
const holdsTrail = ({ children }: Element): boolean =>
  children.some((child) => isTag(child) && (trail.test(purposeOf(child)) || holdsTrail(child)));
const trail = /(?:^|[\s_-])(?:bread-?crumbs?|tags?|topics?|categor(?:y|ies)|sections?)(?=$|[\s_-])/;

/** Whether a name is one by itself: two words, or one in a script that needs no more. */
export const isFull = ({ name, kind }: Name): boolean =>
  kind === 'agency' ||
  (kind === 'person' &&
    (name.includes(' ') || /^[^\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]+$/u.test(name)));

/** A box tells the name first and the life after it. */
const MAX_BOX_ELEMENTS = 40;

/** Names in the first box about the author that names one. */
export function boxedAuthors({ authorBoxes }: OwnParts, read: ReadNames): Name[] {
  for (const box of authorBoxes) {
    const waiting: Element[] = [box];
    for (
      let seen = 0, element = waiting.pop();
      element !== undefined && seen < MAX_BOX_ELEMENTS;
      seen++, element = waiting.pop()
    ) {
      const names = named.has(element.name) ? namesOf(element, read).filter(isFull) : [];
      if (names.length > 0) return names.slice(0, 1);
      waiting.push(...element.children.filter(isTag).toReversed());
    }
  }
  return [];
}
const named: ReadonlySet<string> = new Set(['h2', 'h3', 'h4', 'h5', 'h6', 'a', 'strong', 'b', 'span', 'p']);

function namesOf(element: Element, read: ReadNames): Name[] {
  const line = spacedLine(element, MAX_AUTHOR_LINE, ', ');
  return line === null || line === '' ? [] : read(line);
}

function bylineIn(element: Element, read: ReadNames): Name[] | null {
  if (!isBylineLine(element, headOf(element))) return null;
  const names = namesOf(element, read);
  return names.length > 0 && names.every(isFull) ? names : null;
}

// Several authors of an article stand side by side; those of other articles do not.
function isNear({ parent }: Element, other: Element): boolean {
  const near = [other.parent, other.parent?.parent, other.parent?.parent?.parent];
  return (
    parent !== null &&
    (near.includes(parent) || near.includes(parent.parent) || near.includes(parent.parent?.parent ?? null)) &&
    !isList(other)
  );
}
const isList = ({ parent }: Element): boolean => parent !== null && isTag(parent) && parent.name === 'body';

const isNamedAuthor = (node: Element['children'][number]): boolean =>
  isTag(node) && (isNamedForAuthor(purposeOf(node)) || node.children.some(isNamedAuthor));
