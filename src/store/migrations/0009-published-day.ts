import { statements } from './statements.js';

export const publishedDay = statements(
  // Null in what is there already: which day it was where the page was written is not told by the moment.
  `alter table revisions add column published_day date`,
  `alter table articles add column published_day date`,
);
