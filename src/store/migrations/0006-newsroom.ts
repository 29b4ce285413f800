import { statements } from './statements.js';

export const newsroom = statements(
  // Questions about an hour, a day or a week: without these each would read every article.
  `create index articles_stored_at on articles (stored_at) where stored_at is not null`,
  `create index articles_discovered_at on articles (discovered_at)`,
);
