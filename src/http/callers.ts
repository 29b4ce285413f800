// Who asks. The ways in which a caller is known, the first that applies counts:
//
//   local     through the data folder's socket or from inside this process: they have the data anyway
//   open      no token is set and none was ever made, and the request comes straight to loopback
//   setting   FEEDMILL_TOKEN, which has scope admin
//   token     one that `feedmill tokens` made, while it lives
//   session   the cookie of a login, while it and the token that it was made with live
//
// A token comes as Bearer (RFC 6750) or as the password of HTTP Basic (RFC 7617), under any name. The door that was
// shut once stays shut: the last token's end does not open it.
import { type Server, Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { allows, hashOf, isMadeToken, newSecret, sameHash, tokenOf } from '../operations/tokens.js';
import type { CallerKind, Scope } from '../store/schema-access.js';
import type { SessionOf } from '../store/sessions.js';
import type { Ports } from '../workers/ports.js';
import { createFailedTries } from './failed-tries.js';
import { cookieOf } from './session-cookie.js';

export interface Caller {
  readonly kind: CallerKind;
  /** What logs and the list of changes call it. */
  readonly name: string;
  readonly scope: Scope;
  readonly tokenId: number | null;
  readonly sessionId: number | null;
}
export type Asker =
  | { status: 'known'; caller: Caller }
  /** `gaveToken`: it gave one that is none. */
  | { status: 'unknown'; gaveToken: boolean }
  | { status: 'limited'; retryAfterSeconds: number };
export type Login =
  | { status: 'known'; caller: Caller; cookie: string }
  | { status: 'unknown' }
  | { status: 'limited'; retryAfterSeconds: number };

export interface Callers {
  /** Whether whoever is not local needs a token. */
  asksForTokens(): Promise<boolean>;
  of(request: FastifyRequest): Promise<Asker>;
  /** Begins a session for whoever gives a token that counts. */
  logIn(given: string, request: FastifyRequest): Promise<Login>;
  /** Ends the session of the request's cookie, if there is one; whose it was. */
  logOut(request: FastifyRequest): Promise<Caller | null>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** null before the door has looked, and on open routes. */
    caller: Caller | null;
    /** Whether what let the request in still counts, for answers that have no end; null on open routes. */
    mayStay: (() => Promise<boolean>) | null;
  }
}

const plain = { tokenId: null, sessionId: null };
const local: Caller = { kind: 'local', name: 'this machine', scope: 'admin', ...plain };
const open: Caller = { kind: 'open', name: 'loopback', scope: 'admin', ...plain };
const setting: Caller = { kind: 'setting', name: 'FEEDMILL_TOKEN', scope: 'admin', ...plain };

type Needs = Pick<Ports, 'store' | 'settings' | 'now'>;

export function createCallers(ports: Needs): Callers {
  const tries = createFailedTries(ports.now);
  const asksForTokens = doorOf(ports);
  const ofToken = async (given: string, address: string): Promise<Asker> => {
    const wait = tries.waitSeconds(address);
    const limited = { status: 'limited', retryAfterSeconds: wait ?? 0 } as const;
    // Ours cannot be found by trying, so that a stranger behind the same proxy locks nobody out who has one.
    if (wait !== null && !isMadeToken(given)) return limited;
    const caller = await tokenCaller(given, ports);
    if (caller !== null) return { status: 'known', caller };
    tries.failed(address);
    return wait === null ? { status: 'unknown', gaveToken: true } : limited;
  };
  return {
    asksForTokens,
    async of(request) {
      if (isLocal(request.raw.socket)) return { status: 'known', caller: local };
      if (!isForwarded(request) && !(await asksForTokens())) return { status: 'known', caller: open };
      const { authorization } = request.headers;
      if (authorization !== undefined) return ofToken(tokenIn(authorization), addressOf(request));
      const caller = await sessionCaller(cookieOf(request, ports.settings), ports);
      return caller === null ? { status: 'unknown', gaveToken: false } : { status: 'known', caller };
    },
    async logIn(given, request) {
      const asker = await ofToken(given, addressOf(request));
      if (asker.status !== 'known') return asker;
      const cookie = newSecret();
      const { tokenId } = asker.caller;
      const of: SessionOf =
        tokenId === null ? { tokenId, seal: hashOf(`${cookie}${given}`) } : { tokenId, seal: null };
      await ports.store.sessions.begin(hashOf(cookie), of);
      return { ...asker, cookie };
    },
    async logOut(request) {
      const caller = await sessionCaller(cookieOf(request, ports.settings), ports);
      if (caller?.sessionId != null) await ports.store.sessions.end(caller.sessionId);
      return caller;
    },
  };
}

/** Where a request comes from; empty when its connection is gone. */
export const addressOf = (request: FastifyRequest): string => request.raw.socket?.remoteAddress ?? '';

function doorOf({ store, settings }: Needs): () => Promise<boolean> {
  let isShut: boolean | null = null;
  return async () => {
    if (settings.token !== null || isShut === true) return true;
    try {
      // An open door is looked at each time: another process may have made the first token.
      isShut = await store.tokens.any();
    } catch (error) {
      // While the database is away, what was known last counts; /metrics has to say that it is away.
      if (isShut === null) throw error;
    }
    return isShut;
  };
}

async function tokenCaller(given: string, { store, settings }: Needs): Promise<Caller | null> {
  if (settings.token !== null && sameHash(hashOf(given), hashOf(settings.token))) return setting;
  const token = await tokenOf(given, store.tokens);
  if (token === null) return null;
  return { kind: 'token', name: token.name, scope: token.scope, tokenId: token.id, sessionId: null };
}

async function sessionCaller(cookie: string | null, { store, settings }: Needs): Promise<Caller | null> {
  const session = cookie === null ? null : await store.sessions.find(hashOf(cookie));
  if (session === null) return null;
  const { id: sessionId, token, seal } = session;
  if (token !== null)
    return { kind: 'session', name: token.name, scope: token.scope, tokenId: token.id, sessionId };
  const isSealed =
    seal !== null && settings.token !== null && sameHash(seal, hashOf(`${cookie}${settings.token}`));
  return isSealed ? { ...setting, kind: 'session', sessionId } : null;
}

// Trust needs proof. That a socket has no remote address is none: a network client that resets its connection right
// after sending leaves one like that, and its request still runs.
function isLocal(socket: unknown): boolean {
  // A request from inside this process comes on no socket of the system.
  if (!(socket instanceof Socket)) return true;
  // Node keeps the server that accepted a connection; one that listens on a path has a string for its address.
  return typeof (socket as Socket & { server?: Server }).server?.address() === 'string';
}

/** Whether a proxy says that the request comes from somewhere else; loopback is then no sign of this machine. */
const isForwarded = ({ headers }: FastifyRequest): boolean =>
  ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'].some(
    (name) => headers[name] !== undefined,
  );

/** What was given as the token; empty, which no token is, when nothing was. */
function tokenIn(authorization: string): string {
  const [, scheme = '', value = ''] = /^(\w+) +(.+)$/.exec(authorization) ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return value;
    case 'basic':
      return Buffer.from(value, 'base64')
        .toString('utf8')
        .replace(/^[^:]*:/, '');
    default:
      return '';
  }
}

/** Whether a caller may use what needs this scope. */
export const mayUse = (caller: Caller, needed: Scope): boolean => allows(caller.scope, needed);
