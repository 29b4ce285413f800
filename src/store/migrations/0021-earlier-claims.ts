import { statements } from './statements.js';

export const earlierClaims = statements(
  // Polls that were claimed before claims were written down: their turn is not where their last poll has put it. The
  // sweep looks after their jobs as after any other, in place of the nine minutes until their lease ends.
  `update feeds set claim_due_at = now()
    where claim_due_at is null and next_poll_at > now()
      and (polled_at is null or abs(extract(epoch from next_poll_at - polled_at) * 1000 - interval_ms) > 60000)`,
);
