// The cookie of a login. Where the service is reached through TLS it is Secure and has the prefix __Host-, under which
// no other name of the site can set one (RFC 6265bis, section 4.1.3.2). On plain loopback browsers would refuse that.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseUrl } from '../parse-url.js';
import type { Settings } from '../settings.js';
import { SESSION_DAYS } from '../store/sessions.js';

const NAME = 'feedmill';
const DAY_SECONDS = 86_400;
const SECRET = /^[\w-]{43}$/;

/** Whether a request was made to the name under which FEEDMILL_PUBLIC_URL is reached through TLS. */
export function isThroughTls(request: FastifyRequest, { publicUrl }: Pick<Settings, 'publicUrl'>): boolean {
  const url = publicUrl === null ? null : parseUrl(publicUrl);
  return url?.protocol === 'https:' && request.headers.host?.toLowerCase() === url.host;
}

const nameFor = (isSecure: boolean): string => (isSecure ? `__Host-${NAME}` : NAME);

/** The value of the cookie; null when there is none, or none of ours. */
export function cookieOf(request: FastifyRequest, settings: Pick<Settings, 'publicUrl'>): string | null {
  const wanted = `${nameFor(isThroughTls(request, settings))}=`;
  const pair = (request.headers.cookie ?? '').split(/; */).find((one) => one.startsWith(wanted));
  const value = pair?.slice(wanted.length) ?? '';
  return SECRET.test(value) ? value : null;
}

/** Gives the browser a cookie; null takes it away. */
export function setCookie(
  reply: FastifyReply,
  value: string | null,
  settings: Pick<Settings, 'publicUrl'>,
): void {
  const isSecure = isThroughTls(reply.request, settings);
  const age = value === null ? 0 : SESSION_DAYS * DAY_SECONDS;
  reply.header(
    'set-cookie',
    `${nameFor(isSecure)}=${value ?? ''}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`,
  );
}
