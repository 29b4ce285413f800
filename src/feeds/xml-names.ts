// Names as feeds write them to the usual ones: lower-case, with the prefix that everybody else uses for the namespace.

const namespaces: readonly [needle: string, prefix: string][] = [
  ['www.w3.org/2005/atom', 'atom:'],
  ['purl.org/atom/ns', 'atom:'],
  ['purl.org/dc/elements', 'dc:'],
  ['purl.org/dc/terms', 'dcterms:'],
  ['purl.org/rss/1.0/modules/content', 'content:'],
  ['purl.org/rss/1.0/modules/syndication', 'sy:'],
  ['search.yahoo.com/mrss', 'media:'],
  ['itunes.com/dtds', 'itunes:'],
  ['google.com/schemas/play-podcasts', 'googleplay:'],
  ['google.com/schemas/sitemap-news', 'news:'],
  ['google.com/schemas/sitemap-image', 'image:'],
  ['sitemaps.org/schemas/sitemap', ''],
  ['rssnamespace.org/feedburner', 'feedburner:'],
  ['w3.org/1999/02/22-rdf-syntax', 'rdf:'],
  ['purl.org/rss/1.0/', ''],
  ['backend.userland.com/', ''],
  ['my.netscape.com/rdf', ''],
  ['w3.org/1999/xhtml', 'xhtml:'],
];

/** The namespaces that one document has declared so far. */
export class XmlNames {
  readonly #prefixes = new Map([
    ['atom', 'atom:'],
    ['rss', ''],
    ['xhtml', 'xhtml:'],
  ]);
  readonly #known = new Map<string, string>();

  /** Takes note of an element's xmlns attributes. */
  declare(attributes: ReadonlyMap<string, string>): void {
    for (const [name, uri] of attributes) {
      if (!name.startsWith('xmlns:')) continue;
      const usual = usualPrefix(uri.slice(0, MAX_ADDRESS_CHARACTERS));
      if (usual === null) continue;
      const prefix = name.slice('xmlns:'.length);
      // What Atom's own root has mapped to nothing stays so when the declaration is repeated below.
      if (this.#prefixes.get(prefix) === usual || (this.#prefixes.get(prefix) === '' && usual === 'atom:'))
        continue;
      this.#prefixes.set(prefix, usual);
      this.#known.clear();
    }
  }

  /** The usual name; `isTop` for an element that stands at the top of the document. */
  usual(written: string, isTop: boolean): string {
    const known = this.#known.get(written);
    if (known !== undefined) return known;
    const colon = written.indexOf(':');
    const prefix = written.slice(0, Math.max(0, colon));
    // In <a:feed> the prefix stands for Atom, whose names are the tree's plain ones.
    if (isTop && colon > 0 && this.#prefixes.get(prefix) === 'atom:') this.#prefixes.set(prefix, '');
    const name = interned(
      colon < 0 ? written : (this.#prefixes.get(prefix) ?? `${prefix}:`) + written.slice(colon + 1),
    );
    // One string for all elements of a name makes comparing names a comparison of references.
    this.#known.set(written, name);
    return name;
  }
}

const MAX_ADDRESS_CHARACTERS = 200;
/** As many as feeds use; those of a hostile one are not kept. */
const MAX_ADDRESSES = 500;
const prefixByAddress = new Map<string, string | null>();

/** The prefix that everybody uses for a namespace; null for one that keeps its own. Every feed declares the same few. */
function usualPrefix(uri: string): string | null {
  const known = prefixByAddress.get(uri);
  if (known !== undefined) return known;
  const address = uri.toLowerCase();
  const found = namespaces.find(([needle]) => address.includes(needle))?.[1] ?? null;
  // RSS 1.0's other modules lie below its own address; their names keep the prefix that they are written with.
  const prefix = found === '' && address.includes('/modules/') ? null : found;
  if (prefixByAddress.size < MAX_ADDRESSES) prefixByAddress.set(uri, prefix);
  return prefix;
}

/** As many as feeds use; the names of a hostile one are not kept. */
const MAX_INTERNED = 2_000;
const MAX_INTERNED_CHARACTERS = 40;
const internedNames = new Map<string, string>();

// A property's name is the engine's one copy of a string, so that comparing with a literal compares two pointers.
function interned(name: string): string {
  const known = internedNames.get(name);
  if (known !== undefined) return known;
  if (internedNames.size >= MAX_INTERNED || name.length > MAX_INTERNED_CHARACTERS) return name;
  const copy = Object.keys({ [name]: true })[0] ?? name;
  internedNames.set(copy, copy);
  return copy;
}
