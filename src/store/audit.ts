// What must be true of the database at any moment, whatever was killed, cut off or restored from a backup. Each check
// is one statement that finds what is amiss; most know how it is mended. The list is a table, in the order in which
// mending one thing makes room for the next.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { anyOf } from './due-run.js';
import { createRuns } from './runs.js';
import type { Schema } from './schema.js';

/** One thing that is amiss: what it is told by, and the row that mending it starts from. */
export interface Amiss {
  id: number;
  what: string;
}
export interface Check {
  name: string;
  /** What must be true, as a sentence. */
  holds: string;
  /** What `repair` does, as a sentence; null for what only a person can judge. */
  remedy: string | null;
}
export interface Finding extends Check {
  count: number;
  /** The first few. */
  examples: Amiss[];
}

interface CheckedBy extends Check {
  /** Selects `id` and `what` of everything amiss. */
  find: RawBuilder<Amiss>;
  /** Mends what `find` has found; absent where `remedy` is null. */
  repair?: (db: Kysely<Schema>, ids: number[]) => Promise<unknown>;
}

/** A run that is due is taken within seconds; one this late has been forgotten by the queue and by the sweep. */
const FORGOTTEN = sql`interval '10 minutes'`;
/** The longest pause between two polls is a day, and a feed that is gone is asked once a week. */
const LONGEST_PAUSE = sql`interval '8 days'`;

const restart = async (db: Kysely<Schema>, ids: number[]): Promise<void> => {
  const kept = await db
    .selectFrom('snapshots')
    .select('article_id as id')
    .distinct()
    .where('article_id', '=', anyOf(ids))
    .where('kept', '=', true)
    .execute();
  const withPage = new Set(kept.map(({ id }) => id));
  const runs = createRuns(db);
  await runs.start([...withPage], 'clean', null);
  await runs.start(
    ids.filter((id) => !withPage.has(id)),
    'scrape',
    null,
  );
};
const AGAIN = 'The article runs again, from its stored page where there is one.';

