// Every change of the tables, oldest first. A released migration is never edited; a new one is added below it.
import type { Migration } from 'kysely';
import { pipeline } from './migrations/0001-pipeline.js';
import { feedMemory } from './migrations/0002-feed-memory.js';
import { politeness } from './migrations/0003-politeness.js';
import { thin } from './migrations/0004-thin.js';
import { websub } from './migrations/0005-websub.js';
import { newsroom } from './migrations/0006-newsroom.js';
import { reingest } from './migrations/0007-reingest.js';
import { retention } from './migrations/0008-retention.js';
import { publishedDay } from './migrations/0009-published-day.js';
import { events } from './migrations/0010-events.js';
import { access } from './migrations/0011-access.js';
import { alerts } from './migrations/0012-alerts.js';
import { runNumbers } from './migrations/0013-run-numbers.js';
import { largeArchives } from './migrations/0014-large-archives.js';
import { webhooks } from './migrations/0015-webhooks.js';
import { pageFiles } from './migrations/0016-page-files.js';
import { feedArticles } from './migrations/0017-feed-articles.js';
import { snapshotSizes } from './migrations/0018-snapshot-sizes.js';
import { pollClaims } from './migrations/0019-poll-claims.js';
import { clocks } from './migrations/0020-clocks.js';
import { earlierClaims } from './migrations/0021-earlier-claims.js';
import { turns } from './migrations/0022-turns.js';

export const migrations: Readonly<Record<string, Migration>> = {
  '0001_pipeline': pipeline,
  '0002_feed_memory': feedMemory,
  '0003_politeness': politeness,
  '0004_thin': thin,
  '0005_websub': websub,
  '0006_newsroom': newsroom,
  '0007_reingest': reingest,
  '0008_retention': retention,
  '0009_published_day': publishedDay,
  '0010_events': events,
  '0011_access': access,
  '0012_alerts': alerts,
  '0013_run_numbers': runNumbers,
  '0014_large_archives': largeArchives,
  '0015_webhooks': webhooks,
  '0016_page_files': pageFiles,
  '0017_feed_articles': feedArticles,
  '0018_snapshot_sizes': snapshotSizes,
  '0019_poll_claims': pollClaims,
  '0020_clocks': clocks,
  '0021_earlier_claims': earlierClaims,
  '0022_turns': turns,
};
