// Guards the layout: which folder may import which, that there are no circles (types included), and that nothing
// imports an entry file. A wrong import would work, so nothing but this would notice it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = resolve(import.meta.dirname, '../src');

/** What each part of src may import beside itself; parts that stand earlier never import later ones. */
const mayImport: Record<string, readonly string[]> = {
  'parse-url.ts': [],
  dates: [],
  feeds: ['dates', 'parse-url.ts'],
  extract: ['dates', 'parse-url.ts'],
  formats: [],
  language: [],
  'errors.ts': [],
  'thread.ts': [],
  'setting-values.ts': ['parse-url.ts'],
  'settings.ts': ['setting-values.ts'],
  'config.ts': ['settings.ts', 'errors.ts'],
  'log-destination.ts': [],
  'log.ts': ['settings.ts', 'log-destination.ts'],
  watchdog: ['log.ts', 'settings.ts', 'thread.ts'],
  'pipeline.ts': ['settings.ts'],
  'metrics.ts': ['pipeline.ts'],
  tracing: ['errors.ts', 'log.ts', 'settings.ts'],
  demo: ['feeds'],
  watch: [],
  web: ['errors.ts', 'parse-url.ts', 'feeds'],
  store: ['errors.ts', 'log.ts', 'settings.ts', 'pipeline.ts', 'thread.ts', 'feeds', 'language', 'watch'],
  queues: ['errors.ts', 'log.ts', 'settings.ts', 'pipeline.ts'],
  workers: [
    'errors.ts',
    'log.ts',
    'metrics.ts',
    'parse-url.ts',
    'settings.ts',
    'pipeline.ts',
    'thread.ts',
    'tracing',
    'feeds',
    'extract',
    'language',
    'web',
    'store',
    'queues',
    'watch',
  ],
  operations: [
    'errors.ts',
    'log.ts',
    'settings.ts',
    'pipeline.ts',
    'feeds',
    'formats',
    'extract',
    'web',
    'store',
    'queues',
    'watch',
    'workers',
  ],
  'service.ts': [
    'errors.ts',
    'log.ts',
    'metrics.ts',
    'settings.ts',
    'pipeline.ts',
    'tracing',
    'web',
    'store',
    'queues',
    'workers',
  ],
  http: [
    'parse-url.ts',
    'errors.ts',
    'log.ts',
    'settings.ts',
    'pipeline.ts',
    'feeds',
    'formats',
    'web',
    'store',
    'queues',
    'workers',
    'operations',
    'service.ts',
    'watch',
  ],
  cli: [
    'errors.ts',
    'log.ts',
    'settings.ts',
    'config.ts',
    'pipeline.ts',
    'formats',
    'web',
    'store',
    'operations',
    'service.ts',
    'http',
    'demo',
    'watchdog',
  ],
  'main.ts': ['errors.ts', 'cli'],
};

interface Import {
  from: string;
  to: string;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : /\.tsx?$/.test(path) ? [path] : [];
  });
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)\.js'/g);
  return [...found].map(([, path = '']) => ({
    from: relative(src, file),
    to: relative(src, existing(resolve(dirname(file), path))),
  }));
}

/** The file that an import means; one that is missing would not compile. */
const existing = (path: string): string => (existsSync(`${path}.tsx`) ? `${path}.tsx` : `${path}.ts`);

const part = (file: string): string => file.split('/')[0] ?? file;
const imports = sources(src).flatMap(importsOf);

/** Sentences about imports that run against the layout. */
function wrongWays(all: Import[]): string[] {
  return all
    .filter(({ from, to }) => part(from) !== part(to) && !(mayImport[part(from)] ?? []).includes(part(to)))
    .map(({ from, to }) => `${from} may not import ${to}`);
}

/** The files of each circle of imports, found by taking away what nothing else needs. */
function circle(all: Import[]): string[] {
  let left = all;
  for (;;) {
    const importers = new Set(left.map(({ from }) => from));
    const next = left.filter(({ to }) => importers.has(to));
    if (next.length === left.length) return [...new Set(left.map(({ from }) => from))];
    left = next;
  }
}

/** Packages that take longer to load than most commands take to run. */
const heavy = [
  'bullmq',
  'ioredis',
  'fastify',
  'cheerio/slim',
  'kysely',
  'pg',
  'undici',
  '@electric-sql/pglite',
];
/** Packages of the cleaner and the tagger, which have threads of their own, and of site rules, which few have. */
const ofThreads = ['cheerio/slim', 'cld3-asm', 'yaml'];

/** The packages that are loaded as soon as `file` is: not what is imported when it is needed, nor types. */
function packagesWith(file: string): Set<string> {
  const files = new Set([file]);
  const packages = new Set<string>();
  for (const one of files) {
    const text = readFileSync(join(src, one), 'utf8');
    for (const [, names = '', from = ''] of text.matchAll(/^(?:import|export) ([^;]*?)from '([^']+)'/gm)) {
      if (/^type\b/.test(names) || /^\{(?:\s*type [^,}]+,?)+\s*\}/.test(names)) continue;
      if (!from.startsWith('.')) packages.add(from);
      else files.add(relative(src, existing(resolve(dirname(join(src, one)), from.replace(/\.js$/, '')))));
    }
  }
  return packages;
}

describe('the layout of src', () => {
  it('names every part', () => {
    expect(readdirSync(src).filter((name) => !(name in mayImport))).toEqual([]);
    expect(imports.length).toBeGreaterThan(100);
  });
  it('imports one way only', () => expect(wrongWays(imports)).toEqual([]));
  it('has no circle of imports', () => expect(circle(imports)).toEqual([]));
  it('asks in one place whether a text is an address', () => {
    const askers = sources(src).filter((file) => readFileSync(file, 'utf8').includes('URL.canParse('));
    expect(askers).toEqual([]);
  });
  it('loads what is slow to load for the commands alone that need it', () => {
    const loaded = packagesWith('cli/program.ts');
    expect(heavy.filter((name) => loaded.has(name))).toEqual([]);
    expect(packagesWith('http/server.ts')).toContain('fastify');
  });
  it('loads the cleaner and the tagger into their threads and not into the service', () => {
    const loaded = new Set([...packagesWith('service.ts'), ...packagesWith('http/server.ts')]);
    expect(ofThreads.filter((name) => loaded.has(name))).toEqual([]);
    const inThreads = new Set([
      ...packagesWith('workers/clean-thread.ts'),
      ...packagesWith('workers/tag-thread.ts'),
    ]);
    expect(inThreads).toContain('cheerio/slim');
    expect(inThreads).toContain('cld3-asm');
  });
  it('takes cheerio without the parsers that it does not use', () => {
    const whole = sources(src).filter((file) => readFileSync(file, 'utf8').includes("from 'cheerio'"));
    expect(whole).toEqual([]);
  });
  it('has no way around the escaping of pages', () => {
    // The linter sees the attribute in a tag, and not among the properties of a call.
    const around = sources(src).filter((file) =>
      readFileSync(file, 'utf8').includes('dangerouslySetInnerHTML'),
    );
    expect(around).toEqual([]);
  });
  it('is told of a wrong import and of a circle', () => {
    expect(wrongWays([...imports, { from: 'extract/article.ts', to: 'store/pool.ts' }])).toEqual([
      'extract/article.ts may not import store/pool.ts',
    ]);
    expect(circle([...imports, { from: 'settings.ts', to: 'config.ts' }])).toEqual(
      expect.arrayContaining(['settings.ts', 'config.ts']),
    );
  });
});
