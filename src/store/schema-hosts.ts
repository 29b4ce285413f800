// The tables about hosts as Kysely sees them.
import type { Defaulted } from './column-types.js';

/** How politely a site is asked; its name is a registrable domain, or a host with its port where there is none. */
export interface HostsTable {
  host: string;
  /** The plan: the first slot that no job has. */
  next_slot: Date;
  paused_until: Date | null;
  /** What happened: no request before this time. */
  next_at: Defaulted<Date>;
  asked_at: Date | null;
  /** Set by hand; goes before all others. */
  set_delay_ms: number | null;
  /** What its robots.txt asks for. */
  crawl_delay_ms: number | null;
  /** Grows with each "slow down", shrinks with each answer. */
  backoff_ms: Defaulted<number>;
  /** A moving mean of how long its answers take; only of those that take longer than the usual delay. */
  latency_ms: Defaulted<number>;
}

/** Hosts that did not answer, and are left alone for a while. */
export interface SilentHostsTable {
  host: string;
  since: Defaulted<Date>;
  until: Date;
  failures: Defaulted<number>;
  reason: string;
}
