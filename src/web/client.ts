// The only door for outgoing HTTP. A request is a GET; it follows redirects by hand, so that the guard judges each hop
// anew, sends no cookies, verifies TLS, uses no proxy from the environment (a proxy resolves names by itself, past the
// guard), and ends in exactly one outcome within its deadline. `get` never rejects.
import { createConnector } from './connector.js';
import { type Answer, Exchange } from './exchange.js';
import { createPolicy, type GuardPolicy, guardUrl } from './guard.js';
import { isSendable, locationOf, requestHeaders } from './headers.js';
import type { Wanted } from './media-type.js';
import { timeoutFailure } from './network-error.js';
import type { WebFailure, WebOutcome } from './outcome.js';
import { createPools, type Pools } from './pools.js';
import { createOpenedResolver, createResolver, type Resolve } from './resolver.js';
import { isRedirect, outcomeOf, wantOf } from './response.js';

export type { WebFailure, WebOutcome } from './outcome.js';

export interface WebClientOptions {
  /** Sent with every request. What cannot stand in a header is replaced by "Feedmill". */
  readonly userAgent: string;
  /** Total time for one request, redirects and body included, in ms. Default 30,000. */
  readonly timeoutMs?: number;
  /** Time for lookup, connection and TLS handshake, in ms. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /** Largest body after decompression, in bytes; compressed ones may not be larger either. Default 10,000,000. */
  readonly maxBytes?: number;
  /** How many times its size a compressed body may unpack to; judged above 1 MB only. Default 100. */
  readonly maxRatio?: number;
  /** Redirects followed for one request; 0 follows none. Default 10. */
  readonly maxRedirects?: number;
  /** Least rate of a body, judged over rateWindowMs; 0 judges none. Default 100. */
  readonly minBytesPerSecond?: number;
  /** The stretch of time over which the rate is judged, in ms. Default 5,000. */
  readonly rateWindowMs?: number;
  /** Exceptions to the guard: "127.0.0.1", "10.0.0.0/8", "host", "host:port". Default none. */
  readonly allowPrivate?: readonly string[];
  /** Ports of other services that may be requested all the same. Default none. */
  readonly allowPorts?: readonly number[];
  /** Connections to one origin at once. Default 8. */
  readonly hostConnections?: number;
  /** Origins whose idle connections are kept. Default 256. */
  readonly maxOrigins?: number;
  /** Certificate authorities to trust besides node's own, in PEM. Default none. */
  readonly extraCa?: string | null;
  /** Host name to addresses. Default: the system's name servers, without the hosts file. */
  readonly resolver?: Resolve;
  /** The clock that a Retry-After date is measured against. */
  readonly now?: () => Date;
}

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
}

export interface WebClient {
  /** How the request ended. Never rejects. */
  get(request: WebRequest): Promise<WebOutcome>;
  /** Ends every request as aborted and every connection. May be called twice. */
  close(): Promise<void>;
}

interface Context {
  readonly limits: ReturnType<typeof limitsOf>;
  readonly policy: GuardPolicy;
  readonly pools: Pools;
  readonly userAgent: string;
  readonly now: () => Date;
}

// Servers need a few KB; undici's own limit of 16 KB is passed by honest sites with many policies.
const MAX_HEADER_BYTES = 32_768;

