// Which kinds of answer are worth downloading, by Content-Type alone. A page must be HTML, XML or plain text. Feeds are
// served as almost anything, so only what can be no feed is turned away. A missing, malformed or vague type is let
// through; the first bytes decide then (sniff.ts).
import type { WebFailure } from './outcome.js';

export type Wanted = 'page' | 'feed' | 'any';

/** What the Accept header says when the caller does not. */
export const acceptHeaders: Readonly<Record<Wanted, string>> = {
  page: 'text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.1',
  feed: 'application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.9,application/json;q=0.8,*/*;q=0.1',
  any: '*/*',
};

const PAGE_TYPES: ReadonlySet<string> = new Set([
  'text/html',
  'application/xhtml+xml',
  'application/vnd.wap.xhtml+xml',
  'text/plain',
  'text/xml',
  'application/xml',
]);

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^application\/pdf$/, 'a PDF document'],
  [/^image\//, 'an image'],
  [/^video\//, 'a video'],
  [/^audio\//, 'a sound recording'],
  [/^font\//, 'a font'],
  [/^application\/(zip|gzip|x-gzip|x-tar|x-7z-compressed|vnd\.rar|x-rar-compressed)$/, 'an archive'],
  [/^application\/(msword|vnd\.ms-|vnd\.openxmlformats|vnd\.oasis|rtf)/, 'an office document'],
  [/^application\/epub/, 'a book'],
];

const PAGE_KINDS: readonly (readonly [RegExp, string])[] = [
  [/^application\/(rss|atom|rdf)\+xml$/, 'a feed'],
  [/json$/, 'JSON data'],
];

const VAGUE_TYPES: ReadonlySet<string> = new Set([
  'application/octet-stream',
  'binary/octet-stream',
  'application/unknown',
  'unknown/unknown',
  'application/force-download',
]);

/** Whether a Content-Type leaves open what the body is. */
export function isVagueType(contentType: string | null): boolean {
  const type = typeOf(contentType);
  return !isType(type) || VAGUE_TYPES.has(type);
}

function typeOf(contentType: string | null): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function isType(type: string): boolean {
  return /^[^\s/]+\/[^\s/*]+$/.test(type);
}

/** The failure that turns this answer away, or null when it may be downloaded. */
export function turnAway(contentType: string | null, wanted: Wanted): WebFailure | null {
  if (wanted === 'any' || isVagueType(contentType)) return null;
  const type = typeOf(contentType);
  const kind = nameOf(KINDS, type);
  if (wanted === 'feed') return kind === null ? null : unsupported(type, kind, 'feed');
  if (PAGE_TYPES.has(type)) return null;
  return unsupported(type, kind ?? nameOf(PAGE_KINDS, type) ?? 'something else', 'page');
}

function nameOf(kinds: readonly (readonly [RegExp, string])[], type: string): string | null {
  return kinds.find(([pattern]) => pattern.test(type))?.[1] ?? null;
}

function unsupported(type: string, kind: string, wanted: Wanted): WebFailure {
  const contentType = type.slice(0, 100);
  return {
    status: 'unsupported-type',
    contentType,
    message: `The answer is ${kind} (${contentType}), not a ${wanted}.`,
  };
}
