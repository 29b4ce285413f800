// How a request can end, and what that means for who asked. Every end is an ordinary outcome: `get` never rejects.
// `judge` is the one place that says whether trying again can help, after RFC 9110 and RFC 6585.

export interface WebOk {
  readonly status: 'ok';
  /** The final URL, after redirects, without fragment. */
  readonly url: string;
  readonly requestedUrl: string;
  /** The final URL when there were redirects and all were permanent (301, 308); null otherwise. */
  readonly permanentUrl: string | null;
  readonly httpStatus: number;
  /** Names in lower case, repeated ones joined by a comma, without set-cookie. */
  readonly headers: Record<string, string>;
  /** Decompressed and whole: a body that was cut never gets here. */
  readonly body: Buffer;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly contentType: string | null;
}

export interface WebNotModified {
  readonly status: 'not-modified';
  readonly headers: Record<string, string>;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export type WebFailure =
  | {
      readonly status: 'http-error';
      readonly httpStatus: number;
      readonly retryAfterMs: number | null;
      readonly url: string;
      /** The service in front of the site that took us for a robot, where one did. */
      readonly wall?: string;
    }
  | { readonly status: 'refused'; readonly rule: string; readonly message: string }
  | { readonly status: 'too-large'; readonly limitBytes: number; readonly message: string }
  | { readonly status: 'unsupported-type'; readonly contentType: string; readonly message: string }
  | {
      readonly status: 'timeout';
      readonly phase: 'connect' | 'headers' | 'body';
      readonly message: string;
      /** The host that failed, with its port, where a redirect led away from the one that was asked. */
      readonly at?: string;
    }
  | {
      readonly status: 'network';
      readonly code: string;
      readonly message: string;
      /** As for a timeout. */
      readonly at?: string;
    }
  /** No name of any site can be resolved: this machine's network is away, and no site is to blame. */
  | { readonly status: 'offline'; readonly message: string }
  | { readonly status: 'aborted' };

export type WebOutcome = WebOk | WebNotModified | WebFailure;

export interface Judgement {
  /** permanent: asking again is useless; gone: the thing was removed; transient and throttled: ask again later. */
  readonly kind: 'permanent' | 'transient' | 'gone' | 'throttled';
  /** A sentence for a person. */
  readonly reason: string;
  /** How long the server asked to be left alone; null when it did not say. */
  readonly retryAfterMs: number | null;
}

/** What an end other than a body or "not modified" means for who asked. */
export function judge(outcome: WebFailure): Judgement {
  switch (outcome.status) {
    case 'http-error':
      return judgeStatus(outcome.httpStatus, outcome.retryAfterMs, outcome.wall);
    case 'refused':
    case 'too-large':
    case 'unsupported-type':
      return { kind: 'permanent', reason: outcome.message, retryAfterMs: null };
    case 'timeout':
    case 'network':
    case 'offline':
      return { kind: 'transient', reason: outcome.message, retryAfterMs: null };
    case 'aborted':
      return { kind: 'transient', reason: 'The request was given up from our side.', retryAfterMs: null };
    default:
      return outcome satisfies never;
  }
}

const STATUS_WORDS: Readonly<Record<number, string>> = {
  400: 'the server takes the request for malformed',
  401: 'the server asks for a login',
  402: 'the server asks for payment',
  403: 'the server forbids it',
  404: 'there is no such page',
  405: 'the server does not answer GET here',
  406: 'the server has no form of it that we accept',
  408: 'the server waited too long for us',
  410: 'the page was removed for good',
  420: 'the server asks to slow down',
  425: 'the server wants the request repeated later',
  429: 'the server asks to slow down',
  451: 'the page is barred for legal reasons',
  500: 'the server failed',
  502: 'a gateway got no answer',
  503: 'the server is not available',
  504: 'a gateway waited in vain',
  529: 'the server is overloaded',
};

// 501 and 505 tell of what the server will never do; the rest of 5xx is a state that passes.
const LASTING_SERVER_ERRORS: ReadonlySet<number> = new Set([501, 505]);
// 420 and 529 are no standard, but widely used for what 429 and 503 say.
const THROTTLING: ReadonlySet<number> = new Set([420, 429, 529]);
const REPEATABLE: ReadonlySet<number> = new Set([408, 425]);

function judgeStatus(status: number, retryAfterMs: number | null, wall: string | undefined): Judgement {
  const words =
    wall === undefined
      ? (STATUS_WORDS[status] ?? (status < 400 ? 'that is no answer to our request' : null))
      : `${wall}, which guards it, takes us for a robot`;
  const reason = `The server answered ${status}${words === null ? '' : `: ${words}`}.`;
  if (status === 410) return { kind: 'gone', reason, retryAfterMs: null };
  if (THROTTLING.has(status) || (status === 503 && retryAfterMs !== null))
    return { kind: 'throttled', reason, retryAfterMs };
  const passes = REPEATABLE.has(status) || (status >= 500 && !LASTING_SERVER_ERRORS.has(status));
  return passes
    ? { kind: 'transient', reason, retryAfterMs }
    : { kind: 'permanent', reason, retryAfterMs: null };
}
