// The day of publication as readers see it, where a page states none for machines: a short element whose class or id
// says that it is a date, or a line that holds little else.
import { findDated } from '../dates/find.js';
import type { PageDates } from './page-dates.js';
import { headOf, type OwnParts, spacedLine } from './place.js';
import { type AnyNode, type Element, folded, isText } from './tree.js';

const dateName =
  /(?:^|[\s_-])(?:[a-z]*date|datum|fecha|data|published[a-z]*|pub-?date|posted(?:-on)?|post-?time|time(?:stamp)?|[a-z]*meta(?:data)?|(?:meta|post|entry|article)-?info|by-?line|dateline|submitted|created|authored|info|kicker|subline)(?=$|[\s_-]|\d)/;
/** What every such name has in it: cheap to ask of every element. */
const datePart = /dat|fecha|publi|post|time|meta|info|by-?line|submitted|created|authored|kicker|subline/;

/** Longer elements are text, in which a date may be any. */
const MAX_DATE_LINE = 200;
/** What may stand before a date that stands for itself: its weekday, what it is the date of, a name. */
const beforeDate =
  /^[^\p{L}]*(?:(?:published|posted|publication date|date|created|veröffentlicht|erschienen|erstellt|datum|stand|publié|mis en ligne|publicado|fecha(?: de publicación)?|publicada|pubblicato|data|gepubliceerd|geplaatst|publicerad|publisert|udgivet|julkaistu|opublikowano|publikováno|vydáno|közzétéve|megjelent|publicat|δημοσίευση|опубликовано|опубліковано|дата|yayınlanma|yayın tarihi|diterbitkan|ngày|(?:기사)?입력|등록|公開|更新|掲載|发布(?:时间|日期)?|發布(?:時間|日期)?|date de publication|نشر|תאריך)\p{L}{0,4}\s*(?::|am|on|le|el|em|il|op|den|dne|la|vom)?\s*:?\s*)?(?:\p{L}{2,12}[,.]?\s*){0,1}(?:den\s+|the\s+|,\s*)?$/iu;
const MAX_BEFORE_DATE = 30;
/** A line of little but a date, with its weekday, its hour and what it is the date of. */
const MAX_LONE_DATE = 60;
/** Such a line with its date, the longest of which is written out, with its hour. */
const MAX_LONE_LINE = MAX_LONE_DATE + 40;
/** What may follow it: the hour and its zone, or something else behind a mark. */
const afterDate =
  /^[^\p{L}]*(?:$|(?:um|at|às|a las|à|kl\.?|alle|uhr|h|am|pm|[ap]\.\s?m\.|cet|cest|gmt|utc|e[sd]t|p[sd]t|ist|mesz?|bst|kst|jst|wib|klo)(?:$|[^\p{L}].*$)|\s*[|•·–—/(-].*$)/isu;
const isLone = ({ before, after }: { before: string; after: string }): boolean =>
  before.length <= MAX_BEFORE_DATE && before.length + after.length <= MAX_LONE_DATE && afterDate.test(after);

const MAX_LABELLED_LINE = 160;
/** A label is longer than a weekday, and says itself that a date follows. */
const labelled =
  /^[^\p{L}]*(?:published|posted|veröffentlicht|erschienen|publié|publicado|publicada|pubblicato|gepubliceerd|publicerad|publisert|julkaistu|opublikowano|publikováno|опубликовано|опубліковано|(?:기사)?입력|公開日?|发布|發布)/iu;

/** Elements between a date that stands alone above the heading and the heading that it belongs to. */
const NEAR_HEADING = 12;

/**
 * The first date that is shown as one, at its day; null when none is. What stands next to the heading goes before what
 * is called a date farther down, which may be another article's. Above the heading may stand the day on which the page
 * was asked for, so what is below or next to the heading is trusted more, and all where a page has no heading.
 */
export function visibleDate(own: OwnParts, dates: PageDates, now: Date): Date | null {
  const published = dateIn(own, dates.find, now);
  if (published !== null || !dates.passedOver()) return published;
  return dateIn(own, (line) => findDated(dates.inOrder(line), now), now);
}

function dateIn({ elements }: OwnParts, find: PageDates['find'], now: Date): Date | null {
  const top = elements.findIndex(({ element: { name } }) => name === 'h1' || name === 'article');
  let lone: Date | null = null;
  let namedAbove: Date | null = null;
  for (const [index, own] of elements.entries()) {
    const isBelow = index >= top;
    const isNamed = own.element.name === 'time' || (datePart.test(own.purpose) && dateName.test(own.purpose));
    if (isNamed) {
      const date = namedDate(own.element, find);
      if (date !== null && isBelow) return date;
      namedAbove ??= date;
    } else if (lone === null && (isBelow || top - index <= NEAR_HEADING)) {
      const texts = own.element.children.filter(isNumbered);
      if (texts.length === 0) continue;
      const near = Math.abs(index - top) <= NEAR_HEADING * 2 ? nearDate(own.element, texts, find) : null;
      if (near !== null) return near;
      lone = loneDate(own.element, texts, find);
    }
  }
  return lone ?? namedAbove ?? dateline(elements.slice(Math.max(0, top)), now);
}

/** Paragraphs that a release may begin with, its summary among them. */
const MAX_HEADS = 6;
const MAX_DATELINE = 80;
const afterDateline = /^\s*(?:[|–—:)\]/(]|-\s)/u;

