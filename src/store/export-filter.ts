import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { tagsInRange } from '../language/search-config.js';
import { foundBetween } from './found-between.js';
import type { Schema } from './schema.js';

/** Which articles are exported. */
export interface ExportFilter {
  language?: string;
  feedId?: number;
  host?: string;
  /** Found at this time or later. */
  since?: Date;
  /** Found before this time. */
  before?: Date;
}

/** Whether the row of `articles` has a text and is one that the filter means. */
export function isMeant(
  eb: ExpressionBuilder<Schema, 'articles'>,
  { language, host, since, before, feedId }: ExportFilter,
): Expression<SqlBool> {
  const parts: Expression<SqlBool>[] = [eb('articles.state', 'in', ['stored', 'thin'])];
  if (language !== undefined) parts.push(eb('articles.language', 'in', tagsInRange(language)));
  if (host !== undefined) parts.push(eb('articles.host', '=', host));
  parts.push(
    ...foundBetween({
      ...(since === undefined ? {} : { since }),
      ...(before === undefined ? {} : { before }),
    }),
  );
  if (feedId !== undefined)
    parts.push(
      eb.exists(
        eb
          .selectFrom('feed_items')
          .select('feed_items.feed_id')
          .whereRef('feed_items.article_id', '=', 'articles.id')
          .where('feed_items.feed_id', '=', feedId),
      ),
    );
  return eb.and(parts);
}
