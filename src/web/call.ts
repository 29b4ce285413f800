// One request through its redirects, under one deadline: each hop is judged anew by the guard, credentials stay at their
// origin, and whatever stops the call stops the hop that is under way.
import { type Answer, Exchange } from './exchange.js';
import { type GuardPolicy, guardUrl } from './guard.js';
import { locationOf, requestHeaders } from './headers.js';
import type { Wanted } from './media-type.js';
import { timeoutFailure } from './network-error.js';
import type { WebFailure, WebOutcome } from './outcome.js';
import type { Pools } from './pools.js';
import { isRedirect, outcomeOf, wantOf } from './response.js';
import { beginHop, type Hop } from './trace.js';

export interface WebRequest {
  readonly url: string;
  /** The Accept header. Default: what fits acceptTypes. */
  readonly accept?: string | undefined;
  /** Sent as If-None-Match, with or without lastModified. */
  readonly etag?: string | null | undefined;
  /** Sent as If-Modified-Since, with or without etag. */
  readonly lastModified?: string | null | undefined;
  /** Goes to the URL's own origin only: a redirect to another one drops it. */
  readonly authorization?: string | null | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Which kinds of answer are downloaded at all. Default any. */
  readonly acceptTypes?: Wanted | undefined;
  /** A smaller limit than the client's maxBytes. */
  readonly maxBytes?: number | undefined;
  /** A shorter time than the client's timeoutMs. */
  readonly timeoutMs?: number | undefined;
  /** So many first bytes are all that is wanted: a longer body is cut there, and none is too large. */
  readonly cutAtBytes?: number | undefined;
}

/** A form that is posted; redirects are followed only where they keep the method and the form (307 and 308). */
export interface WebPost extends WebRequest {
  readonly form: Readonly<Record<string, string>>;
}

/** A body that is posted as it is. No redirect is followed, and of the answer only its headers are read. */
export interface WebSend extends WebRequest {
  readonly body: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Posted {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A message: its answer is the status alone, and no redirect is followed. */
  readonly isByStatus: boolean;
}

/** What bounds a call; client.ts documents each. */
export interface Limits {
  readonly timeoutMs: number;
  readonly firstByteTimeoutMs: number;
  readonly maxBytes: number;
  readonly maxRatio: number;
  readonly maxRedirects: number;
  readonly minBytesPerSecond: number;
  readonly rateWindowMs: number;
}

export interface CallContext {
  readonly limits: Limits;
  readonly policy: GuardPolicy;
  readonly pools: Pools;
  readonly userAgent: string;
  readonly now: () => Date;
}

// Servers need a few KB; undici's own limit of 16 KB is passed by honest sites with many policies.
export const MAX_HEADER_BYTES = 32_768;

const ignoreHop = (): undefined => undefined;

/** One `get`: the hops from the requested URL to the final one, under one deadline. */
export class Call {
  readonly #request: WebRequest;
  readonly #posted: Posted | null;
  readonly #context: CallContext;
  readonly #maxBytes: number;
  readonly #onHop: (hop: Hop) => void;
  #exchange: Exchange | null = null;
  #stopped: WebFailure | null = null;
  #hostname = '';
  #host = '';
  readonly #hosts = new Set<string>();

  constructor(
    request: WebRequest | WebPost | WebSend,
    context: CallContext,
    onHop: (hop: Hop) => void = ignoreHop,
  ) {
    this.#request = request;
    this.#posted = postedOf(request);
    this.#onHop = onHop;
    this.#context = context;
    this.#maxBytes = Math.min(context.limits.maxBytes, request.maxBytes ?? Number.POSITIVE_INFINITY);
  }

  async run(): Promise<WebOutcome> {
    const timeoutMs = Math.min(
      this.#context.limits.timeoutMs,
      this.#request.timeoutMs ?? Number.POSITIVE_INFINITY,
    );
    const timer = setTimeout(() => {
      const phase = this.#exchange?.phase ?? 'connect';
      this.stop(timeoutFailure(phase, this.#hostname, `within ${timeoutMs} ms`));
    }, timeoutMs);
    const onAbort = (): void => this.stop({ status: 'aborted' });
    this.#request.signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return this.#placed(await this.#follow());
    } finally {
      clearTimeout(timer);
      this.#request.signal?.removeEventListener('abort', onAbort);
    }
  }

  #placed(outcome: WebOutcome): WebOutcome {
    if (outcome.status !== 'timeout' && outcome.status !== 'network') return outcome;
    return this.#hosts.size > 1 ? { ...outcome, at: this.#host } : outcome;
  }

