// The words around what a search has found. What was found stands between two control characters, which no stored
// text holds (feeds/storable.ts); whoever shows a snippet asks for its parts.
import { type RawBuilder, sql } from 'kysely';
import { isOfConfigs, type SearchQuery, tsquery } from './search-query.js';

const START = '\u0002';
const STOP = '\u0003';
const found = new RegExp(`${START}([^${STOP}]*)${STOP}`);
// ts_headline reads the whole text again, so it gets the head of it.
const INPUT = 20_000;
const RADIUS = 60;
const headline = `StartSel=${START}, StopSel=${STOP}, MaxWords=30, MinWords=12`;

/** The snippet of a hit, by the configuration that its article is indexed with. */
export function searchSnippet(query: string, queries: readonly SearchQuery[]): RawBuilder<string> {
  const first = query.trim().split(/\s+/)[0] ?? query;
  // Pairs of characters ts_headline cannot mark; the first word of the query is looked for as it is.
  const around = sql`substr(revisions.text, greatest(1, position(${first} in revisions.text) - ${RADIUS}), ${2 * RADIUS})`;
  const cases = queries.map((one) =>
    one.isBigram
      ? sql`when ${isOfConfigs(one)} then replace(${around}, ${first}, ${START + first + STOP})`
      : sql`when ${isOfConfigs(one)} then ts_headline(search_config::regconfig, left(revisions.text, ${INPUT}), ${tsquery(one)}, ${headline})`,
  );
  return sql<string>`case ${sql.join(cases, sql` `)} end`;
}

/** A snippet in pieces, those that were found told apart. */
export function snippetParts(snippet: string): { text: string; isFound: boolean }[] {
  return snippet
    .split(found)
    .map((text, n) => ({ text, isFound: n % 2 === 1 }))
    .filter(({ text }) => text !== '');
}