/** A client with its own connections. Throws CONFIG_INVALID for an entry of allowPrivate that is no exception. */
export function createWebClient(options: WebClientOptions): WebClient {
  const limits = limitsOf(options);
  const policy = createPolicy(options.allowPrivate ?? [], options.allowPorts ?? []);
  const connector = createConnector({
    policy,
    resolve: options.resolver ?? createResolver(),
    resolveOpened: createOpenedResolver(options.resolver ?? null),
    timeoutMs: Math.min(options.connectTimeoutMs ?? 10_000, limits.timeoutMs),
    extraCa: options.extraCa ?? null,
  });
  const pools = createPools({
    connect: connector.connect,
    connectionsPerOrigin: options.hostConnections ?? 8,
    maxOrigins: options.maxOrigins ?? 256,
    maxHeaderBytes: MAX_HEADER_BYTES,
  });
  const userAgent = isSendable(options.userAgent) ? options.userAgent : 'Feedmill';
  const context: Context = { limits, policy, pools, userAgent, now: options.now ?? (() => new Date()) };
  const calls = new Set<Call>();
  let closed: Promise<void> | null = null;
  return {
    get: async (request) => {
      if (closed !== null || request.signal?.aborted === true) return { status: 'aborted' };
      const call = new Call(request, context);
      calls.add(call);
      return call.run().finally(() => calls.delete(call));
    },
    close: () => {
      for (const call of calls) call.stop({ status: 'aborted' });
      connector.close();
      closed ??= pools.destroy();
      return closed;
    },
  };
}

function limitsOf(options: WebClientOptions) {
  return {
    timeoutMs: options.timeoutMs ?? 30_000,
    maxBytes: options.maxBytes ?? 10_000_000,
    maxRatio: options.maxRatio ?? 100,
    maxRedirects: options.maxRedirects ?? 10,
    minBytesPerSecond: options.minBytesPerSecond ?? 100,
    rateWindowMs: options.rateWindowMs ?? 5_000,
  };
}

/** One `get`: the hops from the requested URL to the final one, under one deadline. */
class Call {
  readonly #request: WebRequest;
  readonly #context: Context;
  readonly #maxBytes: number;
  #exchange: Exchange | null = null;
  #stopped: WebFailure | null = null;
  #hostname = '';

  constructor(request: WebRequest, context: Context) {
    this.#request = request;
    this.#context = context;
    this.#maxBytes = Math.min(context.limits.maxBytes, request.maxBytes ?? Number.POSITIVE_INFINITY);
  }

  async run(): Promise<WebOutcome> {
    const { timeoutMs } = this.#context.limits;
    const timer = setTimeout(() => {
      const phase = this.#exchange?.phase ?? 'connect';
      this.stop(timeoutFailure(phase, this.#hostname, `within ${timeoutMs} ms`));
    }, timeoutMs);
    const onAbort = (): void => this.stop({ status: 'aborted' });
    this.#request.signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await this.#follow();
    } finally {
      clearTimeout(timer);
      this.#request.signal?.removeEventListener('abort', onAbort);
    }
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
      if (!isRedirect(answer.httpStatus)) {
        const permanentUrl = hops > 0 && isPermanent ? url.href : null;
        const limit = { maxBytes: this.#maxBytes, maxRatio: limits.maxRatio };
        const outcome = await outcomeOf(
          answer,
          { url, requestedUrl: this.#request.url, permanentUrl, now },
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

  #ask(url: URL, authorization: string | null): Promise<Answer | WebFailure> {
    const { pools, limits, userAgent } = this.#context;
    const { pool, release } = pools.acquire(url.origin);
    this.#hostname = url.hostname;
    this.#exchange = new Exchange(pool, release, {
      url,
      headers: requestHeaders(this.#request, authorization, userAgent),
      maxBytes: this.#maxBytes,
      maxHeaderBytes: MAX_HEADER_BYTES,
      minBytesPerSecond: limits.minBytesPerSecond,
      rateWindowMs: limits.rateWindowMs,
      want: (httpStatus, headers) =>
        wantOf(httpStatus, headers, this.#request.acceptTypes ?? 'any', this.#maxBytes),
    });
    return this.#exchange.result;
  }
}

function nextHop(answer: Answer, from: URL, hops: number, maxRedirects: number): URL | WebFailure {
  if (hops >= maxRedirects)
    return { status: 'refused', rule: 'redirects', message: `More than ${maxRedirects} redirects.` };
  const next = locationOf(answer.headers, from);
  if (next !== null) return next;
  const message = `${from.hostname} answered ${answer.httpStatus} without saying where to.`;
  return { status: 'refused', rule: 'location', message };
}
