// The files that pages are made with, kept in memory: three of our own (public/) and the chart library. Their
// addresses carry a hash of what is in them, so browsers keep them for good and a new version is another address.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { FeedmillError } from '../../errors.js';

const own = (name: string): URL => new URL(`../../../public/${name}`, import.meta.url);
const require = createRequire(import.meta.url);
const files = {
  'newsroom.css': { path: own('newsroom.css'), type: 'text/css; charset=utf-8' },
  'newsroom.js': { path: own('newsroom.js'), type: 'text/javascript; charset=utf-8' },
  'icon.svg': { path: own('icon.svg'), type: 'image/svg+xml' },
  'uplot.js': {
    path: require.resolve('uplot/dist/uPlot.iife.min.js'),
    type: 'text/javascript; charset=utf-8',
  },
  'uplot.css': { path: require.resolve('uplot/dist/uPlot.min.css'), type: 'text/css; charset=utf-8' },
} as const;
export type AssetName = keyof typeof files;

export interface Assets {
  /** The address of a file in its present version. */
  href(name: AssetName): string;
}

const compress = promisify(brotliCompress);
const VERSION_CHARACTERS = 12;

interface Loaded {
  bytes: Buffer;
  /** Packed when it is first asked for: most processes are commands, which nobody asks for pages. */
  packed: Promise<Buffer> | null;
  type: string;
  version: string;
}

const packed = (file: Loaded): Promise<Buffer> => {
  file.packed ??= compress(file.bytes);
  return file.packed;
};

/** Serves the files at `/assets/…`. */
export function serveAssets(app: FastifyInstance): Assets {
  const loaded = new Map<string, Loaded>();
  for (const [name, { path, type }] of Object.entries(files)) {
    const bytes = readFileSync(path);
    const version = createHash('sha256').update(bytes).digest('hex').slice(0, VERSION_CHARACTERS);
    loaded.set(name, { bytes, packed: null, type, version });
  }
  // Open, because the login is made with them; nothing in them is this installation's.
  const open = { config: { scope: 'open' } } as const;
  app.get<{ Params: { file: string } }>('/assets/:file', open, async (request, reply) => {
    const file = loaded.get(request.params.file);
    if (file === undefined)
      throw new FeedmillError(
        'NOT_FOUND',
        `There is no file ${request.params.file}; ${[...loaded.keys()].join(', ')} are there.`,
      );
    const takesBrotli = /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''));
    return reply
      .type(file.type)
      .headers({
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'accept-encoding',
        ...(takesBrotli ? { 'content-encoding': 'br' } : {}),
      })
      .send(takesBrotli ? await packed(file) : file.bytes);
  });
  return { href: (name) => `/assets/${name}?v=${loaded.get(name)?.version ?? ''}` };
}
