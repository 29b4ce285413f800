// What a response means: whether its body is wanted, decided from its headers alone, and which outcome it becomes.
import type { IncomingHttpHeaders } from 'node:http';
import { wallOf } from './bot-wall.js';
import { codingsOf, decodeBody, decodeHead } from './decode-body.js';
import { type Answer, tooLarge } from './exchange.js';
import { headerOf, plainHeaders, retryAfterMs } from './headers.js';
import { isVagueType, turnAway, type Wanted } from './media-type.js';
import type { WebFailure, WebOutcome } from './outcome.js';
import { turnAwayByBytes } from './sniff.js';

// 300, 305 and 306 name no one place to go to (RFC 9110, section 15.4).
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
// After the others a client may ask with GET, which is no post any more (RFC 9110, section 15.4).
const POST_REDIRECTS: ReadonlySet<number> = new Set([307, 308]);

/** Whether this status sends the client elsewhere. */
export function isRedirect(httpStatus: number, isPost = false): boolean {
  return (isPost ? POST_REDIRECTS : REDIRECTS).has(httpStatus);
}

const isSuccess = (httpStatus: number): boolean => httpStatus >= 200 && httpStatus < 300;
// No part of a body was asked for, so 206 is an answer to somebody else's request.
const isWhole = (httpStatus: number): boolean => isSuccess(httpStatus) && httpStatus !== 206;

/** 'read' for a body to download, 'skip' for an answer that says all in its headers, or why the body is turned away. */
export function wantOf(
  httpStatus: number,
  headers: IncomingHttpHeaders,
  wanted: Wanted,
  maxBytes: number,
): 'read' | 'skip' | WebFailure {
  if (!isWhole(httpStatus)) return 'skip';
  const away = turnAway(headerOf(headers, 'content-type'), wanted);
  if (away !== null) return away;
  if (Number(headerOf(headers, 'content-length') ?? 0) > maxBytes) return tooLarge(maxBytes);
  const codings = codingsOf(headerOf(headers, 'content-encoding'));
  return 'status' in codings ? codings : 'read';
}

function httpError({ httpStatus, headers }: Answer, url: URL, now: Date): WebFailure {
  const pause = retryAfterMs(headerOf(headers, 'retry-after'), now);
  const wall = wallOf(httpStatus, plainHeaders(headers));
  const error = { status: 'http-error', httpStatus, retryAfterMs: pause, url: url.href } as const;
  return wall === null ? error : { ...error, wall };
}

interface Asked {
  readonly url: URL;
  readonly wanted: Wanted;
  readonly cutAtBytes: number | null;
}

/** The body unpacked, or why it is turned away. */
async function bodyOf(
  answer: Answer,
  contentType: string | null,
  { url, wanted, cutAtBytes }: Asked,
  limits: { readonly maxBytes: number; readonly maxRatio: number },
): Promise<Buffer | WebFailure> {
  const codings = codingsOf(headerOf(answer.headers, 'content-encoding'));
  if ('status' in codings) return codings;
  const body =
    cutAtBytes === null
      ? await decodeBody(answer.body, codings, { ...limits, hostname: url.hostname })
      : await decodeHead(answer.body, codings, cutAtBytes);
  if (!Buffer.isBuffer(body) || wanted === 'any') return body;
  return turnAwayByBytes(body, contentType, { wanted, isVague: isVagueType(contentType) }) ?? body;
}

/** The outcome of an answer that is no redirect. */
export async function outcomeOf(
  answer: Answer,
  place: Asked & {
    readonly requestedUrl: string;
    readonly permanentUrl: string | null;
    readonly now: () => Date;
    /** Whether the status alone answers, so that nothing of the body was read. */
    readonly isByStatus: boolean;
  },
  limits: { readonly maxBytes: number; readonly maxRatio: number },
): Promise<WebOutcome> {
  const { httpStatus } = answer;
  const etag = headerOf(answer.headers, 'etag');
  const lastModified = headerOf(answer.headers, 'last-modified');
  const { url } = place;
  if (httpStatus === 304)
    return { status: 'not-modified', headers: plainHeaders(answer.headers), etag, lastModified };
  const isGood = place.isByStatus ? isSuccess : isWhole;
  if (!isGood(httpStatus)) return httpError(answer, url, place.now());
  const contentType = headerOf(answer.headers, 'content-type');
  const body = place.isByStatus ? Buffer.alloc(0) : await bodyOf(answer, contentType, place, limits);
  if (!Buffer.isBuffer(body)) return body;
  return {
    status: 'ok',
    url: url.href,
    requestedUrl: place.requestedUrl,
    permanentUrl: place.permanentUrl,
    httpStatus,
    headers: plainHeaders(answer.headers),
    body,
    etag,
    lastModified,
    contentType,
  };
}
