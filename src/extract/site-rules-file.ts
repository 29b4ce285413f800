// The files of site rules: YAML, a mapping of hosts to what is found where on their pages. Every mistake is a line of
// its own with file, line, site and field, and a file with a mistake gives no rules at all: half a rule would clean
// pages in a way that nobody has written down.
import { createHash } from 'node:crypto';
import { load } from 'cheerio/slim';
import { parse as parseDomain } from 'tldts';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { parseUrl } from '../parse-url.js';
import type { SiteRule, SiteRules } from './site-rules.js';

export interface RuleFile {
  /** Its name without the folder. */
  file: string;
  text: string;
}
export type ReadRules = { status: 'valid'; rules: SiteRules } | { status: 'invalid'; problems: string[] };

/** A field with more selectors than this is a list of pages, not of templates. */
const MAX_SELECTORS = 50;
const MAX_SELECTOR_LENGTH = 500;

// A document with one element: selectors are compiled, and refused, only where there is something to search.
const sample = load('<html><body><p>x</p></body></html>', { xml: { xmlMode: false } });

const selector = z
  .string('must be a selector in quotes')
  .trim()
  .min(1, 'is empty; it must be a CSS selector')
  .max(MAX_SELECTOR_LENGTH, `is longer than ${MAX_SELECTOR_LENGTH} characters`)
  .superRefine((value, context) => {
    try {
      sample.root().find(value);
    } catch (error) {
      const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
      context.addIssue({
        code: 'custom',
        message: `is no CSS selector (${why}); it is ${JSON.stringify(value)}`,
      });
    }
  });
const selectors = z
  .preprocess(
    (value) => (typeof value === 'string' ? [value] : value),
    z
      .array(selector, 'must be a selector or a list of selectors')
      .min(1, 'is an empty list')
      .max(MAX_SELECTORS, `has more than ${MAX_SELECTORS} selectors`),
  )
  .optional();

const fields = ['body', 'title', 'author', 'date', 'remove'] as const;
const ruleSchema = z
  .strictObject(
    { body: selectors, title: selectors, author: selectors, date: selectors, remove: selectors },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys'
          ? `has no field ${(issue.keys ?? []).join(', ')}; the fields are ${fields.join(', ')}`
          : `must be a mapping with some of ${fields.join(', ')}`,
    },
  )
  .refine((rule) => Object.keys(rule).length > 0, `is empty; it must have some of ${fields.join(', ')}`);

/** The rules of all files, or every mistake in them. Never throws. */
export function readRuleFiles(files: readonly RuleFile[]): ReadRules {
  const rules = new Map<string, SiteRule>();
  const problems: string[] = [];
  for (const file of files) readFile(file, rules, problems);
  return problems.length > 0 ? { status: 'invalid', problems } : { status: 'valid', rules };
}

function readFile({ file, text }: RuleFile, rules: Map<string, SiteRule>, problems: string[]): void {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  for (const { message, pos } of document.errors)
    problems.push(`${file}, line ${lines.linePos(pos[0]).line}: ${message.split('\n')[0]}.`);
  if (document.errors.length > 0) return;
  const sites = sitesIn(document);
  // A file whose rules are all commented out is as good as none.
  if (sites === null) return;
  if (typeof sites !== 'object' || Array.isArray(sites)) {
    problems.push(`${file}: must be a mapping of sites to rules, such as "example.org:".`);
    return;
  }
  for (const [name, value] of Object.entries(sites)) {
    const say = (path: readonly PropertyKey[], message: string): void => {
      const at = lineOf(document, [name, ...path], lines);
      problems.push(`${[`${file}, line ${at}`, name, ...path.map(String)].join(': ')} ${message}.`);
    };
    const host = hostNamed(name);
    if (host === null) {
      say([], 'is no site; it must be a domain such as example.org, a host below one, or an IP address');
      continue;
    }
    const before = rules.get(host);
    if (before !== undefined) {
      say([], `has a rule already, in ${before.file}`);
      continue;
    }
    const read = ruleSchema.safeParse(value);
    if (read.success) rules.set(host, ruleOf(host, file, read.data));
    else for (const { path, message } of read.error.issues) say(path, message);
  }
}

function sitesIn(document: Document): unknown {
  try {
    return document.toJS() as unknown;
  } catch {
    // The only reason is a heap of aliases that unfolds without end, which no rule needs; the caller says what is wanted.
    return [];
  }
}

/** The line of what stands at `path`, or of the nearest thing around it. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const range = (node as { range?: [number, number, number] } | undefined)?.range;
    if (range !== undefined) return lines.linePos(range[0]).line;
  }
  return 1;
}

/** The host as DNS writes it; null for what is none, or a suffix under which anybody may register. */
function hostNamed(name: string): string | null {
  const hostname = /^[\p{L}\p{N}.-]+$/u.test(name) ? parseUrl(`http://${name}`)?.hostname : undefined;
  if (hostname === undefined) return null;
  const { domain, isIp } = parseDomain(hostname, { allowPrivateDomains: false });
  return domain === null && isIp !== true ? null : hostname;
}

function ruleOf(site: string, file: string, read: z.output<typeof ruleSchema>): SiteRule {
  const rule = {
    body: read.body ?? [],
    title: read.title ?? [],
    author: read.author ?? [],
    date: read.date ?? [],
    remove: read.remove ?? [],
  };
  const version = createHash('sha256').update(JSON.stringify(rule)).digest('hex').slice(0, 12);
  return { site, file, version, ...rule };
}