const checks: readonly CheckedBy[] = [
  {
    name: 'lost items',
    holds: 'Every item that a poll saw leads to an article or says why not.',
    remedy: 'The item is forgotten, so that the next poll that sees it takes it as new.',
    find: sql`select feed_id as id, coalesce(url, item_key) as what from feed_items
      where article_id is null and skip_reason is null`,
    repair: (db, feeds) =>
      db
        .deleteFrom('feed_items')
        .where('feed_id', '=', anyOf(feeds))
        .where('article_id', 'is', null)
        .where('skip_reason', 'is', null)
        .execute(),
  },
  {
    name: 'forgotten articles',
    holds: 'An article that was found and not finished is on its way.',
    remedy: AGAIN,
    find: sql`select id, url as what from articles where state = 'discovered'
      and not exists (select from runs where runs.article_id = articles.id)`,
    repair: restart,
  },
  {
    name: 'stored without text',
    holds: 'A stored article has a current revision of its own.',
    remedy: AGAIN,
    find: sql`select articles.id, articles.url as what from articles left join revisions
      on revisions.id = articles.revision_id and revisions.article_id = articles.id and revisions.state = 'current'
      where articles.state in ('stored', 'thin') and revisions.id is null
      and not exists (select from runs where runs.article_id = articles.id)`,
    repair: restart,
  },
  {
    name: 'stray revisions',
    holds: 'A current revision is that of its article.',
    remedy: 'The revision is kept as a past one.',
    find: sql`select revisions.id, articles.url as what from revisions join articles on articles.id = revisions.article_id
      where revisions.state = 'current' and articles.revision_id is distinct from revisions.id`,
    repair: (db, ids) =>
      db.updateTable('revisions').set({ state: 'past' }).where('id', '=', anyOf(ids)).execute(),
  },
  {
    name: 'left drafts',
    holds: 'A draft belongs to an article that is on its way, or to a dry run.',
    remedy: 'The draft is deleted.',
    find: sql`select revisions.id, articles.url as what from revisions join articles on articles.id = revisions.article_id
      where (revisions.state = 'draft' and not exists (select from runs where runs.draft_id = revisions.id)
          and revisions.created_at < now() - ${FORGOTTEN})
        or (revisions.state = 'dry' and not exists (select from batch_items where batch_items.revision_id = revisions.id)
          and revisions.created_at < now() - ${FORGOTTEN})`,
    repair: (db, ids) => db.deleteFrom('revisions').where('id', '=', anyOf(ids)).execute(),
  },
  {
    name: 'revisions told twice',
    holds: 'Two revisions of an article that follow each other differ.',
    remedy: null,
    find: sql`select id, what from (
        select revisions.id, articles.url as what,
          row(revisions.title, revisions.byline, revisions.published_at, revisions.published_day, revisions.language, revisions.image_url,
            revisions.site_name, revisions.text_hash, md5(revisions.html)) is not distinct from
          lag(row(revisions.title, revisions.byline, revisions.published_at, revisions.published_day, revisions.language, revisions.image_url,
            revisions.site_name, revisions.text_hash, md5(revisions.html)))
            over (partition by revisions.article_id order by revisions.id) as same
        from revisions join articles on articles.id = revisions.article_id
        where revisions.article_id in (select article_id from revisions where state = 'past')
          and revisions.state in ('past', 'current')
      ) as followed where same`,
  },
  {
    name: 'ends without a reason',
    holds: 'An article that was dropped or failed, or is a duplicate, says why.',
    remedy: AGAIN,
    find: sql`select id, url as what from articles where state in ('dropped', 'duplicate', 'failed')
      and (reason is null or (state = 'duplicate' and duplicate_of is null))
      and not exists (select from runs where runs.article_id = articles.id)`,
    repair: restart,
  },
  {
    name: 'late runs',
    holds: 'An article on its way is taken up when its time has come.',
    remedy: 'The article is queued again at once.',
    find: sql`select runs.article_id as id, articles.url || ' waits for ' || runs.stage as what
      from runs join articles on articles.id = runs.article_id where runs.due_at < now() - ${FORGOTTEN}`,
    repair: (db, ids) =>
      db.updateTable('runs').set({ due_at: sql<Date>`now()` }).where('article_id', '=', anyOf(ids)).execute(),
  },
  {
    name: 'sleeping feeds',
    holds: 'A feed that is not paused is polled within days.',
    remedy: 'The feed is polled now.',
    find: sql`select id, url as what from feeds where state <> 'paused' and next_poll_at > now() + ${LONGEST_PAUSE}`,
    repair: (db, ids) =>
      db.updateTable('feeds').set({ next_poll_at: sql<Date>`now()` }).where('id', '=', anyOf(ids)).execute(),
  },
];

/** What every audit asks for, in its order. */
export const auditChecks: readonly Check[] = checks.map(({ name, holds, remedy }) => ({
  name,
  holds,
  remedy,
}));

const EXAMPLES = 5;
/** Rows that one statement mends. */
const STEP = 500;

export interface Audit {
  /** What is amiss by each check that finds something. */
  find(): Promise<Finding[]>;
  /** Mends what the checks find and can mend, a step at a time; how many things were mended. */
  repair(): Promise<number>;
}

export function createAudit(db: Kysely<Schema>): Audit {
  return {
    async find() {
      const findings: Finding[] = [];
      for (const { find, repair: _, ...check } of checks) {
        const { rows } = await sql<Amiss & { count: number }>`
          select id, what, count(*) over () as count from (${find}) as found order by id limit ${EXAMPLES}`.execute(
          db,
        );
        const [first] = rows;
        if (first !== undefined)
          findings.push({
            ...check,
            count: first.count,
            examples: rows.map(({ id, what }) => ({ id, what })),
          });
      }
      return findings;
    },
    async repair() {
      let mended = 0;
      for (const check of checks) mended += await repairAll(db, check);
      return mended;
    },
  };
}

async function repairAll(db: Kysely<Schema>, { find, repair }: CheckedBy): Promise<number> {
  if (repair === undefined) return 0;
  let mended = 0;
  for (;;) {
    const { rows } =
      await sql<Amiss>`select id, what from (${find}) as found order by id limit ${STEP}`.execute(db);
    const ids = [...new Set(rows.map(({ id }) => id))];
    if (ids.length === 0) return mended;
    await repair(db, ids);
    mended += rows.length;
    // What a repair leaves amiss would be found for ever.
    if (rows.length < STEP) return mended;
  }
}
