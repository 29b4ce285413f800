import { statements } from './statements.js';

export const webhooks = statements(
  `create table webhooks (
    id bigint generated always as identity primary key,
    url text not null,
    types text[],
    feed_id bigint,
    language text,
    state text not null default 'active' check (state in ('active', 'paused')),
    reason text,
    cursor bigint not null,
    secret text not null,
    old_secret text,
    old_until timestamptz,
    held_until timestamptz,
    failures int not null default 0,
    failing_since timestamptz,
    created_at timestamptz not null
  )`,
  `create table webhook_deliveries (
    id bigint generated always as identity primary key,
    webhook_id bigint not null references webhooks on delete cascade,
    event_id bigint not null,
    type text not null,
    body text not null,
    state text not null default 'waiting' check (state in ('waiting', 'delivered', 'parked')),
    tries int not null default 0,
    attempt bigint not null default 0,
    due_at timestamptz not null,
    leased_until timestamptz,
    last_status int,
    last_error text,
    created_at timestamptz not null,
    ended_at timestamptz,
    unique (webhook_id, event_id)
  )`,
  `create index webhook_deliveries_waiting on webhook_deliveries (webhook_id, event_id) where state = 'waiting'`,
  `create index webhook_deliveries_parked on webhook_deliveries (webhook_id, event_id) where state = 'parked'`,
  `create index webhook_deliveries_ended on webhook_deliveries (ended_at) where ended_at is not null`,
);
