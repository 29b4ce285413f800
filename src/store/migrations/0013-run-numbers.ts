import { statements } from './statements.js';

export const runNumbers = statements(
  // A run keeps its number and its beginning through all its stages, while ticket and attempt change with each.
  `alter table runs add column number bigint not null default nextval('run_numbers')`,
  `alter table runs add column begun_at timestamptz not null default now()`,
);
