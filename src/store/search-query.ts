// What a search text means in each of the dictionaries that articles are indexed with. Most words are the same in most
// of them, and thirty comparisons for one word would each read its part of the index again: dictionaries in which the
// text comes to the same words are one comparison.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Schema } from './schema.js';
import { configFor } from './search-dictionary.js';
import { BIGRAM, bigramQuery, hasUnspacedScript, type SearchConfig } from './search-text.js';

/** The words that are searched for in articles of these dictionaries, as a tsquery in text. */
export interface SearchQuery {
  configs: SearchConfig[];
  words: string;
  /** Whether the index holds pairs of characters in place of words. */
  isBigram: boolean;
  /** Whether every article is searched for these words, in whatever dictionary. */
  isEverywhere: boolean;
}

/** What `query` comes to; nothing where no word of it can be searched for. */
export async function searchQueries(
  db: Kysely<Schema>,
  query: string,
  language: string | undefined,
  installed: ReadonlySet<string>,
): Promise<SearchQuery[]> {
  const wanted = language === undefined ? [...installed, BIGRAM] : [configFor(language, installed)];
  const phrases = bigramQuery(query);
  // Words of a script without spaces stand in no other index than that of pairs.
  const configs = wanted.filter((config) =>
    config === BIGRAM ? phrases !== null : !hasUnspacedScript(query),
  );
  const { rows } = await sql<{ config: string; words: string }>`select config,
    case config when ${BIGRAM} then to_tsquery('simple', ${phrases ?? ''})::text
      else websearch_to_tsquery(config::regconfig, ${query})::text end as words
    from unnest(${configs}::text[]) config`.execute(db);
  const isEverywhere =
    language === undefined &&
    rows.length === wanted.length &&
    new Set(rows.map(({ words }) => words)).size === 1;
  const queries = new Map<string, SearchQuery>();
  for (const { config, words } of rows) {
    const isBigram = config === BIGRAM;
    const key = `${isBigram} ${words}`;
    const same = queries.get(key);
    if (same !== undefined) same.configs.push(config);
    else if (words !== '') queries.set(key, { configs: [config], words, isBigram, isEverywhere });
  }
  return [...queries.values()];
}

export const tsquery = ({ words }: SearchQuery): RawBuilder<unknown> => sql`${words}::tsquery`;

export const isOfConfigs = ({ configs }: SearchQuery): RawBuilder<boolean> =>
  sql<boolean>`search_config = any(${configs}::text[])`;

// Quoted words are passed over, whatever stands in them; the distance of two words is what a phrase is made of.
const parts = /'(?:[^']|'')*'|<(?:-|\d+)>|!/g;

/**
 * The same words without their order: what the index can tell, as it knows of no places. Null where there is no phrase,
 * and where the text leaves words out, since without their order it would leave out more.
 */
export function withoutOrder({ words, ...query }: SearchQuery): SearchQuery | null {
  const signs = (words.match(parts) ?? []).filter((part) => !part.startsWith("'"));
  if (signs.length === 0 || signs.includes('!')) return null;
  return { ...query, words: words.replace(parts, (part) => (part.startsWith('<') ? '&' : part)) };
}
