// What every command begins and ends with: the settings, a log on stderr that stays quiet unless it was asked for,
// the way to the API, and its end on every path.
import { type LoadedSettings, loadSettings } from '../config.js';
import { createLog, type Log } from '../log.js';
import type { ServiceOptions } from '../service.js';
import type { Settings } from '../settings.js';
import { type ApiClient, connect } from './client.js';
import type { Output } from './output.js';
import { closingAfter } from './transport.js';

/** What the program gives to each command. */
export interface Cli {
  readonly output: Output;
  /** Set by a command that has said itself what did not work. */
  exitCode: number;
}

export interface Session {
  readonly client: ApiClient;
  readonly settings: Settings;
}

/** The log of a command: warnings on stderr, or what FEEDMILL_LOG_LEVEL in the environment asks for. */
export function commandLog({ settings, report }: LoadedSettings): Log {
  const asked = report.some(({ name, source }) => name === 'logLevel' && source === 'environment');
  return createLog({ ...settings, logLevel: asked ? settings.logLevel : 'warn' }, 2);
}

/**
 * Runs `work` with a way to the API and closes it afterwards.
 * @throws FeedmillError as loadSettings, connect and the API do.
 */
export async function withClient<T>(
  options: ServiceOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const loaded = loadSettings();
  const client = await connect(loaded.settings, commandLog(loaded), options);
  return closingAfter(client.close, () => work({ client, settings: loaded.settings }));
}
