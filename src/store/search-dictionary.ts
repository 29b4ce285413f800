// With which dictionary an article is indexed and searched.
import { type Kysely, sql } from 'kysely';
import { searchConfigOf, segmentsByBigram } from '../language/search-config.js';
import type { Schema } from './schema.js';
import { BIGRAM, type SearchConfig } from './search-text.js';

/** Asks for the dictionaries that the server has; once, since they change with an upgrade of it only. */
export function installedConfigs(db: Kysely<Schema>): () => Promise<ReadonlySet<string>> {
  let known: ReadonlySet<string> | null = null;
  return async () => {
    if (known === null) {
      const { rows } = await sql<{ cfgname: string }>`select cfgname from pg_catalog.pg_ts_config`.execute(
        db,
      );
      known = new Set(rows.map((row) => row.cfgname));
    }
    return known;
  };
}

/** The dictionary of a language; `simple`, which takes words as they are, where there is none. */
export function configFor(language: string | null, installed: ReadonlySet<string>): SearchConfig {
  if (language === null) return 'simple';
  if (segmentsByBigram(language)) return BIGRAM;
  const config = searchConfigOf(language);
  return installed.has(config) ? config : 'simple';
}
