import { statements } from './statements.js';

export const feedMemory = statements(
  `alter table feeds
    add column memory jsonb not null default '{}',
    add column interval_cause text,
    drop constraint feeds_state_check,
    add constraint feeds_state_check check (state in ('active', 'paused', 'gone'))`,
  `drop index feeds_due`,
  `create index feeds_due on feeds (next_poll_at) where state <> 'paused'`,
  // An item is known by any of its signs; the row of an item that is gone is only a sign that leads nowhere.
  `create table feed_item_signs (
    feed_id bigint not null references feeds on delete cascade,
    sign text not null,
    item_key text not null,
    primary key (feed_id, sign))`,
  `insert into feed_item_signs (feed_id, sign, item_key)
    select feed_items.feed_id, 'u:' || articles.url_key, item_key
    from feed_items join articles on articles.id = feed_items.article_id
    order by seen_at desc
    on conflict do nothing`,
);
