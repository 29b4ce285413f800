// The store's face: every repository over one connection, and transactions that hand out the same face.
import type { Kysely } from 'kysely';
import { type Alerts, createAlerts } from './alerts.js';
import { type Articles, createArticles } from './articles.js';
import { type Audit, createAudit } from './audit.js';
import { type BatchItems, createBatchItems } from './batch-items.js';
import { type BatchReport, createBatchReport } from './batch-report.js';
import { type Batches, createBatches } from './batches.js';
import { type Changes, createChanges } from './changes.js';
import { type Checkpoint, createCheckpoint } from './checkpoint.js';
import { createDeliveries, type Deliveries } from './deliveries.js';
import { createEvents, type Events } from './events.js';
import { createExports, type Exports } from './export.js';
import { createFacts, type Facts } from './facts.js';
import { createFeeds, type Feeds } from './feeds.js';
import { createHosts, type Hosts } from './hosts.js';
import { createItems, type Items } from './items.js';
import { createLedger, type Ledger } from './ledger.js';
import { createLibrary, type Library } from './library.js';
import { createNewsroom, type Newsroom } from './newsroom.js';
import { createOutgoing, type Outgoing } from './outgoing.js';
import { createPageAudit, type PageAudit } from './page-audit.js';
import { createPageBytes, inRows, type PageBytes } from './page-bytes.js';
import { createPageCollection, type PageCollection } from './page-collection.js';
import { createProgress, type Progress } from './progress.js';
import { createRetention, type Retention } from './retention.js';
import { createRevisions, type Revisions } from './revisions.js';
import { createRuns, type Runs } from './runs.js';
import type { Schema } from './schema.js';
import { createSessions, type Sessions } from './sessions.js';
import { createSetBack, type SetBack } from './set-back.js';
import { createSilentHosts, type SilentHosts } from './silent-hosts.js';
import { createSites, type Sites } from './sites.js';
import { createSnapshots, type Snapshots } from './snapshots.js';
import { createSubscriptions, type Subscriptions } from './subscriptions.js';
import { createTokens, type Tokens } from './tokens.js';
import { createVacuum, type Vacuum } from './vacuum.js';
import { createWebhooks, type Webhooks } from './webhooks.js';
import { createWorkers, type Workers } from './workers.js';

export interface Store {
  readonly feeds: Feeds;
  readonly items: Items;
  readonly articles: Articles;
  readonly runs: Runs;
  readonly snapshots: Snapshots;
  readonly revisions: Revisions;
  readonly ledger: Ledger;
  readonly events: Events;
  readonly webhooks: Webhooks;
  readonly deliveries: Deliveries;
  readonly hosts: Hosts;
  readonly silentHosts: SilentHosts;
  readonly subscriptions: Subscriptions;
  readonly batches: Batches;
  readonly batchItems: BatchItems;
  readonly batchReport: BatchReport;
  readonly library: Library;
  readonly exports: Exports;
  readonly outgoing: Outgoing;
  readonly retention: Retention;
  readonly progress: Progress;
  readonly audit: Audit;
  readonly pageAudit: PageAudit;
  readonly pageBytes: PageBytes;
  readonly pageCollection: PageCollection;
  readonly newsroom: Newsroom;
  readonly alerts: Alerts;
  readonly sites: Sites;
  readonly workers: Workers;
  readonly setBack: SetBack;
  readonly vacuum: Vacuum;
  readonly checkpoint: Checkpoint;
  readonly facts: Facts;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly changes: Changes;
  /** Runs `work` in one transaction; what it throws rolls everything back and is thrown on. */
  transaction<T>(work: (store: Store) => Promise<T>): Promise<T>;
}

/** The repositories over a database, or over one transaction of it. */
export function createStore(
  db: Kysely<Schema>,
  bytes: PageBytes = createPageBytes(db, inRows),
  library: Library = createLibrary(db),
): Store {
  return {
    feeds: createFeeds(db),
    items: createItems(db),
    articles: createArticles(db),
    runs: createRuns(db),
    snapshots: createSnapshots(db),
    revisions: createRevisions(db),
    ledger: createLedger(db),
    events: createEvents(db),
    webhooks: createWebhooks(db),
    deliveries: createDeliveries(db),
    hosts: createHosts(db),
    silentHosts: createSilentHosts(db),
    subscriptions: createSubscriptions(db),
    batches: createBatches(db),
    batchItems: createBatchItems(db),
    batchReport: createBatchReport(db),
    library,
    exports: createExports(db, bytes),
    outgoing: createOutgoing(db, library),
    retention: createRetention(db),
    progress: createProgress(db),
    audit: createAudit(db),
    pageAudit: createPageAudit(db, bytes),
    pageBytes: bytes,
    pageCollection: createPageCollection(db, bytes),
    newsroom: createNewsroom(db, bytes),
    alerts: createAlerts(db),
    sites: createSites(db),
    workers: createWorkers(db),
    setBack: createSetBack(db),
    vacuum: createVacuum(db),
    checkpoint: createCheckpoint(db),
    facts: createFacts(db),
    tokens: createTokens(db),
    sessions: createSessions(db),
    changes: createChanges(db),
    transaction: (work) =>
      db.transaction().execute((transaction) => work(createStore(transaction, bytes, library))),
  };
}
