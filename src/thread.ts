import { extname } from 'node:path';

/**
 * The URL of the module `name` beside the module `importer` (its `import.meta.url`), for `new Worker()`.
 * A built thread has the extension .js and one run from source .ts, as its importer has.
 */
export function threadModule(name: string, importer: string): URL {
  return new URL(`./${name}${extname(importer)}`, importer);
}
