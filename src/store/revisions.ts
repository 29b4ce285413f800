// Revisions: the result of one pass over one snapshot. A draft changes nothing until it is made current, so a dry
// run is the same pipeline that leaves its drafts aside, and a comparison is one of two revisions.
import { type Insertable, type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import { insertIfOwned, type Making } from './making.js';
import type { LanguageDetail, Quality, RevisionState, RevisionsTable, Schema } from './schema.js';

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

/** A draft that has come to its end, and what it is from now on. */
export interface SettledDraft {
  id: number;
  state: Exclude<RevisionState, 'draft'>;
}

/** Settles a draft as a part of the statement that ends its run: exactly if the part `moved` has a row. */
export function settlingDraft(draft: SettledDraft | null): RawBuilder<{ id: number }> {
  if (draft === null) return sql`(select id from revisions where false)`;
  return sql`(update revisions set state = ${draft.state} from moved where revisions.id = ${draft.id} returning revisions.id)`;
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
    list: (articleId) =>
      db.selectFrom('revisions').selectAll().where('article_id', '=', articleId).orderBy('id').execute(),
  };
}
