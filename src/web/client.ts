// The only door for outgoing HTTP. A request is a GET, or the post of a form or of a body; it follows redirects by hand, so that the
// guard judges each hop anew, sends no cookies, verifies TLS, uses no proxy from the environment (a proxy resolves names
// by itself, past the guard), and ends in exactly one outcome within its deadline. It never rejects.
import type { Lookup } from './addresses.js';
import { Call, type Limits, MAX_HEADER_BYTES, type WebPost, type WebRequest, type WebSend } from './call.js';
import { type ConnectorOptions, createConnector } from './connector.js';
import { createPolicy } from './guard.js';
import { isSendable } from './headers.js';
import type { WebOutcome } from './outcome.js';
import { createPools } from './pools.js';
import { createOpenedResolver, createResolver, type Resolve } from './resolver.js';
import type { Hop } from './trace.js';

export type { WebRequest } from './call.js';
export type { WebFailure, WebOutcome } from './outcome.js';

export interface WebClientOptions {
  /** Sent with every request. What cannot stand in a header is replaced by "Feedmill". */
  readonly userAgent: string;
  /** Total time for one request, redirects and body included, in ms. Default 30,000. */
  readonly timeoutMs?: number;
  /** Time for lookup, connection and TLS handshake, in ms. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /** Time from the request to the end of the answer's headers, in ms. Default 20,000. */
  readonly firstByteTimeoutMs?: number;
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

/** A request that was watched: how it ended, and each hop on the way. */
export interface Traced {
  readonly outcome: WebOutcome;
  readonly hops: readonly Hop[];
}

export interface WebClient {
  /** How the request ended. Never rejects. */
  get(request: WebRequest): Promise<WebOutcome>;
  /** Posts a form under the same guard and limits. Never rejects. */
  post(request: WebPost): Promise<WebOutcome>;
  /** Posts a body as it is and answers by the status: neither a redirect nor the answer's body is looked at. Never rejects. */
  send(request: WebSend): Promise<WebOutcome>;
  /** The same request over connections of its own, with what was seen on the way. Never rejects. */
  trace(request: WebRequest): Promise<Traced>;
  /** Ends every request as aborted and every connection. May be called twice. */
  close(): Promise<void>;
}

/** A client with its own connections. Throws CONFIG_INVALID for an entry of allowPrivate that is no exception. */
export function createWebClient(options: WebClientOptions): WebClient {
  const limits = limitsOf(options);
  const policy = createPolicy(options.allowPrivate ?? [], options.allowPorts ?? []);
  const lookup = {
    policy,
    resolve: options.resolver ?? createResolver(),
    resolveOpened: createOpenedResolver(options.resolver ?? null),
  };
  const open = (observe?: ConnectorOptions['observe']) => connections({ options, lookup, limits, observe });
  const kept = open();
  const userAgent = isSendable(options.userAgent) ? options.userAgent : 'Feedmill';
  const context = { limits, policy, pools: kept.pools, userAgent, now: options.now ?? (() => new Date()) };
  const calls = new Set<Call>();
  let closed: Promise<void> | null = null;
  const run = async (call: Call, signal: AbortSignal | undefined): Promise<WebOutcome> => {
    if (closed !== null || signal?.aborted === true) return { status: 'aborted' };
    calls.add(call);
    return call.run().finally(() => calls.delete(call));
  };
  return {
    get: (request) => run(new Call(request, context), request.signal),
    post: (request) => run(new Call(request, context), request.signal),
    send: (request) => run(new Call(request, context), request.signal),
    trace: async (request) => {
      const hops: Hop[] = [];
      const own = open((connection) => {
        const hop = hops.at(-1);
        if (hop !== undefined) hop.connection = connection;
      });
      const call = new Call(request, { ...context, pools: own.pools }, (hop) => hops.push(hop));
      const outcome = await run(call, request.signal);
      await own.close();
      return { outcome, hops };
    },
    close: () => {
      for (const call of calls) call.stop({ status: 'aborted' });
      closed ??= kept.close();
      return closed;
    },
  };
}

function connections({
  options,
  lookup,
  limits,
  observe,
}: {
  options: WebClientOptions;
  lookup: Lookup;
  limits: Limits;
  observe: ConnectorOptions['observe'];
}) {
  const connector = createConnector({
    ...lookup,
    timeoutMs: Math.min(options.connectTimeoutMs ?? 10_000, limits.timeoutMs),
    extraCa: options.extraCa ?? null,
    ...(observe === undefined ? {} : { observe }),
  });
  const pools = createPools({
    connect: connector.connect,
    connectionsPerOrigin: options.hostConnections ?? 8,
    maxOrigins: options.maxOrigins ?? 256,
    maxHeaderBytes: MAX_HEADER_BYTES,
  });
  const close = (): Promise<void> => {
    connector.close();
    return pools.destroy();
  };
  return { pools, close };
}

function limitsOf(options: WebClientOptions): Limits {
  return {
    timeoutMs: options.timeoutMs ?? 30_000,
    firstByteTimeoutMs: options.firstByteTimeoutMs ?? 20_000,
    maxBytes: options.maxBytes ?? 10_000_000,
    maxRatio: options.maxRatio ?? 100,
    maxRedirects: options.maxRedirects ?? 10,
    minBytesPerSecond: options.minBytesPerSecond ?? 100,
    rateWindowMs: options.rateWindowMs ?? 5_000,
  };
}
