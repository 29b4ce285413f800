// The store's face: every repository over one connection, and transactions that hand out the same face.
import type { Kysely } from 'kysely';
import { type Articles, createArticles } from './articles.js';
import { type Batches, createBatches } from './batches.js';
import { createFeeds, type Feeds } from './feeds.js';
import { createHosts, type Hosts } from './hosts.js';
import { createItems, type Items } from './items.js';
import { createLedger, type Ledger } from './ledger.js';
import { createLibrary, type Library } from './library.js';
import { createNewsroom, type Newsroom } from './newsroom.js';
import { createProgress, type Progress } from './progress.js';
import { createRevisions, type Revisions } from './revisions.js';
import { createRuns, type Runs } from './runs.js';
import type { Schema } from './schema.js';
import { createSilentHosts, type SilentHosts } from './silent-hosts.js';
import { createSnapshots, type Snapshots } from './snapshots.js';

export interface Store {
  readonly feeds: Feeds;
  readonly items: Items;
  readonly articles: Articles;
  readonly runs: Runs;
  readonly snapshots: Snapshots;
  readonly revisions: Revisions;
  readonly ledger: Ledger;
  readonly hosts: Hosts;
  readonly silentHosts: SilentHosts;
  readonly batches: Batches;
  readonly library: Library;
  readonly progress: Progress;
  readonly newsroom: Newsroom;
  /** Runs `work` in one transaction; what it throws rolls everything back and is thrown on. */
  transaction<T>(work: (store: Store) => Promise<T>): Promise<T>;
}

/** The repositories over a database, or over one transaction of it. */
export function createStore(db: Kysely<Schema>, library: Library = createLibrary(db)): Store {
  return {
    feeds: createFeeds(db),
    items: createItems(db),
    articles: createArticles(db),
    runs: createRuns(db),
    snapshots: createSnapshots(db),
    revisions: createRevisions(db),
    ledger: createLedger(db),
    hosts: createHosts(db),
    silentHosts: createSilentHosts(db),
    batches: createBatches(db),
    library,
    progress: createProgress(db),
    newsroom: createNewsroom(db),
    transaction: (work) => db.transaction().execute((transaction) => work(createStore(transaction, library))),
  };
}
