// Guards what comes with `npm ci`: a lock file that names a host, misses a sum or brings a script that runs on the
// machine of whoever installs would work like any other, and nobody would notice.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Locked {
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  resolved?: string;
  integrity?: string;
  hasInstallScript?: boolean;
  link?: boolean;
}
interface Lock {
  packages: Record<string, Locked>;
}
interface Manifest {
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const locked = (lock: Lock): [name: string, Locked][] =>
  Object.entries(lock.packages).filter(([name]) => name !== '');
const lock = JSON.parse(read('package-lock.json')) as Lock;
const manifest = JSON.parse(read('package.json')) as Manifest;

/** Made for another system, and so left out of the install that wrote the lock file, which knows no sum of them. */
const isElsewhere = ({ optional, os }: Locked): boolean => optional === true && os !== undefined;

function complaints(of: Lock): string[] {
  return locked(of).flatMap(([name, entry]) => [
    ...(entry.resolved === undefined ? [] : [`${name} comes from ${entry.resolved}`]),
    ...(entry.link === true ? [`${name} is a link`] : []),
    ...(entry.integrity?.startsWith('sha512-') || isElsewhere(entry) ? [] : [`${name} has no sum`]),
  ]);
}

const scripts = (of: Lock): string[] =>
  locked(of)
    .filter(([, { dev, hasInstallScript }]) => hasInstallScript === true && dev !== true)
    .map(([name]) => name);

describe('package-lock.json', () => {
  it('names no host and no link, and has a sum for what is installed', () => {
    expect(locked(lock).length).toBeGreaterThan(100);
    expect(complaints(lock)).toEqual([]);
  });

  it('brings one package with an install script into production, an optional one that works without it', () => {
    expect(scripts(lock)).toEqual(['node_modules/msgpackr-extract']);
    expect(lock.packages['node_modules/msgpackr-extract']?.optional).toBe(true);
    expect(read('Dockerfile').match(/npm (?:ci|prune)[^\n&]*/g)).toEqual([
      expect.stringContaining('--ignore-scripts'),
      expect.stringContaining('--ignore-scripts'),
    ]);
  });

  it('would be complained of', () => {
    const bad: Lock = {
      packages: {
        '': {},
        a: { resolved: 'https://a.example/a.tgz', integrity: 'sha512-x' },
        b: { integrity: 'sha1-x' },
        c: { integrity: 'sha512-x', hasInstallScript: true },
      },
    };
    expect(complaints(bad)).toEqual(['a comes from https://a.example/a.tgz', 'b has no sum']);
    expect(scripts(bad)).toEqual(['c']);
  });
});

describe('package.json', () => {
  it('takes packages from the registry alone, by their versions', () => {
    const { dependencies, optionalDependencies, devDependencies } = manifest;
    const ranges = Object.entries({ ...dependencies, ...optionalDependencies, ...devDependencies });
    expect(ranges.filter(([, range]) => !/^[~^]?\d+\.\d+\.\d+$/.test(range))).toEqual([]);
  });

  it('has as many direct dependencies as SECURITY.md says', () =>
    expect(read('SECURITY.md')).toContain(
      `${Object.keys(manifest.dependencies).length} direct dependencies`,
    ));
});
