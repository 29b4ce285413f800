import { statements } from './statements.js';

export const politeness = statements(
  // next_slot is the plan: the first time that no job has. next_at is what happened: no request before it.
  `alter table hosts
    add column next_at timestamptz not null default '-infinity',
    add column asked_at timestamptz,
    add column set_delay_ms int,
    add column crawl_delay_ms int,
    add column backoff_ms int not null default 0,
    add column latency_ms int not null default 0`,
  `create table silent_hosts (
    host text primary key,
    since timestamptz not null default now(),
    until timestamptz not null,
    failures int not null default 1,
    reason text not null)`,
);