  stop(failure: WebFailure): void {
    this.#stopped ??= failure;
    this.#exchange?.stop(failure);
  }

  async #follow(): Promise<WebOutcome> {
    const { policy, limits, now } = this.#context;
    let verdict = guardUrl(this.#request.url, policy);
    let isPermanent = true;
    let authorization = this.#request.authorization ?? null;
    for (let hops = 0; ; hops += 1) {
      if (verdict.status === 'refused')
        return hops === 0 ? verdict : { ...verdict, message: `A redirect was refused. ${verdict.message}` };
      const { url } = verdict;
      const answer = await this.#ask(url, authorization);
      if (this.#stopped !== null) return this.#stopped;
      if (answer.status !== 'answered') return answer;
      if (!this.#leadsOn(answer.httpStatus)) {
        const permanentUrl = hops > 0 && isPermanent ? url.href : null;
        const limit = { maxBytes: this.#maxBytes, maxRatio: limits.maxRatio };
        const outcome = await outcomeOf(
          answer,
          {
            url,
            requestedUrl: this.#request.url,
            permanentUrl,
            now,
            wanted: this.#request.acceptTypes ?? 'any',
            cutAtBytes: this.#request.cutAtBytes ?? null,
            isByStatus: this.#posted?.isByStatus === true,
          },
          limit,
        );
        return this.#stopped ?? outcome;
      }
      const next = nextHop(answer, url, hops, limits.maxRedirects);
      if (!(next instanceof URL)) return next;
      isPermanent &&= answer.httpStatus === 301 || answer.httpStatus === 308;
      if (next.origin !== url.origin) authorization = null;
      verdict = guardUrl(next, policy);
    }
  }

  #leadsOn(httpStatus: number): boolean {
    return this.#posted?.isByStatus !== true && isRedirect(httpStatus, this.#posted !== null);
  }

  #ask(url: URL, authorization: string | null): Promise<Answer | WebFailure> {
    const { pools, limits, userAgent } = this.#context;
    const { pool, release } = pools.acquire(url.origin);
    this.#hostname = url.hostname;
    this.#host = url.host;
    this.#hosts.add(url.host);
    const { seen, ended } = beginHop(url);
    this.#onHop(seen);
    this.#exchange = new Exchange(pool, release, {
      url,
      headers: {
        ...requestHeaders(this.#request, authorization, userAgent),
        ...this.#posted?.headers,
      },
      body: this.#posted?.body ?? null,
      maxBytes: this.#maxBytes,
      cutAtBytes: this.#request.cutAtBytes ?? null,
      maxHeaderBytes: MAX_HEADER_BYTES,
      minBytesPerSecond: limits.minBytesPerSecond,
      rateWindowMs: limits.rateWindowMs,
      firstByteTimeoutMs: limits.firstByteTimeoutMs,
      want: (httpStatus, headers) => {
        ended(httpStatus, headers);
        if (this.#posted?.isByStatus === true) return 'skip';
        const limit = this.#request.cutAtBytes === undefined ? this.#maxBytes : Number.POSITIVE_INFINITY;
        return wantOf(httpStatus, headers, this.#request.acceptTypes ?? 'any', limit);
      },
    });
    return this.#exchange.result;
  }
}

function postedOf(request: WebRequest | WebPost | WebSend): Posted | null {
  if ('form' in request)
    return {
      body: new URLSearchParams(request.form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      isByStatus: false,
    };
  if ('body' in request)
    return {
      body: request.body,
      headers: { ...request.headers, 'content-type': request.contentType },
      isByStatus: true,
    };
  return null;
}

function nextHop(answer: Answer, from: URL, hops: number, maxRedirects: number): URL | WebFailure {
  if (hops >= maxRedirects)
    return { status: 'refused', rule: 'redirects', message: `More than ${maxRedirects} redirects.` };
  const next = locationOf(answer.headers, from);
  if (next !== null) return next;
  const message = `${from.hostname} answered ${answer.httpStatus} without saying where to.`;
  return { status: 'refused', rule: 'location', message };
}
