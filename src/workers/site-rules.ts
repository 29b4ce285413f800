// The folder of site rules: read at the start, and again whenever a file of it changes. A start with a mistake in it is
// refused, as with any setting. A mistake that is made while the service runs leaves the rules as they were, said once
// with a line for each mistake. Looked at rather than watched: watching misses changes on network and container mounts.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FeedmillError, messageOf } from '../errors.js';
import { ruleFor, type SiteRule, type SiteRules } from '../extract/site-rules.js';
import type { ReadRules } from '../extract/site-rules-file.js';
import type { Log } from '../log.js';
import { settingsTable } from '../settings.js';

export interface SiteRuleFolder {
  /** The rule for a page by its address, as it stands now; null when none holds. */
  ruleFor(url: string): SiteRule | null;
  /** Every rule, by its site and its version. */
  marks(): { site: string; version: string }[];
  /** Reads the folder again if a file of it has changed. Never throws. */
  look(): Promise<void>;
  stop(): void;
}

// Whoever tries out a rule waits for it; a look costs one call for each file.
const LOOK_MS = 2_000;
/** A rule is some hundred characters. */
const MAX_FILE_BYTES = 1_000_000;

/**
 * The rules of a folder, kept as they stand there until `stop`.
 * @throws FeedmillError CONFIG_INVALID with a line for each mistake, or for a folder that was named and is not there.
 */
export async function watchSiteRules(folder: string, log: Log): Promise<SiteRuleFolder> {
  let seen = await stateOf(folder).catch(unreadable(folder));
  let rules = await readSiteRules(folder);
  if (rules.size > 0) log.info({ folder, sites: rules.size }, 'site rules are in force');
  const look = async (): Promise<void> => {
    try {
      const state = await stateOf(folder);
      if (state === seen) return;
      seen = state;
      const read = await readFolder(folder);
      if (read.status === 'valid') {
        rules = read.rules;
        log.info({ folder, sites: rules.size }, 'the site rules were read again');
      } else
        log.error(
          { folder, problems: read.problems },
          `the site rules stay as they were: ${read.problems.join(' ')}`,
        );
    } catch (error) {
      log.error({ folder, err: error }, 'the site rules cannot be read and stay as they were');
    }
  };
  const timer = setInterval(() => void look(), LOOK_MS).unref();
  return {
    ruleFor: (url) => ruleFor(rules, url),
    marks: () => [...rules.values()].map(({ site, version }) => ({ site, version })),
    look,
    stop: () => clearInterval(timer),
  };
}

/**
 * The rules of a folder.
 * @throws FeedmillError CONFIG_INVALID with a line for each mistake, or for a folder that was named and is not there.
 */
export async function readSiteRules(folder: string): Promise<SiteRules> {
  const read = await readFolder(folder).catch(unreadable(folder));
  if (read.status === 'valid') return read.rules;
  throw new FeedmillError(
    'CONFIG_INVALID',
    read.problems.map((problem) => join(folder, problem)).join('\n'),
    { details: { problems: read.problems } },
  );
}

const unreadable =
  (folder: string) =>
  (error: unknown): never => {
    throw new FeedmillError(
      'CONFIG_INVALID',
      `FEEDMILL_SITE_RULES names ${folder}, which cannot be read: ${messageOf(error)}.`,
      { cause: error },
    );
  };

async function readFolder(folder: string): Promise<ReadRules> {
  const problems: string[] = [];
  const files: { file: string; text: string }[] = [];
  for (const file of await filesIn(folder)) {
    const path = join(folder, file);
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) problems.push(`${file}: has ${size} bytes, more than ${MAX_FILE_BYTES}.`);
    else files.push({ file, text: await readFile(path, 'utf8') });
  }
  if (files.length === 0 && problems.length === 0) return { status: 'valid', rules: new Map() };
  // Most installations have no rules: they load neither YAML nor what compiles selectors.
  const { readRuleFiles } = await import('../extract/site-rules-file.js');
  const read = readRuleFiles(files);
  if (read.status === 'invalid') problems.push(...read.problems);
  return problems.length > 0 ? { status: 'invalid', problems } : read;
}

/** Changes with each change of a file. */
async function stateOf(folder: string): Promise<string> {
  const parts: string[] = [];
  for (const file of await filesIn(folder)) {
    const { mtimeMs, size, ino } = await stat(join(folder, file));
    parts.push([file, mtimeMs, size, ino].join(' '));
  }
  return parts.join('\n');
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((file) => /^[^.].*\.ya?ml$/i.test(file)).sort();
  } catch (error) {
    // The usual folder may be missing: there are no rules then. One that was named is meant to be there.
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing && folder === settingsTable.siteRules.fallback) return [];
    throw error;
  }
}
