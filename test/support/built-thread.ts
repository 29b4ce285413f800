// Stands in for src/thread.ts in the suites: their threads start from the build that build.ts makes of the same sources.
// From the sources themselves, each thread would take some half a second of processor time to compile them once more.
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildFolder } from './program.js';

const root = resolve(import.meta.dirname, '../..');

/** As in src/thread.ts, of the build. */
export function threadModule(name: string, importer: string): URL {
  const place = relative(join(root, 'src'), dirname(fileURLToPath(importer)));
  return pathToFileURL(join(root, buildFolder, place, `${name}.js`));
}
