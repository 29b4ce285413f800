import { statements } from './statements.js';

export const pollClaims = statements(
  // Null while nobody has claimed the feed; otherwise when the sweep looks whether the claim's job still lives.
  `alter table feeds add column claim_due_at timestamptz`,
  `create index feeds_claimed on feeds (claim_due_at) where claim_due_at is not null`,
  // The sweep looks for drafts that were left over; there are few at any time.
  `create index revisions_drafts on revisions (created_at) where state = 'draft'`,
);
