import { articlesPerDay, DAYS_SHOWN } from '../../operations/feed-days.js';
import { healthOf } from '../../operations/feed-health.js';
import { type AddedSources, addUrls, importOpml } from '../../operations/feeds.js';
import type { FeedHealth, FeedOrder } from '../../store/feed-pages.js';
import type { FeedSummary } from '../../store/feeds.js';
import { addFeedForm, feedsQuery, importForm } from './page-requests.js';
import { type PageRoute, pageRoute } from './page-route.js';
import { Choice, Pages, Sparkline } from './parts.js';
import { counted, Time, TimeOrNone, withQuery } from './words.js';

const ON_A_PAGE = 50;
/** OPML lists of large readers have some megabytes. */
const OPML_BYTES = 20_000_000;

const healths: readonly (readonly [FeedHealth | '', string])[] = [
  ['', 'any'],
  ['failing', 'failing'],
  ['missed', 'missed items lately'],
  ['paused', 'paused'],
  ['gone', 'gone for good'],
  ['new', 'not polled yet'],
];
const orders: readonly (readonly [FeedOrder, string])[] = [
  ['title', 'name'],
  ['failures', 'most failures first'],
  ['silent', 'longest without an answer first'],
  ['next', 'next poll first'],
  ['newest', 'last added first'],
];

export const feedsPages: readonly PageRoute[] = [
  pageRoute({
    path: '/feeds',
    query: feedsQuery,
    handle: async ({ query: { q, health, order, value, after } }, { ports }) => {
      const { feeds, next } = await ports.store.newsroom.feeds.page(
        { ...(q === undefined ? {} : { words: q }), ...(health === undefined ? {} : { health }) },
        order,
        after === undefined ? null : { value: value ?? '', id: after },
        ON_A_PAGE,
      );
      const perDay = await articlesPerDay(
        feeds.map(({ id }) => id),
        ports,
      );
      const here = { q, health, order };
      return {
        status: 'page',
        title: 'Feeds',
        content: (
          <>
            <h1>Feeds</h1>
            <AddFeeds />
            <Filter q={q} health={health} order={order} />
            <FeedList feeds={feeds} perDay={perDay} now={ports.now()} />
            <Pages
              first={after === undefined ? null : withQuery('/feeds', here)}
              next={
                next === null ? null : withQuery('/feeds', { ...here, value: next.value, after: next.id })
              }
            />
          </>
        ),
      };
    },
  }),
  pageRoute({
    method: 'POST',
    path: '/feeds',
    body: addFeedForm,
    handle: async ({ body: { url } }, { ports }) => added(await addUrls([addressMeant(url)], [], ports)),
  }),
  pageRoute({
    method: 'POST',
    path: '/feeds/import',
    body: importForm,
    bodyLimit: OPML_BYTES,
    handle: async ({ body: { opml } }, { ports }) => added(await importOpml(opml, 'the list', ports)),
  }),
];

/** What a person types without its scheme is meant as an address of the web. */
const addressMeant = (typed: string): string => {
  const text = typed.trim();
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
};

function AddFeeds() {
  return (
    <section class="forms" aria-label="Add feeds">
      <form method="post" action="/feeds">
        <label>
          <span>Add a feed, or a site that has one</span>
          <input name="url" type="text" inputMode="url" required placeholder="https://example.org/" />
        </label>
        <button type="submit">Add</button>
      </form>
      <form method="post" action="/feeds/import" encType="multipart/form-data">
        <label>
          <span>Import a list (OPML)</span>
          <input name="opml" type="file" required accept=".opml,.xml,text/x-opml,text/xml" />
        </label>
        <button type="submit">Import</button>
      </form>
      <p>
        <a href="/api/feeds/export" download="feedmill.opml">
          Export all as OPML
        </a>
      </p>
    </section>
  );
}

function Filter({
  q,
  health,
  order,
}: {
  q: string | undefined;
  health: FeedHealth | undefined;
  order: FeedOrder;
}) {
  return (
    <form class="filter" method="get" action="/feeds">
      <label>
        <span>Name or address</span>
        <input name="q" type="search" value={q ?? ''} />
      </label>
      <Choice name="health" label="Health" options={healths} chosen={health ?? ''} />
      <Choice name="order" label="Order" options={orders} chosen={order} />
      <button type="submit">Show</button>
    </form>
  );
}

function FeedList({
  feeds,
  perDay,
  now,
}: {
  feeds: readonly FeedSummary[];
  perDay: ReadonlyMap<number, readonly number[]>;
  now: Date;
}) {
  if (feeds.length === 0) return <p class="quiet">No feed is like that.</p>;
  return (
    <ul class="list">
      {feeds.map((feed) => {
        const health = healthOf(feed, now);
        return (
          <li key={feed.id}>
            <h2>
              <a href={`/feeds/${feed.id}`} dir="auto">
                {feed.title ?? feed.url}
              </a>
            </h2>
            <p class="address">{feed.url}</p>
            <p class={`health ${health.kind}`}>{health.words}</p>
            <Sparkline
              counts={perDay.get(feed.id) ?? []}
              label={`Articles a day, the last ${DAYS_SHOWN} days`}
            />
            <p class="quiet">
              {counted(feed.articles, 'article')} · polled <TimeOrNone at={feed.polled_at} />
              {feed.state !== 'paused' && (
                <>
                  {' '}
                  · next <Time at={feed.next_poll_at} />
                </>
              )}
              {feed.tags.length > 0 && ` · ${feed.tags.join(', ')}`}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

function added({ feeds, problems }: AddedSources) {
  const fresh = feeds.filter((one) => one.added).length;
  return {
    status: 'page' as const,
    title: 'Added feeds',
    content: (
      <>
        <h1>Added feeds</h1>
        <p role="status">
          {fresh === 0 ? 'No feed is new' : `${counted(fresh, 'feed')} added`}
          {feeds.length > fresh && `, ${counted(feeds.length - fresh, 'feed')} known already`}
          {problems.length > 0 && `, ${counted(problems.length, 'entry', 'entries')} left out`}.
        </p>
        <Problems problems={problems} />
        <ul class="list">
          {feeds.slice(0, LISTED).map(({ feed }) => (
            <li key={feed.id}>
              <a href={`/feeds/${feed.id}`} dir="auto">
                {feed.title ?? feed.url}
              </a>
            </li>
          ))}
        </ul>
        <p>
          <a href={withQuery('/feeds', { order: 'newest' })}>All feeds, the last added first</a>
        </p>
      </>
    ),
  };
}

function Problems({ problems }: Pick<AddedSources, 'problems'>) {
  if (problems.length === 0) return null;
  return (
    <ul class="list">
      {problems.slice(0, LISTED).map(({ line, message, offered }, n) => (
        <li key={n}>
          <p class="bad">
            {line !== null && `Line ${line}: `}
            {message}
          </p>
          {offered.map((url) => (
            <form key={url} method="post" action="/feeds" class="offer">
              <input type="hidden" name="url" value={url} />
              <button type="submit">Add {url}</button>
            </form>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** A list of thousands is told by its first ones; the page of feeds has them all. */
const LISTED = 100;
