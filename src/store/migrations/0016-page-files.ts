import { statements } from './statements.js';

export const pageFiles = statements(
  // null: the bytes stand in the row.
  `alter table snapshots add column place text`,
  `create index snapshots_placed on snapshots (sha256) where place is not null`,
  // What was written outside the database. A row is here before its bytes are, and goes after them.
  `create table page_files (
    place text not null,
    name text not null,
    bytes bigint not null,
    look_at timestamptz,
    primary key (place, name)
  )`,
  `create index page_files_look_at on page_files (look_at) where look_at is not null`,
  // Whatever takes a page's row away, by age, with its article or by hand, has its bytes looked at. A time that lies
  // ahead stays: somebody has just written the same bytes and has not finished with them.
  `create function forget_page_file() returns trigger language plpgsql as $$
    begin
      update page_files set look_at = greatest(look_at, now())
        where place = old.place and name = old.sha256 || '.' || old.codec;
      return null;
    end $$`,
  `create trigger snapshots_forgotten after delete on snapshots
    for each row when (old.place is not null) execute function forget_page_file()`,
  `create trigger snapshots_moved after update of place on snapshots
    for each row when (old.place is not null and new.place is distinct from old.place)
    execute function forget_page_file()`,
);
