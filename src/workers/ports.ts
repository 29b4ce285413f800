// What a stage may use of the world. Stages get these and nothing else, so that each can be run with a store and a
// web of a test's own.
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import type { Queues } from '../queues/queues.js';
import type { Settings } from '../settings.js';
import type { Store } from '../store/store.js';
import type { Tracing } from '../tracing/tracing.js';
import type { WebClient } from '../web/client.js';
import type { Robots } from '../web/robots.js';
import type { Leases } from './leases.js';
import type { Reach } from './reach.js';
import type { SiteRuleFolder } from './site-rules.js';
import type { Threads } from './threads.js';

export interface Ports {
  readonly store: Store;
  readonly queues: Queues;
  readonly web: WebClient;
  readonly robots: Robots;
  readonly reach: Reach;
  readonly threads: Threads;
  readonly leases: Leases;
  /** The rules for single sites, as they stand now. */
  readonly siteRules: Pick<SiteRuleFolder, 'ruleFor' | 'marks'>;
  readonly settings: Settings;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  readonly now: () => Date;
  readonly random: () => number;
  /** Names this process in the ledger and in the death count of articles. */
  readonly workerId: string;
}
