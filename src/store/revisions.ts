// Revisions: the result of one pass over one snapshot. A draft changes nothing until it is made current, so a dry
// run is the same pipeline that leaves its drafts aside, and a comparison is one of two revisions.
import type { Insertable, Kysely, Selectable } from 'kysely';
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
  saveDraft(draft: NewRevision): Promise<number>;
  find(id: number): Promise<Revision | null>;
  saveLanguage(id: number, language: DraftLanguage): Promise<void>;
  /** Moves a revision to another state. */
  settle(id: number, state: Exclude<RevisionState, 'draft'>): Promise<void>;
  /** Every revision of an article, oldest first. */
  list(articleId: number): Promise<Revision[]>;
}

export function createRevisions(db: Kysely<Schema>): Revisions {
  return {
    async saveDraft(draft) {
      const row = await db.insertInto('revisions').values(draft).returning('id').executeTakeFirstOrThrow();
      return row.id;
    },
    find: async (id) =>
      (await db.selectFrom('revisions').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,
    async saveLanguage(id, { tag, script, detail, quality, taggerVersion }) {
      await db
        .updateTable('revisions')
        .set({
          language: tag,
          script,
          language_detail: JSON.stringify(detail),
          quality: JSON.stringify(quality),
          tagger_version: taggerVersion,
        })
        .where('id', '=', id)
        .execute();
    },
    async settle(id, state) {
      await db.updateTable('revisions').set({ state }).where('id', '=', id).execute();
    },
    list: (articleId) =>
      db.selectFrom('revisions').selectAll().where('article_id', '=', articleId).orderBy('id').execute(),
  };
}
