import { statements } from './statements.js';

export const websub = statements(
  `create table subscriptions (
    id bigint generated always as identity primary key,
    -- Null: the feed is gone, or has another hub; what is left to do is to tell this one.
    feed_id bigint unique references feeds on delete set null,
    hub text not null,
    topic text not null,
    token text not null unique,
    secret text not null,
    state text not null default 'wanted'
      check (state in ('wanted', 'asked', 'active', 'denied', 'deaf', 'leaving', 'left')),
    -- Null: there is nothing to ask the hub for.
    due_at timestamptz default now(),
    attempt bigint not null default 0,
    failures int not null default 0,
    reason text,
    verified_at timestamptz,
    lease_until timestamptz,
    pushed_at timestamptz,
    pushes bigint not null default 0,
    rejected bigint not null default 0,
    unheard int not null default 0)`,
  `create index subscriptions_due on subscriptions (due_at) where due_at is not null`,
);
