import { statements } from './statements.js';

export const reingest = statements(
  // A pass that finds nothing new leaves no revision any more.
  `delete from revisions where state = 'unchanged'`,
  `alter table revisions drop constraint revisions_state_check,
    add constraint revisions_state_check check (state in ('draft', 'current', 'past', 'dry'))`,
  // Batches of before were handed on whole when they were made.
  `alter table batches
    add column state text not null default 'finished' check (state in
      ('running', 'paused', 'cancelled', 'finished', 'committing', 'committed', 'dropping', 'dropped')),
    add column selection_key text not null default '',
    add column cursor bigint not null default 0,
    add column handed_on boolean not null default true,
    add column ended_at timestamptz`,
  `alter table batches alter column state set default 'running', alter column handed_on set default false`,
  `create unique index batches_selection on batches (selection_key) where state in ('running', 'paused')`,
  `create index batches_live on batches (id) where state in ('running', 'committing', 'dropping')`,
  `alter table batch_items
    add column revision_id bigint references revisions on delete set null,
    add column base_id bigint`,
  `create index batch_items_draft on batch_items (batch_id, article_id) where revision_id is not null`,
  `create index batch_items_revision on batch_items (revision_id) where revision_id is not null`,
  // Moves with no stage of a run, so that the updates of the stages stay within their page.
  `create index runs_batch on runs (batch_id) where batch_id is not null`,
);
