import { statements } from './statements.js';

export const thin = statements(
  `alter table articles drop constraint articles_state_check`,
  `alter table articles add constraint articles_state_check
    check (state in ('discovered', 'stored', 'thin', 'dropped', 'duplicate', 'failed'))`,
  `create index articles_thin_story on articles (story_key) where state = 'thin'`,
  // Read only where a page says too little, so that it is kept out of the row.
  `alter table feed_items add column content text`,
  `do $$ begin
    alter table feed_items alter column content set compression lz4;
  exception when feature_not_supported then null; end $$`,
);
