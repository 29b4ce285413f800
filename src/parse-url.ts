// The one place that asks whether a text is an address. `URL.canParse` does not serve for that: on Node 20, once V8 has
// compiled its caller, it reads a string with a letter between U+0080 and U+00FF as broken UTF-8 and answers false, so
// that a service forgets such addresses after some thousand calls.

/** What the URL Standard lets pass in a host and RFC 3986 (3.2.2) does not: no name has it, and markup ends at it. */
const NO_HOST = /["`{}]/;

/**
 * `text` as a URL of the WHATWG URL Standard, a relative one against `base`; null when it is none, or has a host that
 * cannot be.
 */
export function parseUrl(text: string, base?: string | URL): URL | null {
  try {
    const url = new URL(text, base);
    return NO_HOST.test(url.host) ? null : url;
  } catch {
    // The constructor throws for nothing else than a text that is no address, which null says.
    return null;
  }
}
