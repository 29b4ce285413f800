// Translates what undici, node's sockets, TLS, DNS and zlib throw into outcomes with a sentence. The only place that
// knows their codes. No message quotes a response: its bytes are not ours to repeat.
import { errors } from 'undici';
import type { WebFailure } from './outcome.js';

// undici takes ECONNRESET for the ordinary end of a body that has neither length nor chunks. A reset is no end: the
// connector renames it on its sockets, so that such a body is cut. (Where bytes and reset arrive in one turn of the
// event loop, libuv reports an ordinary end; with neither length nor chunks nobody can tell then.)
export const RESET = 'CONNECTION_RESET';

/** The code of the error for a stream of interim responses. */
export const TOO_MANY_INTERIM = 'TOO_MANY_INTERIM';

/** The code of a lookup that failed because no name server answers for any name. */
export const OFFLINE = 'OFFLINE';

export type Phase = 'connect' | 'headers' | 'body';

/** Carries an outcome through undici, which hands a connector's errors on as they are. Never leaves this folder. */
export class ConnectFailure extends Error {
  override readonly name = 'ConnectFailure';
  constructor(readonly outcome: WebFailure) {
    super(outcome.status);
  }
}

const DNS_WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name does not exist',
  ENODATA: 'the name has no address',
  ESERVFAIL: 'its name server failed',
  EREFUSED: 'its name server refused the question',
  ETIMEOUT: 'no name server answered in time',
  ECONNREFUSED: 'no name server could be reached',
};

/** What a failed lookup of a host name means. */
export function dnsFailure(error: unknown, hostname: string): WebFailure {
  const code = codeOf(error);
  if (code === OFFLINE)
    return {
      status: 'offline',
      message: `${hostname} could not be resolved, nor any other name: the name servers of this machine do not answer.`,
    };
  const words = DNS_WORDS[code] ?? `the lookup failed (${code})`;
  // ECONNREFUSED would read as the site's: it is the name server's.
  return {
    status: 'network',
    code: code === 'ECONNREFUSED' ? 'EDNSREFUSED' : code,
    message: `${hostname} could not be resolved: ${words}.`,
  };
}

const TLS_WORDS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_REVOKED: 'its certificate was revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority of its own',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'an intermediate certificate is missing',
  UNABLE_TO_GET_ISSUER_CERT: 'an intermediate certificate is missing',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its certificate comes from an unknown authority, or an intermediate one is missing',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'it offers only TLS versions that are too old',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'it offers only TLS versions that are too old',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS',
};

/** What a failed TLS handshake means. The connection is never tried again without TLS or without verification. */
export function tlsFailure(error: unknown, hostname: string): WebFailure {
  const code = codeOf(error);
  const words =
    TLS_WORDS[code] ??
    (code === 'ECONNRESET' ? 'it closed the connection in the handshake' : `the handshake failed (${code})`);
  return { status: 'network', code, message: `No secure connection to ${hostname}: ${words}.` };
}

const CONNECT_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'its network cannot be reached',
  ETIMEDOUT: 'the connection timed out',
  EMFILE: 'this process has no descriptors left',
};

/** What a failed TCP connection means. */
export function connectFailure(error: unknown, hostname: string): WebFailure {
  const code = codeOf(error);
  const words = CONNECT_WORDS[code] ?? `the connection failed (${code})`;
  return { status: 'network', code, message: `No connection to ${hostname}: ${words}.` };
}

/** What the end of a limit of time means, by what was under way. */
export function timeoutFailure(phase: Phase, hostname: string, what: string): WebFailure {
  const words = {
    connect: `No connection to ${hostname}`,
    headers: `${hostname} took the request and did not answer`,
    body: `${hostname} did not finish its answer`,
  }[phase];
  return { status: 'timeout', phase, message: `${words} ${what}.` };
}

/** What an error that undici reported for one request means. */
export function exchangeFailure(
  error: unknown,
  phase: Phase,
  hostname: string,
  maxHeaderBytes: number,
): WebFailure {
  if (error instanceof ConnectFailure) return error.outcome;
  const code = codeOf(error);
  if (code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED') return { status: 'aborted' };
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return {
      status: 'too-large',
      limitBytes: maxHeaderBytes,
      message: `The headers of ${hostname} are larger than ${maxHeaderBytes} bytes.`,
    };
  if (phase === 'body') return cutBody(hostname);
  if (isProtocolError(error, code))
    return {
      status: 'network',
      code: 'BAD_RESPONSE',
      message: `The answer of ${hostname} is no valid HTTP.`,
    };
  if (code === 'UND_ERR_SOCKET' || code === RESET || code === 'EPIPE')
    return {
      status: 'network',
      code: 'CLOSED',
      message: `${hostname} closed the connection before it answered.`,
    };
  return { status: 'network', code, message: `The request to ${hostname} failed (${code}).` };
}

// undici's parser errors often have no code; contradicting lengths have one of their own.
function isProtocolError(error: unknown, code: string): boolean {
  if (error instanceof errors.HTTPParserError) return true;
  return code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' || code === TOO_MANY_INTERIM;
}

/** A body that ended before its length, its last chunk or its compression trailer said so. */
export function cutBody(hostname: string): WebFailure {
  return {
    status: 'network',
    code: 'CUT_BODY',
    message: `${hostname} broke off in the middle of its answer.`,
  };
}

/** The code of anything thrown; UNKNOWN where there is none. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : 'UNKNOWN';
}
