import { statements } from './statements.js';

export const access = statements(
  `create table tokens (
    id bigint generated always as identity primary key,
    name text not null,
    prefix text not null,
    hash text not null unique,
    scope text not null check (scope in ('read', 'operate', 'admin')),
    made_by text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz)`,
  `create unique index tokens_live_name on tokens (name) where revoked_at is null`,
  `create index tokens_prefix on tokens (prefix)`,
  `create table sessions (
    id bigint generated always as identity primary key,
    hash text not null unique,
    token_id bigint references tokens on delete cascade,
    seal text,
    created_at timestamptz not null default now(),
    used_at timestamptz not null default now(),
    check ((token_id is null) <> (seal is null)))`,
  `create index sessions_token on sessions (token_id)`,
  `create table changes (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    caller text not null,
    caller_kind text not null check (caller_kind in ('local', 'open', 'setting', 'token', 'session')),
    -- No reference: what a token has changed outlives whatever becomes of its row.
    token_id bigint,
    address text,
    method text not null,
    route text not null,
    subject jsonb not null,
    request_id text not null,
    status int)`,
  `create index changes_at on changes (at)`,
);
