import { statements } from './statements.js';

export const retention = statements(
  // What a revision was made from stays as a row when its bytes go.
  `alter table snapshots add column kept boolean not null default true`,
  `create index snapshots_kept on snapshots (fetched_at) where kept`,
);
