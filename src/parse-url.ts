// The one place that asks whether a text is an address. `URL.canParse` does not serve for that: on Node 20, once V8 has
// compiled its caller, it reads a string with a letter between U+0080 and U+00FF as broken UTF-8 and answers false, so
// that a service forgets such addresses after some thousand calls.

/**
 * `text` as a URL of the WHATWG URL Standard, a relative one against `base`; null when it is none.
 */
export function parseUrl(text: string, base?: string | URL): URL | null {
  try {
    return new URL(text, base);
  } catch {
    // The constructor throws for nothing else than a text that is no address, which null says.
    return null;
  }
}
