// Reads the settings: the one place that touches the environment. A value comes from the first of the process
// environment, `.env`, `config/feedmill.env` (or the file that FEEDMILL_CONFIG names), the default.
// All mistakes are reported at once, a line each.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse as parseEnvFile } from 'dotenv';
import { FeedmillError, messageOf } from './errors.js';
import { type Setting, type SettingName, type Settings, settingsTable } from './settings.js';

/** Where a setting's value came from, first match wins in this order. */
export type SettingSource = 'environment' | '.env' | 'config file' | 'default';

/** One setting as `feedmill config` shows it; `value` is hidden for secrets. */
export interface SettingReport {
  name: SettingName;
  env: string;
  value: string;
  fallback: string;
  source: SettingSource;
  doc: string;
}
export interface LoadedSettings {
  settings: Settings;
  report: SettingReport[];
}

const entries = Object.entries(settingsTable) as [SettingName, Setting<unknown>][];
// The file that FEEDMILL_CONFIG names is itself a source, so this one name cannot be a row of the table.
const CONFIG_FILE = 'FEEDMILL_CONFIG';

/**
 * Reads all settings.
 * @param env the process environment; `cwd` the folder in which `.env` and `config/` are looked for.
 * @throws FeedmillError CONFIG_INVALID with one line per mistake: a wrong value, an unknown FEEDMILL_* name,
 *   settings that contradict each other, a config file that is missing.
 */
export function loadSettings(
  env: NodeJS.ProcessEnv = process.env,
  cwd: string = process.cwd(),
): LoadedSettings {
  const problems: string[] = [];
  const sources = readSources(env, cwd, problems);
  const values: Partial<Record<SettingName, unknown>> = {};
  const report: SettingReport[] = [];
  for (const [name, { env: variable, schema, fallback, doc, secret: hidden }] of entries) {
    const found = sources.find(([, vars]) => (vars[variable] ?? '') !== '');
    const raw = found?.[1][variable] ?? fallback;
    const source = found?.[0] ?? 'default';
    const parsed = schema.safeParse(raw);
    if (parsed.success) values[name] = parsed.data;
    else
      problems.push(
        `${variable} ${parsed.error.issues[0]?.message}; it is ${hidden ? 'set to a hidden value' : JSON.stringify(raw)} (${source}).`,
      );
    report.push({
      name,
      env: variable,
      value: hidden && raw !== '' ? '(hidden)' : raw,
      fallback,
      source,
      doc,
    });
  }
  const settings = values as Settings;
  if (problems.length === 0) problems.push(...contradictions(settings));
  if (problems.length > 0)
    throw new FeedmillError('CONFIG_INVALID', problems.join('\n'), { details: { problems } });
  return { settings, report };
}

/** The text of config/feedmill.env: every setting with its meaning and its default, commented out. */
export function settingsFile(): string {
  const machineMade = new Set<SettingName>(['cleanConcurrency', 'cleanThreads']);
  const blocks = entries.map(([name, { env, fallback, doc }]) => {
    const note = machineMade.has(name) ? ' The default depends on the number of processors.' : '';
    return `# ${doc}${note}\n# ${env}=${machineMade.has(name) ? '' : fallback}\n`;
  });
  return `# Every setting of Feedmill with its default. Take away the # in front of a name to set it.\n# The environment wins over .env, and .env over this file; \`feedmill config\` shows what is in force.\n\n${blocks.join('\n')}`;
}

type Source = [SettingSource, Record<string, string | undefined>];

function readSources(env: NodeJS.ProcessEnv, cwd: string, problems: string[]): Source[] {
  const dotenv = readEnvFile(resolve(cwd, '.env'), problems);
  const named = env[CONFIG_FILE] ?? dotenv[CONFIG_FILE];
  const file = resolve(cwd, named ?? 'config/feedmill.env');
  if (named !== undefined && !existsSync(file))
    problems.push(`${CONFIG_FILE} names ${file}, but there is no such file.`);
  const sources: Source[] = [
    ['environment', env],
    ['.env', dotenv],
    ['config file', readEnvFile(file, problems)],
  ];
  const known = new Set([CONFIG_FILE, ...entries.map(([, { env: variable }]) => variable)]);
  for (const [source, vars] of sources) {
    for (const name of Object.keys(vars)) {
      if (name.startsWith('FEEDMILL_') && !known.has(name))
        problems.push(`${name} is no setting of Feedmill (${source}); \`feedmill config\` lists them all.`);
    }
  }
  return sources;
}

function readEnvFile(file: string, problems: string[]): Record<string, string> {
  if (!existsSync(file)) return {};
  try {
    return parseEnvFile(readFileSync(file));
  } catch (error) {
    problems.push(`${file} cannot be read: ${messageOf(error)}`);
    return {};
  }
}

function contradictions(settings: Settings): string[] {
  const found: string[] = [];
  if (settings.redisUrl !== null && settings.databaseUrl === null) {
    found.push(
      'REDIS_URL is set without DATABASE_URL; Redis carries the queues only, so name the PostgreSQL that stores the articles.',
    );
  }
  if (settings.pollMinMs > settings.pollMaxMs)
    found.push('FEEDMILL_POLL_MIN_MS is larger than FEEDMILL_POLL_MAX_MS.');
  if (!isLoopback(settings.host) && settings.token === null) {
    found.push(
      `FEEDMILL_HOST is ${settings.host}, which others can reach; set FEEDMILL_TOKEN to at least 16 characters, or listen on 127.0.0.1.`,
    );
  }
  return found;
}

/** Whether only this machine can reach a server that listens on `host`. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
