// The table of every setting: its name in the environment, type, default, bounds and meaning.
// It is long because it is the manual: `feedmill config` and config/feedmill.env are made from it.
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import {
  flag,
  headerList,
  integer,
  list,
  optional,
  orOff,
  pagePlace,
  ports,
  share,
  text,
  url,
} from './setting-values.js';

export interface Setting<T> {
  env: string;
  schema: z.ZodType<T, string>;
  /** The default, written as a person would write it in the environment; '' stands for "not set". */
  fallback: string;
  /** Meaning, unit, bounds, and what the extreme does. */
  doc: string;
  secret: boolean;
}

const setting = <T>(
  env: string,
  schema: z.ZodType<T, string>,
  fallback: string,
  doc: string,
): Setting<T> => ({
  env,
  schema,
  fallback,
  doc,
  secret: false,
});
const secret = <T>(of: Setting<T>): Setting<T> => ({ ...of, secret: true });

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
// One thread less than the machine has keeps the event loop responsive while pages are cleaned.
const cleanThreads = Math.max(1, Math.min(8, availableParallelism() - 1));

/** Every setting; the keys are the names that the code uses. */
export const settingsTable = {
  dataDir: setting(
    'FEEDMILL_DATA_DIR',
    text,
    './data',
    'Folder of the embedded database. Not used when DATABASE_URL is set.',
  ),
  minFreeMb: setting(
    'FEEDMILL_MIN_FREE_MB',
    integer(64, 1_000_000),
    '256',
    'With the embedded database: work pauses while the disk of the data folder has less room than this, in MB. At least 64, so that the database can always close in order.',
  ),
  databaseUrl: secret(
    setting(
      'DATABASE_URL',
      url('postgres:', 'postgresql:'),
      '',
      'PostgreSQL 13 or later that stores everything. Not set: the embedded database in FEEDMILL_DATA_DIR.',
    ),
  ),
  databasePool: setting(
    'FEEDMILL_DATABASE_POOL',
    integer(2, 200),
    '12',
    'Connections that one process opens to PostgreSQL for its store.',
  ),
  redisUrl: secret(
    setting(
      'REDIS_URL',
      url('redis:', 'rediss:'),
      '',
      'Redis 6.2 or later that carries the queues. Needs DATABASE_URL. Not set: the queues live in the database.',
    ),
  ),
  queuePrefix: setting(
    'FEEDMILL_QUEUE_PREFIX',
    z.string().regex(/^[\w-]{1,40}$/, 'must be letters, digits, _ and -'),
    'feedmill',
    'Prefix of every Redis key, so that several installations can share one Redis.',
  ),
  host: setting(
    'FEEDMILL_HOST',
    text,
    '127.0.0.1',
    'Address that the HTTP server listens on. Anything but loopback demands FEEDMILL_TOKEN.',
  ),
  port: setting(
    'FEEDMILL_PORT',
    integer(0, 65_535),
    '8090',
    'Port of the HTTP server; 0 takes any free one.',
  ),
  publicUrl: setting(
    'FEEDMILL_PUBLIC_URL',
    url('http:', 'https:').transform((value) => value?.replace(/[?#].*$/s, '').replace(/\/+$/, '') ?? null),
    '',
    'Address at which others reach this server, such as https://feeds.example.org. With it, hubs push what is new to /websub/ below it (WebSub); that path alone is open to strangers, all others answer under this name to whoever has a token. Not set: feeds are polled only.',
  ),
  token: secret(
    setting(
      'FEEDMILL_TOKEN',
      optional.refine((value) => value === null || value.length >= 16, 'must have at least 16 characters'),
      '',
      'Token of scope admin that the API, the pages and the dashboards demand; `feedmill tokens` makes others. Not set, and no other was ever made: none is asked for on loopback.',
    ),
  ),
  logLevel: setting(
    'FEEDMILL_LOG_LEVEL',
    z.enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
      'must be trace, debug, info, warn, error or silent',
    ),
    'info',
    'Least severe log line that is written.',
  ),
  logFormat: setting(
    'FEEDMILL_LOG_FORMAT',
    z.enum(['auto', 'json', 'pretty'], 'must be auto, json or pretty'),
    'auto',
    'auto is pretty on a terminal and JSON in a pipe.',
  ),
  userAgent: setting(
    'FEEDMILL_USER_AGENT',
    z.string().min(3, 'must have at least 3 characters'),
    'Feedmill/0.1 (+https://github.com/feedmill/feedmill)',
    'Sent with every request. Put a way to reach you into it.',
  ),
  hostDelayMs: setting(
    'FEEDMILL_HOST_DELAY_MS',
    integer(0, HOUR_MS),
    '1000',
    'Pause between two page requests to one site (registrable domain), over all processes, in ms; docs/fetching.md tells what lengthens it. 0: none; only for sites of your own.',
  ),
  respectRobots: setting(
    'FEEDMILL_ROBOTS',
    flag,
    'true',
    'Whether robots.txt is asked for and obeyed before a page is requested.',
  ),
  allowPrivate: setting(
    'FEEDMILL_ALLOW_PRIVATE',
    list,
    '',
    'Private addresses that may be requested all the same: addresses, CIDR blocks or host:port, separated by commas. Printed at start.',
  ),
  allowPorts: setting(
    'FEEDMILL_ALLOW_PORTS',
    ports,
    '',
    'Ports that may be requested although they belong to other services, separated by commas.',
  ),
  requestTimeoutMs: setting(
    'FEEDMILL_REQUEST_TIMEOUT_MS',
    integer(500, 600_000),
    '30000',
    'Time for one request with its redirects and its body, in ms.',
  ),
  maxPageBytes: setting(
    'FEEDMILL_MAX_PAGE_BYTES',
    integer(10_000, 100_000_000),
    '10000000',
    'Largest page or feed that is read, in bytes after decompression.',
  ),
  hostConnections: setting(
    'FEEDMILL_HOST_CONNECTIONS',
    integer(1, 100),
    '8',
    'Connections that one process holds open to one host.',
  ),
  pollMinMs: setting(
    'FEEDMILL_POLL_MIN_MS',
    integer(1_000, DAY_MS),
    String(HOUR_MS / 60),
    'Shortest pause between two polls of a feed, in ms.',
  ),
  pollMaxMs: setting(
    'FEEDMILL_POLL_MAX_MS',
    integer(1_000, 30 * DAY_MS),
    String(DAY_MS),
    'Longest pause between two polls of a feed, in ms.',
  ),
  pollStartMs: setting(
    'FEEDMILL_POLL_START_MS',
    integer(1_000, DAY_MS),
    String(HOUR_MS / 2),
    'Pause between the first two polls of a new feed, in ms.',
  ),
  maxNewItems: setting(
    'FEEDMILL_MAX_NEW_ITEMS',
    integer(1, 100_000),
    '1000',
    'New items that one poll takes from a feed; the rest waits for the next poll.',
  ),
  tickMs: setting(
    'FEEDMILL_TICK_MS',
    integer(200, HOUR_MS),
    '5000',
    'How often due feeds are looked for, in ms.',
  ),
  sweepMs: setting(
    'FEEDMILL_SWEEP_MS',
    integer(500, HOUR_MS),
    '15000',
    'How often unfinished articles without a live job are looked for and queued again, in ms.',
  ),
  notifyMs: setting(
    'FEEDMILL_NOTIFY_MS',
    integer(200, HOUR_MS),
    '2000',
    'How often what happened is looked for that webhooks are to be told, in ms.',
  ),
  pollConcurrency: setting(
    'FEEDMILL_POLL_CONCURRENCY',
    integer(1, 1_000),
    '8',
    'Feeds that one process polls at once.',
  ),
  scrapeConcurrency: setting(
    'FEEDMILL_SCRAPE_CONCURRENCY',
    integer(1, 1_000),
    '16',
    'Pages that one process requests at once.',
  ),
  cleanConcurrency: setting(
    'FEEDMILL_CLEAN_CONCURRENCY',
    integer(1, 1_000),
    String(cleanThreads * 2 + 2),
    'Articles that one process has in its clean stage at once, those that wait for a thread included.',
  ),
  tagConcurrency: setting(
    'FEEDMILL_TAG_CONCURRENCY',
    integer(1, 1_000),
    '4',
    'Articles that one process has in its tag stage at once.',
  ),
  storeConcurrency: setting(
    'FEEDMILL_STORE_CONCURRENCY',
    integer(1, 1_000),
    '4',
    'Articles that one process has in its store stage at once.',
  ),
  cleanThreads: setting(
    'FEEDMILL_CLEAN_THREADS',
    integer(1, 64),
    String(cleanThreads),
    'Threads that clean pages and tag texts in one process.',
  ),
  cleanTimeoutMs: setting(
    'FEEDMILL_CLEAN_TIMEOUT_MS',
    integer(500, 600_000),
    '20000',
    'Time that one page may take to be cleaned or tagged before its thread is ended, in ms.',
  ),
  minCharacters: setting(
    'FEEDMILL_MIN_CHARACTERS',
    integer(0, 100_000),
    '200',
    'Articles with less text than this are stored as thin, with what their feed says if that is longer. Only what has no text at all, on its page and in its feeds, is dropped. 0: none is thin for its length.',
  ),
  minConfidence: setting(
    'FEEDMILL_MIN_CONFIDENCE',
    share,
    '0.6',
    'Articles whose text the cleaner trusts less than this, 0 to 1, are stored as thin as well: mostly start pages and lists in place of an article. Of 554 measured pages whose text is right 0.6 takes four, of 34 whose text is wrong four; 0.7 takes 16 and eight. 0: none is thin for that.',
  ),
  siteRules: setting(
    'FEEDMILL_SITE_RULES',
    text,
    './config/sites',
    'Folder with rules for single sites, one or more in each *.yaml file; looked at every few seconds, so that a change counts without a restart.',
  ),
  keepCompleted: setting(
    'FEEDMILL_KEEP_COMPLETED',
    integer(0, 1_000_000),
    // BullMQ on PostgreSQL looks at all that are kept each time that a job ends.
    '200',
    'Finished jobs that each queue keeps for the dashboard.',
  ),
  keepFailed: setting(
    'FEEDMILL_KEEP_FAILED',
    integer(0, 1_000_000),
    '5000',
    'Failed jobs that each queue keeps for the dashboard.',
  ),
  ledgerDays: setting(
    'FEEDMILL_LEDGER_DAYS',
    integer(1, 10_000),
    '90',
    'Days that the ledger keeps the attempts of finished articles, and that changes are kept with who made them.',
  ),
  eventDays: setting(
    'FEEDMILL_EVENT_DAYS',
    integer(1, 10_000),
    '30',
    'Days that events are kept for readers who come back; one who was away for longer is told that some are gone. Webhook deliveries that have ended are kept as long.',
  ),
  ledgerMaxRows: setting(
    'FEEDMILL_LEDGER_MAX_ROWS',
    integer(0, 2_000_000_000),
    '20000000',
    'Attempts that the ledger keeps at most, however young they are, some 0.4 KB each; an article leaves four or five, a poll one. Beyond it the oldest go, a few thousand at each sweep. 0 sets no end.',
  ),
  eventMaxRows: setting(
    'FEEDMILL_EVENT_MAX_ROWS',
    integer(0, 2_000_000_000),
    '5000000',
    'Events that are kept at most, however young they are, some 1 KB each; beyond it the oldest go, also for webhooks that wait. 0 sets no end.',
  ),
  snapshotDays: setting(
    'FEEDMILL_SNAPSHOT_DAYS',
    integer(0, 10_000),
    '0',
    'Days that stored pages are kept after they were requested; without its page an article cannot be cleaned again, only requested again. 0 keeps them for ever.',
  ),
  snapshots: setting(
    'FEEDMILL_SNAPSHOTS',
    pagePlace,
    'database',
    'Where the pages of new articles are kept, compressed: database, disk: with a folder that every process sees (disk:/var/lib/feedmill/pages), or s3:// with a bucket and a prefix (s3://my-bucket/pages). What is kept stays readable where it is; `feedmill snapshots move` brings it here.',
  ),
  s3Endpoint: setting(
    'FEEDMILL_S3_ENDPOINT',
    url('http:', 'https:'),
    '',
    "Address of an S3-compatible server, such as http://minio:9000. Not set: Amazon's. Region and credentials come from AWS_REGION, AWS_ACCESS_KEY_ID and the other places that the AWS SDK knows.",
  ),
  snapshotMaxMb: setting(
    'FEEDMILL_SNAPSHOT_MAX_MB',
    integer(0, 100_000_000),
    '0',
    'What stored pages may take together as they are kept, in MB (millions of bytes); beyond it the oldest go, a few hundred at each sweep. The room on the disk is used again for new ones rather than given back. 0 sets no end.',
  ),
  shutdownMs: setting(
    'FEEDMILL_SHUTDOWN_MS',
    integer(0, 600_000),
    '20000',
    'Time that running jobs have to finish after SIGTERM before they are given back, in ms.',
  ),
  readyMaxWaitMs: setting(
    'FEEDMILL_READY_MAX_WAIT_MS',
    integer(1_000, DAY_MS),
    '600000',
    '/readyz is false while the oldest waiting job is older than this, in ms.',
  ),
  watchdogMs: setting(
    'FEEDMILL_WATCHDOG_MS',
    orOff(integer(1_000, HOUR_MS)),
    '60000',
    'A process of `start` or `work` whose event loop is blocked for longer than this, in ms, says so in its log and is killed, for its supervisor to start it again. off: it stays as it is.',
  ),
  watchMs: setting(
    'FEEDMILL_WATCH_MS',
    integer(500, HOUR_MS),
    '30000',
    'How often the service looks whether something is wrong with it, in ms; docs/alerts.md lists what it looks for.',
  ),
  alertFeedsMs: setting(
    'FEEDMILL_ALERT_FEEDS_MS',
    orOff(integer(1_000, 30 * DAY_MS)),
    String(HOUR_MS),
    'An alert is raised when no feed could be read for this long, in ms; off raises none.',
  ),
  alertQueueMs: setting(
    'FEEDMILL_ALERT_QUEUE_MS',
    orOff(integer(1_000, DAY_MS)),
    '600000',
    'An alert is raised when the oldest job that waits for a stage is older than this, in ms; off raises none.',
  ),
  alertWorkersMs: setting(
    'FEEDMILL_ALERT_WORKERS_MS',
    orOff(integer(1_000, DAY_MS)),
    '120000',
    'An alert is raised when jobs have waited this long for a stage that nobody works on, in ms; off raises none.',
  ),
  alertFailureShare: setting(
    'FEEDMILL_ALERT_FAILURES',
    orOff(share),
    '0.5',
    'An alert is raised when more than this share of the attempts of a stage failed in the last hour, 0 to 1, of twenty attempts and more; off raises none.',
  ),
  alertDiskMb: setting(
    'FEEDMILL_ALERT_DISK_MB',
    orOff(integer(64, 10_000_000)),
    '512',
    'With the embedded database: an alert is raised when the disk of the data folder has less room than this, in MB; off raises none.',
  ),
  alertHubs: setting(
    'FEEDMILL_ALERT_HUBS',
    flag,
    'true',
    'Whether an alert is raised when a hub does not push what it has promised to.',
  ),
  alertWebhooks: setting(
    'FEEDMILL_ALERT_WEBHOOKS',
    flag,
    'true',
    'Whether an alert is raised when a webhook was paused because its receiver takes nothing.',
  ),
  alertClockMs: setting(
    'FEEDMILL_ALERT_CLOCK_MS',
    orOff(integer(1_000, DAY_MS)),
    '10000',
    'An alert is raised when the clock of a machine that works is farther than this from the database’s, in ms; off raises none.',
  ),
  alertDrift: setting(
    'FEEDMILL_ALERT_DRIFT',
    flag,
    'true',
    'Whether an alert is raised when the articles of a site begin to look different, as after its pages were made anew.',
  ),
  heartbeatUrl: secret(
    setting(
      'FEEDMILL_HEARTBEAT_URL',
      url('http:', 'https:'),
      '',
      'Address that is requested again and again while all is well, and not while a critical alert is open or /readyz is false: a watcher outside (such as healthchecks.io) tells you when the requests stop. Not set: none.',
    ),
  ),
  heartbeatMs: setting(
    'FEEDMILL_HEARTBEAT_MS',
    integer(1_000, DAY_MS),
    '60000',
    'How often FEEDMILL_HEARTBEAT_URL is requested, in ms.',
  ),
  otlpEndpoint: setting(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    url('http:', 'https:'),
    '',
    'OpenTelemetry collector that traces are sent to by OTLP over HTTP, such as http://127.0.0.1:4318. Not set: there are no traces, and nothing is loaded for them.',
  ),
  otlpHeaders: secret(
    setting(
      'OTEL_EXPORTER_OTLP_HEADERS',
      headerList,
      '',
      'Headers that the collector wants, as name=value, separated by commas.',
    ),
  ),
  otelServiceName: setting(
    'OTEL_SERVICE_NAME',
    text,
    'feedmill',
    'Name of the service in traces, which tells one installation from another.',
  ),
} as const;

type Table = typeof settingsTable;
export type SettingName = keyof Table;
/** Every setting by name, parsed. */
export type Settings = { readonly [K in SettingName]: z.output<Table[K]['schema']> };
/** embedded: queues and store in the embedded database; postgres: both in PostgreSQL; redis: queues in Redis. */
export type Mode = 'embedded' | 'postgres' | 'redis';

/** Where the queues and the store live under these settings. */
export function modeOf(settings: Settings): Mode {
  if (settings.redisUrl !== null) return 'redis';
  return settings.databaseUrl === null ? 'embedded' : 'postgres';
}
