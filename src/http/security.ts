// Who may ask. The threats: another site's page in the operator's browser (DNS rebinding, cross-site requests), and
// anybody on the network where the server listens beyond loopback.
// - The Host header must be an address, localhost, or the name that FEEDMILL_HOST gives; else 421.
// - Below FEEDMILL_PUBLIC_URL only the path to which hubs push is open: by that name, and without a token.
// - With FEEDMILL_TOKEN every route but the health checks asks for it, as a Bearer token (RFC 6750) or, for browsers,
//   as the password of HTTP Basic (RFC 7617). Requests through the data folder's socket and from inside this process
//   need none: the folder's owner and this process have the data anyway.
// - A request that changes something and comes from another site is refused, token or not.
import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP, type Server, Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseUrl } from '../parse-url.js';
import type { Settings } from '../settings.js';
import { CALLBACK_PATH } from '../workers/subscribe.js';
import { DASHBOARD_PATH } from './dashboard.js';
import { sendProblem } from './problem.js';

/** What answers without a token: supervisors and load balancers have none. */
export const openPaths: ReadonlySet<string> = new Set(['/livez', '/readyz']);
const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

const policy = (style: string, base: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self'${style}; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri ${base}; frame-ancestors 'none'`;
const contentPolicy = policy('', "'none'");
/** bull-board's page has a <base> and sets style attributes; its scripts are files of its own. */
const dashboardPolicy = policy(" 'unsafe-inline'", "'self'");

/** The path of a request without its query. */
export const pathOf = (request: FastifyRequest): string => request.url.split('?')[0] ?? '/';

/** The headers that every answer carries. */
export function secureHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers({
    'content-security-policy': pathOf(request).startsWith(DASHBOARD_PATH) ? dashboardPolicy : contentPolicy,
    'x-content-type-options': 'nosniff',
    // Other sites are told nothing. Our own are: with 'no-referrer' browsers send the forms of our pages with the origin
    // "null", which is refused below.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-request-id': request.id,
  });
}

/** Puts the door in front of every route that is registered afterwards, and in front of what is no route. */
export function guardRequests(
  app: FastifyInstance,
  settings: Pick<Settings, 'token' | 'host' | 'publicUrl'>,
): void {
  app.addHook('onRequest', async (request, reply) => {
    secureHeaders(request, reply);
    const isHubs = settings.publicUrl !== null && isCallback(request);
    const names = [settings.host, ...(isHubs ? [parseUrl(settings.publicUrl)?.hostname ?? ''] : [])];
    if (!isKnownHost(request.headers.host ?? '', names))
      return sendProblem(reply, {
        status: 421,
        code: 'BAD_REQUEST',
        detail: `This server does not answer for the host ${request.headers.host || '(none)'}. Use its address, localhost, or set FEEDMILL_HOST to the name.`,
      });
    if (!harmless.has(request.method) && isCrossSite(request))
      return sendProblem(reply, {
        status: 403,
        code: 'UNAUTHORIZED',
        detail: 'A page of another site may not change anything here.',
      });
    if (
      settings.token === null ||
      openPaths.has(pathOf(request)) ||
      isHubs ||
      isLocal(request.raw.socket) ||
      hasToken(request.headers.authorization, settings.token)
    )
      return;
    // Browsers ask their user for Basic and pass over Bearer.
    reply.header('www-authenticate', 'Basic realm="Feedmill", charset="UTF-8", Bearer realm="Feedmill"');
    return sendProblem(reply, {
      status: 401,
      code: 'UNAUTHORIZED',
      detail: 'This needs FEEDMILL_TOKEN, as `Authorization: Bearer …` or, in a browser, as the password.',
    });
  });
}

/** Whether a request is for the path to which hubs push. */
export const isCallback = (request: FastifyRequest): boolean => pathOf(request).startsWith(CALLBACK_PATH);

function isKnownHost(header: string, own: readonly string[]): boolean {
  const name = header
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
  return (
    isIP(name) !== 0 ||
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    own.some((known) => name === known.toLowerCase())
  );
}

// Browsers tell where a request comes from (Fetch Metadata); over plain http beyond loopback they send Origin alone.
function isCrossSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin, host } = request.headers;
  return origin !== undefined && (parseUrl(origin)?.host ?? null) !== host;
}

// Trust needs proof. That a socket has no remote address is none: a network client that resets its connection right
// after sending leaves one like that, and its request still runs.
function isLocal(socket: unknown): boolean {
  // A request from inside this process comes on no socket of the system.
  if (!(socket instanceof Socket)) return true;
  // Node keeps the server that accepted a connection; one that listens on a path has a string for its address.
  return typeof (socket as Socket & { server?: Server }).server?.address() === 'string';
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function hasToken(authorization: string | undefined, token: string): boolean {
  // Digests have one length, so that the comparison tells nothing about the token's.
  return timingSafeEqual(digest(givenToken(authorization ?? '')), digest(token));
}

/** What was given as the token; empty, which no token is, when nothing was. */
function givenToken(authorization: string): string {
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
