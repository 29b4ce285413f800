// The door in front of every route. The threats: another site's page in the operator's browser (DNS rebinding,
// cross-site requests), and anybody on the network where the server listens beyond loopback.
// - The Host header must be an address, localhost, the name that FEEDMILL_HOST gives, or, where tokens are asked for,
//   that of FEEDMILL_PUBLIC_URL; else 421. To the path to which hubs push that name leads always.
// - What another site's page sends is refused, token or not; a person may follow a link from there.
// - Every route has a scope: what it declares, else read for GET and operate for the rest. Whoever is not known
//   (callers.ts) gets 401, or in a browser the login; whoever may less gets 403. Open are the health checks, the login,
//   the files that pages are made with, and the path to which hubs push.
import { isIP } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FeedmillError } from '../errors.js';
import { parseUrl } from '../parse-url.js';
import type { Settings } from '../settings.js';
import type { Scope } from '../store/schema-access.js';
import { CALLBACK_PATH } from '../workers/subscribe.js';
import { type Asker, type Callers, mayUse } from './callers.js';
import { DASHBOARD_PATH } from './dashboard.js';
import { loginPath } from './login-path.js';
import { sendProblem } from './problem.js';
import { isThroughTls } from './session-cookie.js';

/** What a route asks of its callers; open routes ask for nothing. */
export type RouteScope = Scope | 'open';
declare module 'fastify' {
  interface FastifyContextConfig {
    scope?: RouteScope;
  }
}

const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);
export const isHarmless = (method: string): boolean => harmless.has(method);

/** The scope of a method where a route declares none. */
export const usualScope = (method: string): Scope => (isHarmless(method) ? 'read' : 'operate');
export const scopeOf = ({ method, routeOptions }: FastifyRequest): RouteScope =>
  routeOptions.config?.scope ?? usualScope(method);

const policy = (style: string, base: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self'${style}; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri ${base}; frame-ancestors 'none'`;
const contentPolicy = policy('', "'none'");
/** bull-board's page has a <base> and sets style attributes; its scripts are files of its own. */
const dashboardPolicy = policy(" 'unsafe-inline'", "'self'");
/** A year (RFC 6797), for the name of FEEDMILL_PUBLIC_URL alone. */
const TLS_ONLY = 'max-age=31536000';

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
    // What may be kept says so itself.
    'cache-control': 'no-store',
  });
}

/** Puts the door in front of every route that is registered afterwards, and in front of what is no route. */
export function guardRequests(
  app: FastifyInstance,
  callers: Callers,
  settings: Pick<Settings, 'host' | 'publicUrl'>,
): void {
  app.decorateRequest('caller', null);
  app.decorateRequest('mayStay', null);
  app.addHook('onRequest', async (request, reply) => {
    secureHeaders(request, reply);
    if (isThroughTls(request, settings)) reply.header('strict-transport-security', TLS_ONLY);
    const isHubs = settings.publicUrl !== null && isCallback(request);
    if (!(await isKnownHost(request, isHubs, callers, settings)))
      return sendProblem(reply, {
        status: 421,
        code: 'BAD_REQUEST',
        detail: `This server does not answer for the host ${request.headers.host || '(none)'}. Use its address, localhost, or set FEEDMILL_HOST to the name.`,
      });
    if (isForeign(request)) return sendProblem(reply, foreign);
    const needed = scopeOf(request);
    if (needed === 'open' || isHubs) return;
    const asker = await callers.of(request);
    if (asker.status !== 'known') return turnAway(asker, request, reply);
    request.caller = asker.caller;
    if (asker.caller.kind === 'session' && !isHarmless(request.method) && !isProvenOwn(request))
      return sendProblem(reply, foreign);
    if (!mayUse(asker.caller, needed)) throw tooSmall(asker.caller.scope, needed, request);
    request.mayStay = async () => {
      const now = await callers.of(request);
      return now.status === 'known' && mayUse(now.caller, needed);
    };
  });
}

