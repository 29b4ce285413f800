// What readers see of date and author where a page states neither for machines: short elements whose class or id says
// what they are, and lines that begin as bylines do or hold little but a date, in the order of the page, comments and
// lists of other articles left out.
import { findDated } from '../dates/find.js';
import type { Marked } from './marked.js';
import type { Name } from './names.js';
import { framesOf, isElsewhere, spacedLine } from './place.js';
import { type Element, isTag, type Page, purposeOf, silent } from './tree.js';

const dateName =
  /(?:^|[\s_-])(?:[a-z]*date|datum|fecha|data|published[a-z]*|pub-?date|posted(?:-on)?|post-?time|time(?:stamp)?|[a-z]*meta(?:data)?|(?:meta|post|entry|article)-?info|by-?line|dateline|submitted|created|authored|info|kicker|subline)(?=$|[\s_-]|\d)/;
const authorName =
  /(?:^|[\s_-])(?:by-?line|(?:[a-z]*[_-])?(?:[a-z]*authors?|autor(?:en|in|es|i)?|autorenzeile|auteurs?|autore|writer|verfasser|redakteur|forfatter|toimittaja|skribent|journalist|reporter)(?:[_-]*(?:name|link|title|vcard|url|fn))?|posted-by|wrote[_-]by|written[_-]by|item-?poster|submitted|username|vcard)(?=$|[\s_-])/;
const boxName =
  /(?:^|[\s_-])(?:about-(?:the-)?author|author-?(?:bio|box|card|description|info|profile)|autor(?:en)?-?box)(?=$|[\s_-])/;
const byline =
  /^(?:(?:(?:Written|Posted|Reported|Published|Story|Words|Text|Texte?|Ein (?:Gastb|B)eitrag|Kommentar|Propos recueillis) )?(?:[Bb]y|BY|[Vv]on|VON|[Pp]or|POR|[Pp]ar|PAR|[Dd]oor|Av|AV|Af|AF|Oleh|Przez):?\s+(?=\p{Lu})|A cura di\s|(?:Autore?s?|AUTOR|Autor(?:in|innen|en|ka)?|Auteurs?|Author|Reporter|Автор|Текст|Szerző|Írta|Yazan|Penulis|Συντάκτης|Skribent|Toimittaja|Forfatter|Tekst|Text|Texto|Texte|Testo|Redaktor)\s?[:：]\s*\S|Autor(?:in|innen|en)\s+(?=\p{Lu})|(?:作者|記者|记者|文|撰文|取材・文)\s?[:：/／]?\s?\p{Script=Han}|(?:بقلم|كتب|تحرير)\s*:?\s)|^\p{Script=Hangul}{2,4}\s기자(?=$|\s)/u;

/** Longer elements are text, in which a date may be any. */
const MAX_DATE_LINE = 200;
/** What may stand before a date that stands for itself: its weekday, what it is the date of, a name. */
const beforeDate =
  /^[^\p{L}]*(?:(?:published|posted|publication date|date|created|veröffentlicht|erschienen|erstellt|datum|stand|publié|mis en ligne|publicado|fecha(?: de publicación)?|publicada|pubblicato|data|gepubliceerd|geplaatst|publicerad|publisert|udgivet|julkaistu|opublikowano|publikováno|vydáno|közzétéve|megjelent|publicat|δημοσίευση|опубликовано|опубліковано|дата|yayınlanma|yayın tarihi|diterbitkan|ngày|입력|등록|公開|更新|掲載|发布(?:时间|日期)?|發布(?:時間|日期)?|date de publication|نشر|תאריך)\p{L}{0,4}\s*(?::|am|on|le|el|em|il|op|den|dne|la|vom)?\s*:?\s*)?(?:\p{L}{2,12}[,.]?\s*){0,1}(?:den\s+|the\s+|,\s*)?$/iu;
