import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSettings, settingsFile } from '../src/config.js';
import { FeedmillError } from '../src/errors.js';
import { modeOf } from '../src/settings.js';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'feedmill-config-'));
  await mkdir(join(cwd, 'config'));
});
afterEach(() => rm(cwd, { recursive: true }));

function problemsOf(env: Record<string, string>): string[] {
  try {
    loadSettings(env, cwd);
  } catch (error) {
    if (error instanceof FeedmillError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('loadSettings', () => {
  it('takes the environment before .env, .env before the config file, and that before the default', async () => {
    await writeFile(join(cwd, '.env'), 'FEEDMILL_PORT=2000\nFEEDMILL_TICK_MS=2000\n');
    await writeFile(
      join(cwd, 'config/feedmill.env'),
      'FEEDMILL_PORT=3000\nFEEDMILL_TICK_MS=3000\nFEEDMILL_SWEEP_MS=3000\n',
    );
    const { settings, report } = loadSettings({ FEEDMILL_PORT: '1000' }, cwd);
    expect([settings.port, settings.tickMs, settings.sweepMs, settings.shutdownMs]).toEqual([
      1000, 2000, 3000, 20_000,
    ]);
    expect(
      report
        .filter(({ name }) => ['port', 'tickMs', 'sweepMs', 'shutdownMs'].includes(name))
        .map(({ source }) => source),
    ).toEqual(['environment', '.env', 'config file', 'default']);
  });

  it('reports every mistake in a line of its own, with name, rule, value and source', () => {
    expect(
      problemsOf({ FEEDMILL_PORT: 'eighty', FEEDMILL_ROBOTS: 'yes', DATABASE_URL: 'mysql://x' }),
    ).toEqual([
      'DATABASE_URL must be a URL that starts with postgres:// or postgresql://; it is set to a hidden value (environment).',
      'FEEDMILL_PORT must be a whole number; it is "eighty" (environment).',
      'FEEDMILL_ROBOTS must be true or false; it is "yes" (environment).',
    ]);
  });

  it('refuses a name that is no setting', () => {
    expect(problemsOf({ FEEDMILL_HOTS_DELAY_MS: '1' })).toEqual([
      'FEEDMILL_HOTS_DELAY_MS is no setting of Feedmill (environment); `feedmill config` lists them all.',
    ]);
  });

  it('refuses Redis without PostgreSQL, and an open address without a token', () => {
    expect(problemsOf({ REDIS_URL: 'redis://127.0.0.1' })[0]).toContain(
      'REDIS_URL is set without DATABASE_URL',
    );
    expect(problemsOf({ FEEDMILL_HOST: '0.0.0.0' })[0]).toContain('set FEEDMILL_TOKEN');
    expect(problemsOf({ FEEDMILL_HOST: '0.0.0.0', FEEDMILL_TOKEN: 'long-enough-token' })).toEqual([]);
  });

  it('says when the config file that is named does not exist', () => {
    expect(problemsOf({ FEEDMILL_CONFIG: 'nowhere.env' })[0]).toContain(
      'nowhere.env, but there is no such file',
    );
  });

  it('hides secrets in its report', () => {
    const { report } = loadSettings(
      { DATABASE_URL: 'postgres://me:secret@db/x', FEEDMILL_TOKEN: 'a-secret-token-here' },
      cwd,
    );
    expect(JSON.stringify(report)).not.toMatch(/secret@|a-secret/);
  });

  it('knows the mode from the addresses', () => {
    const mode = (env: Record<string, string>) => modeOf(loadSettings(env, cwd).settings);
    expect(mode({})).toBe('embedded');
    expect(mode({ DATABASE_URL: 'postgres://db/x' })).toBe('postgres');
    expect(mode({ DATABASE_URL: 'postgres://db/x', REDIS_URL: 'redis://r' })).toBe('redis');
  });
});

describe('config/feedmill.env', () => {
  it('is what the settings table makes of it', () => {
    const file = readFileSync(resolve(import.meta.dirname, '../config/feedmill.env'), 'utf8');
    expect(file).toBe(settingsFile());
  });

  it('changes nothing as it stands', async () => {
    await writeFile(join(cwd, 'config/feedmill.env'), settingsFile());
    expect(loadSettings({}, cwd).report.every(({ source }) => source === 'default')).toBe(true);
  });
});
