import { statements } from './statements.js';

export const largeArchives = statements(
  // Lists by language ask for articles of every state, and lists by host for a host of which there may be none.
  `drop index articles_language`,
  `create index articles_language on articles (language, id) where language is not null`,
  `create index articles_host on articles (host, id)`,
);
