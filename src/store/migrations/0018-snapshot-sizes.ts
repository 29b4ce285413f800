import { statements } from './statements.js';

export const snapshotSizes = statements(
  // What a page takes as it is kept, so that their sum is read from an index alone. Pages of before are measured by and
  // by, where somebody asks for it: to fill the column here would write every row anew.
  `alter table snapshots add column packed int`,
  `drop index snapshots_kept`,
  `create index snapshots_kept on snapshots (fetched_at, id) include (packed) where kept`,
  `create index snapshots_unmeasured on snapshots (id) where kept and packed is null`,
);
