import { statements } from './statements.js';

export const clocks = statements(
  // How far the clock of a process' machine is ahead of the database's, in ms; behind it where negative.
  `alter table workers add column clock_ahead_ms bigint not null default 0`,
);
