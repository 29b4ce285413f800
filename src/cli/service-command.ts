// What `start`, `work` and `demo` share: a service that listens and runs until it is told to stop. It stops in order:
// HTTP first, so that nobody asks a service that is half gone, then the workers and the databases. A second signal
// ends it at once. What nobody caught is logged, and ends the process with code 1 for its supervisor to start again.
import { isLoopback } from '../config.js';
import { FeedmillError } from '../errors.js';
import type { Log } from '../log.js';
import type { ServiceOptions } from '../service.js';
import { modeOf, type Settings } from '../settings.js';
import { startWatchdog } from '../watchdog/watchdog.js';
import { exitCodes } from './exit.js';
import type { Output } from './output.js';
import { aborted, exitNow, listenForSignals } from './signals.js';
import { closeService, closingAfter, type Opened, openService } from './transport.js';

/** Logs what nobody caught and ends the process. */
function endOnUncaught(log: Log): void {
  const end = (error: unknown): never => {
    log.fatal({ err: error }, 'an error that nobody caught; the process ends');
    return exitNow(exitCodes.failed);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

/**
 * Listens where the settings say; null when the port is taken and `optional` allows to go without.
 * @throws FeedmillError PORT_TAKEN
 */
export async function listenOn(
  { app }: Opened,
  settings: Settings,
  log: Log,
  optional: boolean,
): Promise<string | null> {
  const { listen } = await import('../http/server.js');
  try {
    const { url } = await listen(app, settings);
    return url;
  } catch (error) {
    if (!optional || !(error instanceof FeedmillError) || error.code !== 'PORT_TAKEN') throw error;
    log.warn(
      { port: settings.port },
      'the port is taken, so this process answers no health checks; `--port 0` takes a free one',
    );
    return null;
  }
}

/** Says where the service is and what may surprise: in words on a terminal, as log lines otherwise. */
function announce(url: string | null, settings: Settings, log: Log, output: Output): void {
  const mode = modeOf(settings);
  const where =
    mode === 'embedded'
      ? `embedded database in ${settings.dataDir}`
      : mode === 'postgres'
        ? 'queues and store in PostgreSQL'
        : 'queues in Redis, store in PostgreSQL';
  const open = !isLoopback(settings.host) && url !== null;
  const warning = `${settings.host} is not loopback: whoever reaches it and knows FEEDMILL_TOKEN has the API and the dashboards, unencrypted unless a proxy adds TLS`;
  if (output.liveNotes) {
    output.note(
      `Feedmill ${url === null ? 'runs' : `listens on ${url}`} (${where}). Ctrl-C stops it.`,
      output.noteColors.bold,
    );
    if (settings.allowPrivate.length > 0)
      output.note(`Private addresses that may be requested: ${settings.allowPrivate.join(', ')}`);
    if (open) output.note(`Warning: ${warning}.`, output.noteColors.yellow);
    return;
  }
  log.info(
    { url, mode, where, allowPrivate: settings.allowPrivate },
    url === null ? 'running' : `listening on ${url}`,
  );
  if (open) log.warn({ host: settings.host }, warning);
}

export interface ServiceRun {
  settings: Settings;
  log: Log;
  output: Output;
  options: ServiceOptions;
  /** Whether the service runs without HTTP when its port is taken. */
  portOptional: boolean;
}

/**
 * Opens the service, listens, calls `ready`, runs until a signal comes, and stops in order.
 * @throws FeedmillError as startService and listen do, STORE_UNAVAILABLE when the embedded database is lost; AggregateError with what did not close.
 */
export async function runService(run: ServiceRun, ready: (opened: Opened) => Promise<void>): Promise<void> {
  endOnUncaught(run.log);
  const watchdog = startWatchdog(run.settings, run.log);
  await runWatched(run, ready).finally(() => watchdog.stop());
  run.log.info('stopped');
}

async function runWatched(
  { settings, log, output, options, portOptional }: ServiceRun,
  ready: (opened: Opened) => Promise<void>,
): Promise<void> {
  // From here on, because in a container a signal that nobody listens for is lost.
  const { signal } = listenForSignals(exitCodes.failed);
  const opened = await openService(settings, log, options);
  await closingAfter(
    () => closeService(opened, log),
    async () => {
      announce(await listenOn(opened, settings, log, portOptional), settings, log, output);
      await ready(opened);
      const lost = await Promise.race([aborted(signal), opened.service.lost]);
      if (lost instanceof FeedmillError) throw lost;
      log.info({ signal: String(signal.reason) }, 'stopping; a second signal ends the process at once');
    },
  );
}
