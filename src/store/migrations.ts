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
import { events } from './migrations/0010-events.js';
import { webhooks } from './migrations/0013-webhooks.js';
import { largeArchives } from './migrations/0014-large-archives.js';

export const migrations: Readonly<Record<string, Migration>> = {
  '0001_pipeline': pipeline,
  '0002_feed_memory': feedMemory,
  '0003_politeness': politeness,
  '0004_thin': thin,
  '0005_websub': websub,
  '0006_newsroom': newsroom,
  '0007_reingest': reingest,
  '0008_retention': retention,
  '0010_events': events,
  '0013_webhooks': webhooks,
  '0014_large_archives': largeArchives,
};
