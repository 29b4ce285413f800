// Revisions: the result of one pass over one snapshot. A draft changes nothing until it is made current, so a dry
// run is the same pipeline that leaves its drafts aside, and a comparison is one of two revisions.
import { type Insertable, type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import { anyOf } from './due-run.js';
import { insertIfOwned, type Making } from './making.js';
import type { Schema } from './schema.js';
import type { LanguageDetail, Quality, RevisionState, RevisionsTable } from './schema-articles.js';

export type Revision = Selectable<RevisionsTable>;
export type NewRevision = Omit<
  Insertable<RevisionsTable>,
  'state' | 'language' | 'script' | 'language_detail' | 'tagger_version'
>;

export interface DraftLanguage {
  tag: string;
  script: string | null;
  detail: LanguageDetail;
  quality: Quality;
  taggerVersion: number;
}

export interface Revisions {
  find(id: number): Promise<Revision | null>;
  /** Moves a revision to another state. */
  settle(id: number, state: Exclude<RevisionState, 'draft'>): Promise<void>;
  /** Whether two revisions have the same HTML, which is not worth being read for that. */
  sameMarkup(one: number, other: number): Promise<boolean>;
  /** Deletes drafts that nobody will make current. */
  discard(ids: number[]): Promise<void>;
  /** Every revision of an article, oldest first. */
  list(articleId: number): Promise<Revision[]>;
}

/** Stores a draft with the end of its attempt. */
export function makingDraft(draft: NewRevision): Making {
  return { part: insertIfOwned('revisions', draft), column: 'draft_id' };
}

/** Completes a draft with the end of its attempt. */
export function makingLanguage(
  id: number,
  { tag, script, detail, quality, taggerVersion }: DraftLanguage,
): Making {
  const part = sql<{ id: number }>`(update revisions set language = ${tag}, script = ${script},
    language_detail = ${JSON.stringify(detail)}, quality = ${JSON.stringify(quality)}, tagger_version = ${taggerVersion}
    from owned where revisions.id = ${id} returning revisions.id)`;
  return { part, column: null };
}

/**
 * A draft that has come to its end: a revision in another state from now on, or deleted, since it says nothing new.
 * `confirms` is the current revision that it is the same as: that one is then known to be what the newer versions of
 * cleaner, tagger and site rules make of the newer snapshot, and says so.
 */
export type SettledDraft =
  | { id: number; state: Exclude<RevisionState, 'draft'> }
  | { id: number; state: 'discarded'; confirms: number | null };

const NOTHING = sql<{ id: number }>`(select id from revisions where false)`;

/** Settles a draft as a part of the statement that ends its run: exactly if the part `moved` has a row. */
export function settlingDraft(draft: SettledDraft | null): RawBuilder<{ id: number }> {
  if (draft === null) return NOTHING;
  if (draft.state === 'discarded')
    return sql`(delete from revisions using moved where revisions.id = ${draft.id} returning revisions.id)`;
  return sql`(update revisions set state = ${draft.state} from moved where revisions.id = ${draft.id} returning revisions.id)`;
}

/** What a discarded draft confirms, as another part of that statement; both see the draft as it was before. */
export function confirmingCurrent(draft: SettledDraft | null): RawBuilder<{ id: number }> {
  if (draft?.state !== 'discarded' || draft.confirms === null) return NOTHING;
  return sql`(update revisions set snapshot_id = draft.snapshot_id, quality = draft.quality,
      extractor_version = draft.extractor_version, tagger_version = draft.tagger_version
    from moved, revisions as draft
    where draft.id = ${draft.id} and revisions.id = ${draft.confirms} returning revisions.id)`;
}

/** What an article says of itself that has this revision: why it is thin; null when it is not. */
export const thinReason = ({ quality: { thin } }: Pick<Revision, 'quality'>): string | null =>
  thin === undefined || thin === null ? null : `stored as thin: ${thin}`;

export function createRevisions(db: Kysely<Schema>): Revisions {
  return {
    find: async (id) =>
      (await db.selectFrom('revisions').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,
    async settle(id, state) {
      await db.updateTable('revisions').set({ state }).where('id', '=', id).execute();
    },
    sameMarkup: async (one, other) => {
      const { kinds } = await db
        .selectFrom('revisions')
        .select((eb) => eb.fn.count<number>('html').distinct().as('kinds'))
        .where('id', 'in', [one, other])
        .executeTakeFirstOrThrow();
      return kinds < 2;
    },
    async discard(ids) {
      await db.deleteFrom('revisions').where('id', '=', anyOf(ids)).where('state', '=', 'dry').execute();
    },
    list: (articleId) =>
      db.selectFrom('revisions').selectAll().where('article_id', '=', articleId).orderBy('id').execute(),
  };
}
