// One request and its response on one pool: reads headers, asks whether the body is wanted, collects it under limits of
// size and rate, and settles exactly once. What still comes after that is dropped, and a body that nobody reads is
// drained only while it is small, so that its connection can be used again.
import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher, Pool } from 'undici';
import { exchangeFailure, type Phase, TOO_MANY_INTERIM, timeoutFailure } from './network-error.js';
import type { WebFailure } from './outcome.js';

export interface ExchangeOptions {
  readonly url: URL;
  readonly headers: Record<string, string>;
  /** What is posted; null makes the request a GET. */
  readonly body: string | null;
  readonly maxBytes: number;
  /** What comes after so many bytes of the body is not wanted; null takes all or nothing. */
  readonly cutAtBytes: number | null;
  readonly maxHeaderBytes: number;
  /** The body must bring this many bytes in each window of rateWindowMs. */
  readonly minBytesPerSecond: number;
  readonly rateWindowMs: number;
  /** From the request to the end of the headers. */
  readonly firstByteTimeoutMs: number;
  /** Asked once at the headers: 'read' collects the body, 'skip' answers without it, a failure ends the exchange. */
  readonly want: (httpStatus: number, headers: IncomingHttpHeaders) => 'read' | 'skip' | WebFailure;
}

export interface Answer {
  readonly status: 'answered';
  readonly httpStatus: number;
  readonly headers: IncomingHttpHeaders;
  /** As it came over the wire, still compressed; empty when it was not wanted. */
  readonly body: Buffer;
}

// An unread body up to this size is cheaper to take in than a new connection.
const MAX_DRAIN_BYTES = 65_536;
const MAX_DRAIN_MS = 1_000;
// RFC 9110 allows any number of interim responses; nobody honest sends more than one or two.
const MAX_INTERIM = 20;

type Controller = Dispatcher.DispatchController;

/** A request under way. `result` never rejects. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly result: Promise<Answer | WebFailure>;
  phase: Phase = 'connect';
  readonly #options: ExchangeOptions;
  readonly #release: () => void;
  #settle: ((result: Answer | WebFailure) => void) | null = null;
  #controller: Controller | null = null;
  #timer: NodeJS.Timeout | undefined;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #bytesBefore = 0;
  #interim = 0;
  #httpStatus = 0;
  #headers: IncomingHttpHeaders = {};

  constructor(pool: Pool, release: () => void, options: ExchangeOptions) {
    this.#options = options;
    this.#release = release;
    this.result = new Promise((resolve) => {
      this.#settle = resolve;
    });
    const { url, headers, body } = options;
    pool.dispatch(
      {
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: body === null ? 'GET' : 'POST',
        headers,
        body,
      },
      this,
    );
  }

  /** Ends the exchange with this failure, whatever it is at; without effect once it has settled. */
  stop(failure: WebFailure): void {
    if (this.#settle === null) return;
    this.#end(failure);
    this.#controller?.abort(new Error('stopped'));
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    this.phase = 'headers';
    // Stopped while it waited for a connection.
    if (this.#settle === null) controller.abort(new Error('stopped'));
    else this.#watchHeaders();
  }

  onResponseStart(controller: Controller, httpStatus: number, headers: IncomingHttpHeaders): void {
    if (httpStatus < 200) {
      this.#interim += 1;
      if (this.#interim > MAX_INTERIM)
        this.stop(this.#failure(Object.assign(new Error('interim'), { code: TOO_MANY_INTERIM })));
      return;
    }
    clearTimeout(this.#timer);
    this.phase = 'body';
    this.#httpStatus = httpStatus;
    this.#headers = headers;
    const want = this.#options.want(httpStatus, headers);
    if (want === 'read') this.#watchRate();
    else if (want === 'skip') {
      this.#end(this.#answer());
      this.#timer = setTimeout(() => controller.abort(new Error('drained long enough')), MAX_DRAIN_MS);
    } else this.stop(want);
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#settle === null) {
      if (this.#bytes > MAX_DRAIN_BYTES) controller.abort(new Error('too much to drain'));
      return;
    }
    const { cutAtBytes, maxBytes } = this.#options;
    this.#chunks.push(chunk);
    if (cutAtBytes === null) {
      if (this.#bytes > maxBytes) this.stop(tooLarge(maxBytes));
    } else if (this.#bytes >= cutAtBytes) {
      this.#end(this.#answer());
      controller.abort(new Error('cut'));
    }
  }

  onResponseEnd(): void {
    this.#end(this.#answer());
    this.#close();
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#end(this.#failure(error));
    this.#close();
  }

  #watchHeaders(): void {
    const { firstByteTimeoutMs, url } = this.#options;
    this.#timer = setTimeout(
      () => this.stop(timeoutFailure('headers', url.hostname, `within ${firstByteTimeoutMs} ms`)),
      firstByteTimeoutMs,
    );
  }

  #watchRate(): void {
    const { minBytesPerSecond, rateWindowMs, url } = this.#options;
    const least = (minBytesPerSecond * rateWindowMs) / 1_000;
    this.#timer = setInterval(() => {
      const grown = this.#bytes - this.#bytesBefore;
      this.#bytesBefore = this.#bytes;
      if (grown < least)
        this.stop(timeoutFailure('body', url.hostname, `at ${minBytesPerSecond} bytes a second or more`));
    }, rateWindowMs);
  }

  #answer(): Answer {
    const body = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    // `?? empty` is for the compiler: a list of one has a first.
    return {
      status: 'answered',
      httpStatus: this.#httpStatus,
      headers: this.#headers,
      body: body ?? Buffer.alloc(0),
    };
  }

  #failure(error: unknown): WebFailure {
    const { url, maxHeaderBytes } = this.#options;
    return exchangeFailure(error, this.phase, url.hostname, maxHeaderBytes);
  }

  #end(result: Answer | WebFailure): void {
    clearInterval(this.#timer);
    this.#chunks = [];
    this.#settle?.(result);
    this.#settle = null;
  }

  // undici calls exactly one of onResponseEnd and onResponseError, last.
  #close(): void {
    clearTimeout(this.#timer);
    this.#release();
  }
}

/** The outcome of a body that passed its limit, on the wire or unpacked. */
export function tooLarge(limitBytes: number): WebFailure {
  return {
    status: 'too-large',
    limitBytes,
    message: `The answer is larger than ${limitBytes} bytes.`,
  };
}