const MAX_BEFORE_DATE = 30;
/** A line of little but a date, with its weekday, its hour and what it is the date of. */
const MAX_LONE_DATE = 60;
/** What may follow it: the hour and its zone, or something else behind a mark. */
const afterDate =
  /^[^\p{L}]*(?:$|(?:um|at|às|a las|à|kl\.?|alle|uhr|h|am|pm|[ap]\.\s?m\.|[A-Z]{3,4}|klo)(?:$|[^\p{L}].*$)|\s*[|•·–—/(-].*$)/isu;
const isLone = ({ before, after }: { before: string; after: string }): boolean =>
  before.length <= MAX_BEFORE_DATE && before.length + after.length <= MAX_LONE_DATE && afterDate.test(after);

const MAX_LABELLED_LINE = 160;
/** A label is longer than a weekday, and says itself that a date follows. */
const labelled =
  /^[^\p{L}]*(?:published|posted|veröffentlicht|erschienen|publié|publicado|publicada|pubblicato|gepubliceerd|publicerad|publisert|julkaistu|opublikowano|publikováno|опубликовано|опубліковано|입력|公開日?|发布|發布)/iu;
const MAX_AUTHOR_LINE = 120;

interface SeenDates {
  namedAbove?: Date;
  lone?: Date;
}

/**
 * The first date that is shown as one, at its day; null when none is. Above the heading may stand the day on which the
 * page was asked for, so a date below it is trusted more, and any where a page has no heading.
 */
export function visibleDate(page: Page, marked: Marked, now: Date): Date | null {
  const seen: SeenDates = {};
  let isBelow = false;
  for (const element of elements(page, marked)) {
    if (element.name === 'h1' || element.name === 'article') isBelow = true;
    const isNamed = element.name === 'time' || dateName.test(purposeOf(element));
    if (!isNamed && (seen.lone !== undefined || !isBelow || element.children.length > 8)) continue;
    const line = spacedLine(element, isNamed ? MAX_DATE_LINE : MAX_LABELLED_LINE);
    const date = line === null || !/\p{Nd}/u.test(line) ? null : findDated(line, now);
    if (date === null) continue;
    if (!isNamed) {
      const isAlone = isLone(date) || (labelled.test(date.before) && beforeDate.test(date.before));
      if (isAlone) seen.lone ??= date.at;
    } else if (isBelow) return date.at;
    else seen.namedAbove ??= date.at;
  }
  return seen.lone ?? seen.namedAbove ?? null;
}

/** What tells the names in a line. */
export type ReadNames = (line: string) => Name[];

/**
 * Names in the first elements that are called an author's, the innermost before those around them; where there are none,
 * in links of such an element that holds more, and last in the first line that begins as a byline does.
 */
export function visibleAuthors(page: Page, marked: Marked, read: ReadNames): Name[] {
  const found: Name[] = [];
  const around: Element[] = [];
  let beside: Element | null = null;
  let lined: Name[] | null = null;
  for (const element of elements(page, marked)) {
    const isNamed = authorName.test(purposeOf(element));
    if (isNamed && (beside === null || isNear(element, beside))) {
      const names = element.children.some(isNamedAuthor) ? [] : namesOf(element, read);
      if (names.length > 0) beside ??= element;
      else if (around.length < MAX_AROUND) around.push(element);
      found.push(...names);
    }
    if (lined === null && !isNamed && element.children.length <= 12) lined = bylineIn(element, read);
  }
  if (found.some(({ kind }) => kind === 'person')) return found;
  return (
    firstFull(around, (element) => namesOf(element, read)) ??
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
    node.children.filter(isTag).flatMap((child) => (child.name === 'a' ? [child] : links(child)));
  return links(element)
    .flatMap((link) => namesOf(link, read))
    .filter(isFull);
}

/** Whether a name is one by itself: two words, or one in a script that needs no more. */
const isFull = ({ name, kind }: Name): boolean =>
  kind === 'agency' ||
  (kind === 'person' &&
    (name.includes(' ') || /^[^\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]+$/u.test(name)));

/** Names in a box about the author. */
export function authorBoxes(page: Page, marked: Marked, read: ReadNames): Name[] {
  let inBox: Element | null = null;
  for (const element of elements(page, marked, true)) {
    if (inBox === null || !isWithin(element, inBox))
      inBox = boxName.test(purposeOf(element)) ? element : null;
    if (inBox === null || !/^(?:h\d|a|strong|b|span|p)$/.test(element.name)) continue;
    const names = namesOf(element, read).filter(({ kind, name }) => kind === 'person' && name.includes(' '));
    if (names.length > 0) return names.slice(0, 1);
  }
  return [];
}

function namesOf(element: Element, read: ReadNames): Name[] {
  const line = spacedLine(element, MAX_AUTHOR_LINE);
  return line === null || line === '' ? [] : read(line);
}

function bylineIn(element: Element, read: ReadNames): Name[] | null {
  const line = spacedLine(element, MAX_AUTHOR_LINE);
  if (line === null || !byline.test(line)) return null;
  const names = read(line);
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

function isWithin(element: Element, outer: Element): boolean {
  for (let { parent } = element; parent !== null; { parent } = parent) if (parent === outer) return true;
  return false;
}

const isNamedAuthor = (node: Element['children'][number]): boolean =>
  isTag(node) && (authorName.test(purposeOf(node)) || node.children.some(isNamedAuthor));

function* elements(page: Page, { headings }: Marked, withAuthorBoxes = false): Generator<Element> {
  const frames = framesOf(headings);
  const waiting = (page.root()[0]?.children ?? []).filter(isTag).toReversed();
  for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
    if (silent.has(element.name) || isElsewhere(element, frames, withAuthorBoxes)) continue;
    yield element;
    for (let at = element.children.length - 1; at >= 0; at--) {
      const child = element.children[at];
      if (child !== undefined && isTag(child)) waiting.push(child);
    }
  }
}
