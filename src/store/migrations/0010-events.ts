import { statements } from './statements.js';

export const events = statements(
  `create sequence event_positions`,
  `create table events (
    id bigint generated always as identity primary key,
    position bigint,
    type text not null,
    article_id bigint,
    revision_id bigint,
    feed_id bigint,
    language text,
    data jsonb not null,
    at timestamptz not null default now()
  )`,
  `create unique index events_once on events (type, article_id, revision_id) where revision_id is not null`,
  `create unique index events_position on events (position) where position is not null`,
  `create index events_waiting on events (id) where position is null`,
  `create index events_at on events (at)`,
);
