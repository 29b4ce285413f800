import { statements } from './statements.js';

export const turns = statements(
  // A retry waits for its pause first and may then wait for its site's turn; only the second is planned anew.
  `alter table runs add column waits_turn boolean not null default false`,
  `update runs set waits_turn = true
    where stage = 'scrape' and failures = 0 and deaths = 0 and running_since is null and due_at > now()`,
);