const foreign = {
  status: 403,
  code: 'FORBIDDEN',
  detail: 'A page of another site may ask and change nothing here.',
};

// Thrown, so that the API, the pages and the dashboard each tell it in their way.
const tooSmall = (scope: Scope, needed: Scope, { method, routeOptions }: FastifyRequest): FeedmillError =>
  new FeedmillError(
    'FORBIDDEN',
    `${method} ${routeOptions.url ?? 'this'} needs a token of scope ${needed}; this one has scope ${scope}. \`feedmill tokens create --scope ${needed}\` makes one.`,
    { details: { needed, scope } },
  );

/** Answers whoever is not known: a browser with the login, a program with what it lacks. */
function turnAway(
  asker: Exclude<Asker, { status: 'known' }>,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (asker.status === 'limited') return sendProblem(reply, tooManyTries(asker.retryAfterSeconds, reply));
  if (!asker.gaveToken && isNavigation(request))
    return reply.redirect(loginPath(isHarmless(request.method) ? request.url : '/'), 303);
  // A browser that is asked for Basic opens a window of its own; the script of a page has no use for that.
  const basic =
    request.headers['sec-fetch-site'] === undefined ? 'Basic realm="Feedmill", charset="UTF-8", ' : '';
  reply.header('www-authenticate', `${basic}Bearer realm="Feedmill"`);
  return sendProblem(reply, {
    status: 401,
    code: 'UNAUTHORIZED',
    detail:
      'This needs a token (FEEDMILL_TOKEN, or one of `feedmill tokens`), as `Authorization: Bearer …`, as the password of Basic or, in a browser, at /login.',
  });
}

/** What to answer to an address that gave too many wrong tokens. */
export function tooManyTries(retryAfterSeconds: number, reply: FastifyReply): typeof foreign {
  reply.header('retry-after', String(retryAfterSeconds));
  return {
    status: 429,
    code: 'TOO_MANY_REQUESTS',
    detail: `Too many wrong tokens came from this address. It may try again in ${retryAfterSeconds} s.`,
  };
}

/** Whether a person follows an address in a browser, rather than a program. */
export const isNavigation = ({ method, headers }: FastifyRequest): boolean =>
  (method === 'GET' && /\btext\/html\b/.test(headers.accept ?? '')) ||
  headers['sec-fetch-mode'] === 'navigate';

/** Whether a request is for the path to which hubs push. */
export const isCallback = (request: FastifyRequest): boolean => pathOf(request).startsWith(CALLBACK_PATH);

async function isKnownHost(
  { headers }: FastifyRequest,
  isHubs: boolean,
  callers: Callers,
  { host, publicUrl }: Pick<Settings, 'host' | 'publicUrl'>,
): Promise<boolean> {
  const name = (headers.host ?? '')
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
  if (isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost') || name === host.toLowerCase())
    return true;
  if (publicUrl === null || name !== parseUrl(publicUrl)?.hostname) return false;
  return isHubs || (await callers.asksForTokens());
}

// Browsers tell where a request comes from (Fetch Metadata); over plain http beyond loopback they send Origin alone.
function isForeign(request: FastifyRequest): boolean {
  const { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest } = request.headers;
  if (site === undefined) return request.headers.origin !== undefined && !isOwnOrigin(request);
  const isFollowed = isHarmless(request.method) && mode === 'navigate' && dest === 'document';
  return site !== 'same-origin' && site !== 'none' && !isFollowed;
}

// A cookie comes by itself, so its request has to show where it is from; a browser that changes something always does.
function isProvenOwn(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  return site === undefined ? isOwnOrigin(request) : site === 'same-origin' || site === 'none';
}

function isOwnOrigin({ headers: { origin, host } }: FastifyRequest): boolean {
  return origin !== undefined && parseUrl(origin)?.host === host;
}
