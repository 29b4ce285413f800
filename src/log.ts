// Logging: pino, JSON in a pipe and pretty on a terminal, secrets and cookies redacted wherever they stand.
import { isatty } from 'node:tty';
import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import { LogDestination } from './log-destination.js';
import type { Settings } from './settings.js';

export type Log = Logger;

// Field names under which a secret could reach a line, at the top and one or two levels down.
const secretFields = [
  'authorization',
  'cookie',
  'set-cookie',
  'token',
  'password',
  'databaseUrl',
  'redisUrl',
];
const redactPaths = secretFields.flatMap((field) => {
  const key = field.includes('-') ? `["${field}"]` : `.${field}`;
  return [key.replace(/^\./, ''), `*${key}`, `*.*${key}`];
});

/**
 * A logger that writes to `stream` (1 stdout, 2 stderr).
 * A line is written at once, so that one that was logged before a crash is there after it, unless nobody reads.
 */
export function createLog(settings: Pick<Settings, 'logLevel' | 'logFormat'>, stream: 1 | 2 = 1): Log {
  const asText = settings.logFormat === 'pretty' || (settings.logFormat === 'auto' && isatty(stream));
  const destination: DestinationStream = asText
    ? pretty({
        destination: stream,
        sync: true,
        ignore: 'pid,hostname,name',
        translateTime: 'SYS:HH:MM:ss.l',
        singleLine: true,
      })
    : new LogDestination(stream);
  return pino(
    {
      name: 'feedmill',
      level: settings.logLevel,
      redact: { paths: redactPaths, censor: '(hidden)' },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}
