import { statements } from './statements.js';

export const feedArticles = statements(
  // The newest articles of a feed, for feeds out by tag: a rare one would otherwise be looked for in every article.
  `create index feed_items_newest on feed_items (feed_id, article_id) where article_id is not null`,
);
