import { statements } from './statements.js';

export const alerts = statements(
  `create table alerts (
    id bigint generated always as identity primary key,
    kind text not null,
    subject text not null,
    severity text not null check (severity in ('critical', 'warning')),
    message text not null,
    detail jsonb not null,
    since timestamptz not null default now(),
    resolved_at timestamptz,
    -- How it ended: by itself, or because somebody took it as the new normal.
    resolution text check (resolution in ('over', 'accepted')))`,
  // However many processes find the same thing at once, it is raised once.
  `create unique index alerts_open on alerts (kind, subject) where resolved_at is null`,
  `create table sites (
    site text primary key,
    habits jsonb not null,
    updated_at timestamptz not null default now())`,
  // What the ends of articles leave for the watch, which takes it into the habits of the sites. Without index but the
  // key, and with the site as text, so that the end of an article waits for no other article of its site.
  `create table site_observations (
    id bigint generated always as identity primary key,
    site text not null,
    is_first boolean not null,
    observation jsonb not null)`,
  `alter table articles add column drift_alert bigint references alerts on delete set null`,
  `create index articles_drift on articles (drift_alert, id) where drift_alert is not null`,
  `create table workers (
    id text primary key,
    host text not null,
    pid int not null,
    stages text[] not null,
    started_at timestamptz not null default now(),
    seen_at timestamptz not null default now())`,
);
