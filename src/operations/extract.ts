// One page through the cleaner and into nobody's store: what would be made of it, and why. It runs the cleaner in this
// thread, so a service must never load this file; a command does.
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FeedmillError, messageOf } from '../errors.js';
import type { ExtractedArticle } from '../extract/article.js';
import { createTrace, type Explanation } from '../extract/explain.js';
import { ruleFor } from '../extract/site-rules.js';
import { decodeText } from '../feeds/decode.js';
import { type NoFeedKind, parseFeed } from '../feeds/parse.js';
import type { Settings } from '../settings.js';
import { cleanPage } from '../workers/clean-thread.js';
import { readSiteRules } from '../workers/site-rules.js';
import { requestPage, unavailable } from './page-request.js';

/** A page as it came, with the address that its links are relative to. */
interface PageBytes {
  url: string;
  body: Buffer;
  contentType: string | null;
}
export interface Extraction {
  url: string;
  charset: string;
  bytes: number;
  article: ExtractedArticle;
  /** null where none was asked for. */
  explanation: Explanation | null;
}

/** What is named: an address to ask for, or a file with the address that it was saved from, if that is known. */
export type NamedPage =
  | { kind: 'address'; url: string }
  | { kind: 'file'; path: string; savedFrom: string | null };

/**
 * The document of a page. The explanation's times are those of a second pass, since the first one warms the code up.
 * @throws FeedmillError PAGE_UNAVAILABLE for what cannot be read or is no HTML, BAD_REQUEST for a file that is not
 *   there, CONFIG_INVALID for site rules with a mistake.
 */
export async function extractPage(
  named: NamedPage,
  settings: Settings,
  { explain, now }: { explain: boolean; now: Date },
): Promise<Extraction> {
  const rules = await readSiteRules(settings.siteRules);
  const { url, body, contentType } =
    named.kind === 'address' ? await requestPage(named.url, settings) : await read(named, settings);
  refuseOther(named.kind === 'address' ? url : named.path, url, body, contentType, now);
  const task = {
    packed: { codec: 'identity' as const, body, size: body.length },
    contentType,
    url,
    now,
    hints: { title: null, byline: [], publishedAt: null, language: null },
    rule: ruleFor(rules, url),
  };
  const { article, charset } = cleanPage(task);
  const extraction = { url, charset, bytes: body.length, article };
  if (!explain) return { ...extraction, explanation: null };
  const { trace, explanation } = createTrace(() => performance.now());
  cleanPage(task, trace);
  return { ...extraction, explanation };
}

async function read(
  { path, savedFrom }: { path: string; savedFrom: string | null },
  { maxPageBytes }: Settings,
): Promise<PageBytes> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new Error('it is no file');
    if (found.size > maxPageBytes)
      throw new Error(
        `it has ${found.size} bytes, more than FEEDMILL_MAX_PAGE_BYTES allows (${maxPageBytes})`,
      );
    const url = savedFrom ?? pathToFileURL(resolve(path)).href;
    return { url, body: await readFile(path), contentType: null };
  } catch (error) {
    throw new FeedmillError(
      'BAD_REQUEST',
      `${path} is neither an http or https address nor a file that can be read: ${messageOf(error)}.`,
      { cause: error },
    );
  }
}

const kinds: Readonly<Record<Exclude<NoFeedKind, 'html'>, string>> = {
  opml: 'an OPML list of feeds',
  empty: 'empty',
  json: 'JSON',
  sitemap: 'a sitemap',
  xml: 'XML of some other kind',
  text: 'plain text',
};
/** A document of another kind shows it at its beginning. */
const SNIFFED = 1_000;

function refuseOther(named: string, url: string, body: Buffer, contentType: string | null, now: Date): void {
  const { text } = decodeText(body, { contentType });
  if (/^%PDF-/.test(text)) throw unavailable(named, 'it is a PDF document, not HTML.');
  if (text.slice(0, SNIFFED).includes('\0')) throw unavailable(named, 'it is a binary file, not HTML.');
  const parsed = parseFeed(text, { url, now });
  if (parsed.status === 'feed')
    throw unavailable(named, 'it is a feed, not a page; `feedmill ingest` takes in what it lists.');
  if (parsed.kind !== 'html') throw unavailable(named, `it is ${kinds[parsed.kind]}, not HTML.`);
}
