import { statements } from './statements.js';

export const events = statements(
  `create sequence event_numbers`,
  // No foreign keys: what happened stays true when its article or feed is gone.
  `create table events (
    id bigint generated always as identity primary key,
    number bigint unique,
    at timestamptz not null default now(),
    type text not null,
    article_id bigint,
    revision_id bigint,
    feed_id bigint,
    data jsonb not null)`,
  `create unique index events_once on events (revision_id, type) where revision_id is not null`,
  `create index events_unnumbered on events (id) where number is null`,
  `create index events_at on events (at)`,
);
