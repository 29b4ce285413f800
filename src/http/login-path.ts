// The way to the login and back. The way back is an address that anybody can write into a link, so it leads to pages of
// this server alone.
import { parseUrl } from '../parse-url.js';

export const LOGIN_PATH = '/login';
const BASE = 'http://feedmill.invalid';

/** The path that `to` names; the first page when it names anything but a path of this server. */
export function wayBack(to: string): string {
  const url = to.startsWith('/') ? parseUrl(to, BASE) : null;
  const path = url === null || url.origin !== BASE ? '/' : `${url.pathname}${url.search}`;
  // "/.//other.example" is such a path, and would be read as another server once its dots are gone.
  return path.startsWith('//') || path === LOGIN_PATH || path.startsWith(`${LOGIN_PATH}?`) ? '/' : path;
}

/** The address of the login, from which the way leads back to `to`. */
export function loginPath(to: string): string {
  const back = wayBack(to);
  return back === '/' ? LOGIN_PATH : `${LOGIN_PATH}?${new URLSearchParams({ to: back }).toString()}`;
}
