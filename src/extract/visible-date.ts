// The day of publication as readers see it, where a page states none for machines: a short element whose class or id
// says that it is a date, or a line that holds little else.
import { findDated } from '../dates/find.js';
import { type OwnParts, spacedLine } from './place.js';
import { type Element, isText } from './tree.js';

const dateName =
  /(?:^|[\s_-])(?:[a-z]*date|datum|fecha|data|published[a-z]*|pub-?date|posted(?:-on)?|post-?time|time(?:stamp)?|[a-z]*meta(?:data)?|(?:meta|post|entry|article)-?info|by-?line|dateline|submitted|created|authored|info|kicker|subline)(?=$|[\s_-]|\d)/;

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
  /^[^\p{L}]*(?:$|(?:um|at|às|a las|à|kl\.?|alle|uhr|h|am|pm|[ap]\.\s?m\.|cet|cest|gmt|utc|e[sd]t|p[sd]t|ist|mesz?|bst|kst|jst|wib|klo)(?:$|[^\p{L}].*$)|\s*[|•·–—/(-].*$)/isu;
const isLone = ({ before, after }: { before: string; after: string }): boolean =>
  before.length <= MAX_BEFORE_DATE && before.length + after.length <= MAX_LONE_DATE && afterDate.test(after);

const MAX_LABELLED_LINE = 160;
/** A label is longer than a weekday, and says itself that a date follows. */
const labelled =
  /^[^\p{L}]*(?:published|posted|veröffentlicht|erschienen|publié|publicado|publicada|pubblicato|gepubliceerd|publicerad|publisert|julkaistu|opublikowano|publikováno|опубликовано|опубліковано|입력|公開日?|发布|發布)/iu;

interface SeenDates {
  namedAbove?: Date;
  lone?: Date;
}

/**
 * The first date that is shown as one, at its day; null when none is. Above the heading may stand the day on which the
 * page was asked for, so a date below it is trusted more, and any where a page has no heading.
 */
export function visibleDate({ elements }: OwnParts, now: Date): Date | null {
  const seen: SeenDates = {};
  let isBelow = false;
  for (const { element, purpose } of elements) {
    if (element.name === 'h1' || element.name === 'article') isBelow = true;
    const isNamed = element.name === 'time' || (purpose !== '' && dateName.test(purpose));
    if (!isNamed && (seen.lone !== undefined || !isBelow || !element.children.some(isNumbered))) continue;
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

const isNumbered = (node: Element['children'][number]): boolean => isText(node) && /\p{Nd}/u.test(node.data);
