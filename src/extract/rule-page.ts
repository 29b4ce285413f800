// A rule's selectors applied to a page. What a rule names and the page does not have is noted with the document: sites
// are rebuilt, and a rule that no longer fits must not fall silent.
import { findDate } from '../dates/find.js';
import { parseDate } from '../dates/parse.js';
import type { Metadata } from './metadata.js';
import { namesIn, simplified } from './names.js';
import type { SiteRule } from './site-rules.js';
import type { Trace } from './trace.js';
import { type Element, lineOf, type Page } from './tree.js';

const DAY_MS = 86_400_000;
const MAX_LINE = 1_000;

/** The metadata with what the rule finds in place of what was found without it. */
export function metadataBy(
  page: Page,
  rule: SiteRule,
  metadata: Metadata,
  now: Date,
  trace: Trace | undefined,
): Metadata {
  const notes = [...metadata.notes];
  const lines = (field: 'title' | 'author' | 'date'): string[] => {
    const found = firstMatch(page, rule[field]).flatMap((element) => lineIn(element) ?? []);
    if (rule[field].length > 0 && found.length === 0) notes.push(nothingFor(rule, field));
    return found;
  };
  const title = lines('title')[0];
  const site = metadata.siteName === null ? null : simplified(metadata.siteName);
  const isSite = (name: string): boolean => site !== null && simplified(name) === site;
  const byline = lines('author').flatMap((line) => namesIn(line, isSite).map(({ name }) => name));
  const publishedAt = dateIn(lines('date'), now, rule, notes);
  const named = `rule of ${rule.site}`;
  if (title !== undefined) trace?.field('title', named);
  if (byline.length > 0) trace?.field('authors', named);
  if (publishedAt !== null) trace?.field('published', named);
  return {
    ...metadata,
    title: title ?? metadata.title,
    byline: byline.length > 0 ? [...new Set(byline)] : metadata.byline,
    publishedAt: publishedAt ?? metadata.publishedAt,
    notes,
  };
}

function dateIn(lines: readonly string[], now: Date, { site }: SiteRule, notes: string[]): Date | null {
  const [line] = lines;
  if (line === undefined) return null;
  const date = parseDate(line, now) ?? findDate(line, now);
  if (date !== null && date.getTime() <= now.getTime() + DAY_MS) return date;
  notes.push(
    `the rule of ${site} finds ${date === null ? 'no date in' : 'a date in the future:'} ${line.slice(0, 40)}`,
  );
  return null;
}

/** The elements that the rule calls the body, in the order of the page; none where it names none or none is there. */
export function bodyBy(page: Page, rule: SiteRule, notes: string[]): Element[] {
  const found = firstMatch(page, rule.body);
  if (rule.body.length > 0 && found.length === 0) notes.push(nothingFor(rule, 'body'));
  const all = new Set<unknown>(found);
  const isInner = (element: Element): boolean => {
    for (let outer = element.parent; outer !== null; outer = outer.parent) if (all.has(outer)) return true;
    return false;
  };
  return found.filter((element) => !isInner(element));
}

/** Takes what the rule removes out of the page, in one pass over each parent's children. */
export function takeOut(page: Page, rule: SiteRule, trace: Trace | undefined): void {
  const gone = new Set<unknown>();
  for (const selector of rule.remove)
    for (const element of page.root().find(selector).toArray()) {
      if (gone.has(element)) continue;
      gone.add(element);
      trace?.takenOut(element, `the rule of ${rule.site} removes ${selector}`);
    }
  const parents = new Set([...gone].map((element) => (element as Element).parent));
  for (const parent of parents) {
    if (parent === null) continue;
    parent.children = parent.children.filter((child) => !gone.has(child));
    for (const [at, child] of parent.children.entries()) {
      child.prev = parent.children[at - 1] ?? null;
      child.next = parent.children[at + 1] ?? null;
    }
  }
}

function firstMatch(page: Page, selectors: readonly string[]): Element[] {
  for (const selector of selectors) {
    const found = page.root().find(selector).toArray();
    if (found.length > 0) return found;
  }
  return [];
}

// Machines read a time or a meta element's attribute, readers its text; the attribute is the more exact of the two.
function lineIn(element: Element): string | null {
  const { datetime, content } = element.attribs;
  return (datetime ?? content)?.trim() || lineOf(element, MAX_LINE) || null;
}

const nothingFor = ({ site, file }: SiteRule, field: string): string =>
  `the rule of ${site} in ${file} finds no ${field} on this page`;
