// What a page's headers ask of those who keep it: X-Robots-Tag (Google's robots meta tag specification) and the TDM
// Reservation Protocol (W3C community group report, 2022). Recorded with the page; what follows from them is for whoever
// uses the articles to decide.

// "unavailable_after: date" and "max-snippet: n" have values with colons; a robot's name stands before the first one.
const VALUED = /^(?:unavailable_after|max-(?:snippet|image-preview|video-preview))$/;
/** More directives than this are no page's. */
const MAX_DIRECTIVES = 20;

/**
 * The directives that concern `userAgent` (its product token) or every robot, in lower case, each once: "noindex",
 * "noarchive", "tdm-reservation=1", "tdm-policy=https://…". Empty without any.
 */
export function pageDirectives(headers: Readonly<Record<string, string>>, userAgent: string): string[] {
  const own = productOf(userAgent);
  const found = new Set<string>();
  // A robot's name counts up to the next one; the header's values were joined by commas.
  let robot = '';
  for (const part of (headers['x-robots-tag'] ?? '').toLowerCase().split(',')) {
    const [, before = '', after = ''] = /^([^:]*):(.*)$/s.exec(part) ?? [];
    const isNamed = before !== '' && !VALUED.test(before.trim());
    if (isNamed) robot = before.trim();
    const directive = (isNamed ? after : part).trim();
    if (directive !== '' && (robot === '' || robot === own)) found.add(directive.slice(0, 200));
  }
  for (const name of ['tdm-reservation', 'tdm-policy']) {
    const value = headers[name]?.trim() ?? '';
    if (value !== '') found.add(`${name}=${value.slice(0, 500)}`);
  }
  return [...found].slice(0, MAX_DIRECTIVES);
}

function productOf(userAgent: string): string {
  return (userAgent.split('/', 1)[0] ?? '').trim().toLowerCase();
}
