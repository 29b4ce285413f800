// What readers see of date and author where a page states neither for machines: short elements whose class or id says
// what they are, in the order of the page, comments and lists of other articles left out.
import { findDate } from '../dates/find.js';
import { type Element, isTag, lineOf, type Page, purposeOf, silent } from './tree.js';

const dateName =
  /(?:^|[\s_-])(?:[a-z]*date|datum|fecha|data|published|pub-?date|posted(?:-on)?|post-?time|time(?:stamp)?|[a-z]*meta(?:data)?|(?:meta|post|entry|article)-?info|byline|dateline|submitted|created|authored|info|kicker|subline)(?=$|[\s_-]|\d)/;
const authorName =
  /(?:^|[\s_-])(?:by-?line|(?:[a-z]*[_-])?(?:[a-z]*authors?|autor(?:en|in)?|autorenzeile|auteur|autore|writer|verfasser|redakteur)(?:[_-]*(?:name|link|title|vcard|url|fn))?|posted-by|item-?poster|submitted|username)(?=$|[\s_-])/;
const elsewhere =
  /(?:^|[\s_-])(?:comments?|comment-[a-z]+|commentlist|respond|related[a-z]*|sidebar|side|widget|footer|footer-[a-z]+|teasers?|recommend[a-z]*|newsletter|archive[a-z]*|calendar|popular|latest|recent[a-z]*|more-[a-z]+|copyright|bio|about-author|author-?(?:bio|box|description|info))(?=$|[\s_-])/;
const aside: ReadonlySet<string> = new Set(['nav', 'footer', 'aside', 'form', 'select']);

/** Longer elements are text, in which a date may be any. */
const MAX_DATE_LINE = 200;
const MAX_AUTHOR_LINE = 80;
const MAX_AUTHOR_LINES = 2;

/** The first date that is shown as one, at its day; null when none is. */
export function visibleDate(page: Page, now: Date): Date | null {
  for (const element of elements(page)) {
    if (element.name !== 'time' && !dateName.test(purposeOf(element))) continue;
    const line = lineOf(element, MAX_DATE_LINE);
    const date = line === null ? null : findDate(line, now);
    if (date !== null) return date;
  }
  return null;
}

/** Lines that are shown as the author's, the outermost of nested ones left for the inner. */
export function visibleAuthors(page: Page): string[] {
  const lines: string[] = [];
  for (const element of elements(page)) {
    if (!authorName.test(purposeOf(element)) || element.children.some(isNamedAuthor)) continue;
    const line = lineOf(element, MAX_AUTHOR_LINE);
    if (line === null || line === '') continue;
    lines.push(line);
    if (lines.length === MAX_AUTHOR_LINES) break;
  }
  return lines;
}

const isNamedAuthor = (node: Element['children'][number]): boolean =>
  isTag(node) && (authorName.test(purposeOf(node)) || node.children.some(isNamedAuthor));

function* elements(page: Page): Generator<Element> {
  const waiting = (page.root()[0]?.children ?? []).filter(isTag).toReversed();
  for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
    if (silent.has(element.name) || aside.has(element.name)) continue;
    if (element.name !== 'body' && element.name !== 'html' && elsewhere.test(purposeOf(element))) continue;
    yield element;
    for (let at = element.children.length - 1; at >= 0; at--) {
      const child = element.children[at];
      if (child !== undefined && isTag(child)) waiting.push(child);
    }
  }
}