/** "Press release of 1 May 2024": what a release calls itself. */
const released =
  /^(?:press release|news release|media release|pressemitteilung|medienmitteilung|pressemeldung|communiqué(?: de presse)?|nota de prensa|comunicato stampa|persbericht)\s+(?:of|from|vom|du|de|del|van)\s+(?:the\s+)?$/iu;

/** The date that the first paragraphs begin with, as releases and agencies do: "Berlin, 1 May 2024 – The bridge …". */
function dateline(elements: OwnParts['elements'], now: Date): Date | null {
  const paragraphs = elements.filter(({ element }) => element.name === 'p').slice(0, MAX_HEADS);
  for (const { element } of paragraphs) {
    const date = findDated(headOf(element).slice(0, MAX_DATELINE), now);
    if (date === null || !afterDateline.test(date.after)) continue;
    if (isNoSentence(date.before) || released.test(date.before)) return date.at;
  }
  return null;
}

/** What stands beside a date next to the heading, as its place or its author, is short. */
const MAX_NEAR_LINE = 80;
const MAX_NEAR_LETTERS = 40;
const heading = /^h\d$/;

/** The date in a short line next to the heading, whatever stands beside it: "01.05.2024 Second League", "Ada Example, 1 May 2024". */
function nearDate(element: Element, texts: readonly Text[], find: PageDates['find']): Date | null {
  if (heading.test(element.name) || element.name === 'a') return null;
  for (const text of texts) {
    // Where much else stands in the element, the text counts alone.
    const date = find(spacedLine(element, MAX_NEAR_LINE) ?? folded(text.data));
    if (date !== null && isNoSentence(`${date.before} ${date.after}`)) return date.at;
  }
  return null;
}

/** Names and marks begin with a capital, but for a word such as "von"; of scripts without capitals, few letters tell. */
function isNoSentence(beside: string): boolean {
  const letters = beside.replace(/\P{L}/gu, '');
  const small = beside.match(/(?<!\p{L})\p{Ll}+(?!\p{L})/gu) ?? [];
  const plain = letters.replace(/[\p{Lu}\p{Ll}]/gu, '');
  return letters.length <= MAX_NEAR_LETTERS && small.length <= 1 && plain.length <= MAX_NEAR_LETTERS / 4;
}

const namedDate = (element: Element, find: PageDates['find']): Date | null =>
  find(spacedLine(element, MAX_DATE_LINE) ?? '')?.at ?? null;

function loneDate(element: Element, [text]: readonly Text[], find: PageDates['find']): Date | null {
  const whole = spacedLine(element, MAX_LABELLED_LINE);
  const line = whole ?? folded(text?.data.slice(0, MAX_LABELLED_LINE) ?? '');
  if ((whole === null || line.length > MAX_LONE_LINE) && !labelled.test(line)) return null;
  const date = find(line);
  if (date === null) return null;
  return isLone(date) || (labelled.test(date.before) && beforeDate.test(date.before)) ? date.at : null;
}

type Text = Extract<AnyNode, { data: string }>;

function isNumbered(node: AnyNode): node is Text {
  return isText(node) && /\p{Nd}/u.test(node.data);
}
