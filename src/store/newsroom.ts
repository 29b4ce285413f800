// What only the newsroom's pages ask: read-only questions about many rows at once, each bounded.
import { type Kysely, sql } from 'kysely';
import { FeedmillError } from '../errors.js';
import { createFailures, type Failures } from './failures.js';
import { createFeedPages, type FeedPages } from './feed-pages.js';
import { createOverview, type Overview } from './overview.js';
import type { PageBytes } from './page-bytes.js';
import type { Schema } from './schema.js';
import { unpackBytes } from './snapshot-codec.js';

/** The bytes of a page as they came. */
export interface Original {
  bytes: Uint8Array;
  /** What the page was read with; null before it is cleaned. */
  charset: string | null;
  contentType: string | null;
}
/** A host that asked to slow down. */
export interface Throttled {
  host: string;
  at: Date;
  times: number;
  reason: string;
}

export interface Newsroom {
  readonly overview: Overview;
  readonly feeds: FeedPages;
  readonly failures: Failures;
  /**
   * A snapshot of an article; null when the article has none of this id, or its bytes are lost.
   * @throws FeedmillError STORE_UNAVAILABLE when the place of its bytes cannot be asked.
   */
  original(articleId: number, snapshotId: number): Promise<Original | null>;
  /** Hosts that asked to slow down within the latest `attempts` rows of the ledger, the last one first. */
  throttled(attempts: number): Promise<Throttled[]>;
}

export function createNewsroom(db: Kysely<Schema>, bytes: PageBytes): Newsroom {
  return {
    overview: createOverview(db),
    feeds: createFeedPages(db),
    failures: createFailures(db),
    async original(articleId, snapshotId) {
      const row = await db
        .selectFrom('snapshots')
        .select(['body', 'place', 'sha256', 'codec', 'size', 'charset', 'headers'])
        .where('id', '=', snapshotId)
        .where('article_id', '=', articleId)
        .executeTakeFirst();
      if (row === undefined) return null;
      const got = await bytes.read(row);
      if (got.status === 'lost') return null;
      if (got.status === 'unreachable')
        throw new FeedmillError('STORE_UNAVAILABLE', `The page cannot be read: ${got.why}.`);
      return {
        bytes: unpackBytes({ ...row, body: got.body }),
        charset: row.charset,
        contentType: row.headers['content-type'] ?? null,
      };
    },
    async throttled(attempts) {
      const { rows } =
        await sql<Throttled>`select coalesce(articles.host, substring(feeds.url from '^https?://([^/?#]+)')) as host,
          max(latest.at) as at, count(*) as times, (array_agg(latest.reason order by latest.id desc))[1] as reason
        from (select * from ledger order by id desc limit ${attempts}) latest
        left join articles on articles.id = latest.article_id
        left join feeds on feeds.id = latest.feed_id
        where latest.outcome in ('retry', 'failed') and latest.reason ~ 'answered (420|429|529)'
          and coalesce(articles.host, feeds.url) is not null
        group by 1 order by 2 desc`.execute(db);
      return rows;
    },
  };
}
