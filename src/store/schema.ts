// The tables as Kysely sees them; the migrations make them. All live in the schema `feedmill`.

import type { ChangesTable, SessionsTable, TokensTable } from './schema-access.js';
import type { AlertsTable, SiteObservationsTable, SitesTable, WorkersTable } from './schema-alerts.js';
import type {
  ArticlesTable,
  LedgerTable,
  RevisionsTable,
  RunsTable,
  SnapshotsTable,
} from './schema-articles.js';
import type { BatchesTable, BatchItemsTable } from './schema-batches.js';
import type { EventsTable } from './schema-events.js';
import type { FeedItemSignsTable, FeedItemsTable, FeedsTable, SubscriptionsTable } from './schema-feeds.js';
import type { HostsTable, SilentHostsTable } from './schema-hosts.js';
import type { PageFilesTable } from './schema-pages.js';
import type { WebhookDeliveriesTable, WebhooksTable } from './schema-webhooks.js';

export interface Schema {
  feeds: FeedsTable;
  articles: ArticlesTable;
  runs: RunsTable;
  feed_items: FeedItemsTable;
  feed_item_signs: FeedItemSignsTable;
  snapshots: SnapshotsTable;
  revisions: RevisionsTable;
  ledger: LedgerTable;
  hosts: HostsTable;
  silent_hosts: SilentHostsTable;
  subscriptions: SubscriptionsTable;
  batches: BatchesTable;
  batch_items: BatchItemsTable;
  alerts: AlertsTable;
  sites: SitesTable;
  site_observations: SiteObservationsTable;
  workers: WorkersTable;
  tokens: TokensTable;
  sessions: SessionsTable;
  changes: ChangesTable;
  events: EventsTable;
  webhooks: WebhooksTable;
  webhook_deliveries: WebhookDeliveriesTable;
  page_files: PageFilesTable;
}
