// OPML in and out (opml.org/spec2.opml): folders become tags. Reading is tolerant and says line by line what it could
// not use. What must stay true: what writeOpml wrote, parseOpml reads back, whatever stands in titles and tags; time is
// linear in the text.

import { parseUrl } from '../parse-url.js';
import { readMarkup } from './markup.js';
import { storableText } from './storable.js';

export interface OpmlFeed {
  url: string;
  title: string | null;
  siteUrl: string | null;
  /** The folders around the feed, outermost first, then its categories. */
  tags: string[];
}
export interface OpmlProblem {
  line: number;
  /** A full sentence. */
  message: string;
}
export interface OpmlList {
  title: string | null;
  feeds: OpmlFeed[];
  errors: OpmlProblem[];
}

interface Open {
  tag: string;
  line: number;
  /** The tags of what stands inside; shared with the parent where this adds none. */
  tags: readonly string[];
  isFeed: boolean;
  isUsed: boolean;
}

/** Deeper folders give no more tags; a reader of 100,000 nested ones would need quadratic time. */
const MAX_FOLDERS = 32;

/** Reads an OPML list. Never throws: what cannot be used is an error with its line. */
export function parseOpml(source: string): OpmlList {
  const text = storableText(source);
  const reader = new OpmlReader(lineCounter(text));
  readMarkup(text, 'xml', reader);
  return reader.end();
}

class OpmlReader {
  readonly #feeds = new Map<string, OpmlFeed>();
  readonly #errors: OpmlProblem[] = [];
  readonly #open: Open[] = [];
  readonly #openTags = new Map<string, number>();
  #title = '';
  #isOpml = false;
  readonly #lineAt: (index: number) => number;

  constructor(lineAt: (index: number) => number) {
    this.#lineAt = lineAt;
  }

  open(tag: string, attributes: ReadonlyMap<string, string>, at: number): void {
    if (tag === 'opml') this.#isOpml = true;
    const parent = this.#open.at(-1);
    if (parent !== undefined && tag === 'outline') parent.isUsed = true;
    const tags = parent?.tags ?? [];
    const entry: Open = {
      tag,
      line: this.#lineAt(at),
      tags,
      isFeed: attributes.has('xmlurl'),
      isUsed: false,
    };
    if (tag === 'outline') {
      const name = attributes.get('text')?.trim() || attributes.get('title')?.trim() || null;
      if (entry.isFeed) this.#add(attributes, name, entry);
      else if (name !== null && tags.length < MAX_FOLDERS) entry.tags = [...tags, name];
    }
    this.#open.push(entry);
    this.#openTags.set(tag, (this.#openTags.get(tag) ?? 0) + 1);
  }

