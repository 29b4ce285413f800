// The tables with which the service watches itself, as Kysely sees them.
import type { Generated } from 'kysely';
import type { AlertKind, AlertSeverity } from '../watch/checks.js';
import type { Observation, SiteHabits } from '../watch/drift.js';
import type { Defaulted, Json } from './column-types.js';

/** over: what was wrong is so no more; accepted: somebody took it as the new normal. */
export type AlertResolution = 'over' | 'accepted';

export interface AlertsTable {
  id: Generated<number>;
  kind: AlertKind;
  /** The queue, stage, site or hub that it is about; empty where it is about the whole. */
  subject: string;
  severity: AlertSeverity;
  message: string;
  detail: Json<Record<string, unknown>>;
  since: Defaulted<Date>;
  /** null: it is open. */
  resolved_at: Date | null;
  resolution: AlertResolution | null;
}

/** What the articles of a site usually look like; its name is a registrable domain, as for hosts. */
export interface SitesTable {
  site: string;
  habits: Json<SiteHabits>;
  updated_at: Defaulted<Date>;
}

/** An article that came to an end and is not in the habits of its site yet. */
export interface SiteObservationsTable {
  id: Generated<number>;
  site: string;
  /** Whether the article came to an end for the first time; afterwards it only takes its own place. */
  is_first: boolean;
  observation: Json<Observation>;
}

/** A process that works on stages, by the id that it signs the ledger with. */
export interface WorkersTable {
  id: string;
  host: string;
  pid: number;
  stages: string[];
  /** How far the clock of its machine is ahead of the database's, in ms; negative: behind it. */
  clock_ahead_ms: Defaulted<number>;
  started_at: Defaulted<Date>;
  seen_at: Defaulted<Date>;
}