  text(data: string): void {
    if (this.#open.at(-1)?.tag === 'title') this.#title += data;
  }

  close(tag: string): void {
    if ((this.#openTags.get(tag) ?? 0) === 0) return;
    for (let closed = this.#open.pop(); closed !== undefined; closed = this.#open.pop()) {
      this.#openTags.set(closed.tag, (this.#openTags.get(closed.tag) ?? 1) - 1);
      if (closed.tag !== tag) this.#unclosed(closed);
      else {
        this.#judge(closed);
        return;
      }
    }
  }

  end(): OpmlList {
    for (const open of this.#open) this.#unclosed(open);
    if (!this.#isOpml)
      this.#errors.push({ line: 1, message: 'This is no OPML: there is no <opml> element.' });
    return {
      title: this.#title.trim() || null,
      feeds: [...this.#feeds.values()],
      errors: this.#errors.sort((a, b) => a.line - b.line),
    };
  }

  #unclosed({ tag, line }: Open): void {
    const message = `The <${tag.slice(0, 50)}> is never closed; what it holds is read all the same.`;
    this.#errors.push({ line, message });
  }

  #judge({ tag, line, isFeed, isUsed }: Open): void {
    if (tag !== 'outline' || isFeed || isUsed) return;
    const message = 'The <outline> has neither an xmlUrl nor outlines inside; it is left out.';
    this.#errors.push({ line, message });
  }

  #add(attributes: ReadonlyMap<string, string>, name: string | null, { line, tags }: Open): void {
    const written = attributes.get('xmlurl') ?? '';
    const url = web(written);
    if (url === null) {
      const shown = JSON.stringify(written.slice(0, 200));
      this.#errors.push({
        line,
        message: `The xmlUrl ${shown} is no http or https address; the feed is left out.`,
      });
    } else if (this.#feeds.has(url)) {
      const message = `The feed ${url.slice(0, 200)} stands in the list twice; the first one counts.`;
      this.#errors.push({ line, message });
    } else {
      const all = new Set([...tags, ...categories(attributes.get('category'))]);
      // A list must name every outline; a feed that has no name is listed by its address.
      const title = name === url ? null : name;
      this.#feeds.set(url, { url, title, siteUrl: web(attributes.get('htmlurl')), tags: [...all] });
    }
  }
}

function web(url: string | undefined): string | null {
  const written = url?.trim() ?? '';
  return /^https?:\/\//i.test(written) && parseUrl(written) !== null ? written : null;
}

// OPML 2.0: comma-separated, each a path of folders.
function categories(category = ''): string[] {
  return category
    .split(/[,/]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

// Tags come in the order of the text, so each line end is counted once.
function lineCounter(text: string): (index: number) => number {
  let at = 0;
  let line = 1;
  return (index) => {
    for (; at < index; at++) if (text.charCodeAt(at) === 10) line++;
    return line;
  };
}

/**
 * An OPML 2.0 list of feeds. A feed's first tag is its folder, which is what other readers understand; further tags go
 * into `category`, or into folders inside where the tag holds a character that `category` gives a meaning.
 */
export function writeOpml(feeds: OpmlFeed[], { title, now }: { title: string; now: Date }): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<opml version="2.0">',
    '  <head>',
    `    <title>${escaped(title)}</title>`,
    `    <dateCreated>${now.toUTCString()}</dateCreated>`,
    '  </head>',
    '  <body>',
    ...outlines(
      feeds.map((feed) => ({ feed, tags: feed.tags })),
      0,
    ),
    '  </body>',
    '</opml>',
  ];
  return `${lines.join('\n')}\n`;
}

interface Placed {
  feed: OpmlFeed;
  /** The tags that no folder around says yet. */
  tags: string[];
}

// Neighbours share a folder; the order of the list is kept, and readers join folders of one name.
function outlines(placed: Placed[], depth: number): string[] {
  const indent = '  '.repeat(depth + 2);
  const lines: string[] = [];
  for (let at = 0; at < placed.length; at++) {
    const { feed, tags } = placed[at] as Placed;
    const [folder] = tags;
    if (folder === undefined || depth === MAX_FOLDERS || (depth > 0 && tags.every(isCategory))) {
      lines.push(outline(feed, tags, indent));
      continue;
    }
    const inside: Placed[] = [];
    for (; placed[at]?.tags[0] === folder; at++) inside.push(withoutFirstTag(placed[at] as Placed));
    at--;
    lines.push(
      `${indent}<outline text="${escaped(folder)}">`,
      ...outlines(inside, depth + 1),
      `${indent}</outline>`,
    );
  }
  return lines;
}

const isCategory = (tag: string): boolean => !/[,/]/.test(tag);
const withoutFirstTag = ({ feed, tags }: Placed): Placed => ({ feed, tags: tags.slice(1) });

function outline({ url, title, siteUrl }: OpmlFeed, tags: string[], indent: string): string {
  const site = siteUrl === null ? '' : ` htmlUrl="${escaped(siteUrl)}"`;
  const category = tags.length === 0 ? '' : ` category="${escaped(tags.join(','))}"`;
  const name = escaped(title ?? url);
  return `${indent}<outline type="rss" text="${name}" title="${name}" xmlUrl="${escaped(url)}"${site}${category}/>`;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return storableText(text).replace(
    /[&<>"\n\t\r]/g,
    (character) => escapes[character] ?? `&#${character.charCodeAt(0)};`,
  );
}
