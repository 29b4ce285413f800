import { healthOf } from '../../operations/feed-health.js';
import { feedNamed, pollNow, setFeedState } from '../../operations/feeds.js';
import type { ArticleSummary } from '../../store/article-summary.js';
import type { Feed } from '../../store/feeds.js';
import type { LedgerRow } from '../../store/ledger.js';
import type { FeedHabits } from '../contract-feeds.js';
import { feedHabits } from '../feed-habits.js';
import { ArticleList } from './article-list.js';
import { telling } from './notices.js';
import { feedIdParams } from './page-requests.js';
import { type PageRoute, pageRoute } from './page-route.js';
import { Act, Facts, Table } from './parts.js';
import { PollChart } from './poll-chart.js';
import { counted, durationWords, Elsewhere, languageWords, Time, TimeOrNone, withQuery } from './words.js';

const POLLS_SHOWN = 20;
/** Two days of a feed that is polled every quarter of an hour. */
const POLLS_DRAWN = 200;
const ARTICLES_SHOWN = 20;
const SKIPPED_SHOWN = 20;

export const feedPages: readonly PageRoute[] = [
  pageRoute({
    path: '/feeds/:feed',
    params: feedIdParams,
    handle: async ({ params }, { ports }) => {
      const { store, now } = ports;
      const feed = await feedNamed(params.feed, ports);
      const [polls, skipped, articles] = await Promise.all([
        store.ledger.ofFeed(feed.id, POLLS_DRAWN),
        store.items.skipped(feed.id, SKIPPED_SHOWN),
        store.library.list({ feedId: feed.id }, { before: null, limit: ARTICLES_SHOWN }),
      ]);
      return {
        status: 'page',
        title: feed.title ?? feed.url,
        hasChart: polls.length > 0,
        content: (
          <>
            <FeedHead feed={feed} now={now()} />
            <FeedFacts feed={feed} habits={feedHabits(feed, now())} />
            <PollChart polls={polls} />
            <Polls polls={polls.slice(0, POLLS_SHOWN)} />
            <Recent feed={feed} articles={articles} />
            <LeftOut items={skipped} />
          </>
        ),
      };
    },
  }),
  pageRoute({
    method: 'POST',
    path: '/feeds/:feed/pause',
    params: feedIdParams,
    handle: async ({ params }, { ports }) => {
      const { id } = await feedNamed(params.feed, ports);
      await setFeedState(id, 'paused', ports);
      return { status: 'moved', to: telling(`/feeds/${id}`, 'paused') };
    },
  }),
  pageRoute({
    method: 'POST',
    path: '/feeds/:feed/resume',
    params: feedIdParams,
    handle: async ({ params }, { ports }) => {
      const { id } = await feedNamed(params.feed, ports);
      await setFeedState(id, 'active', ports);
      return { status: 'moved', to: telling(`/feeds/${id}`, 'resumed') };
    },
  }),
  pageRoute({
    method: 'POST',
    path: '/feeds/:feed/poll',
    params: feedIdParams,
    handle: async ({ params }, { ports }) => {
      const { id } = await feedNamed(params.feed, ports);
      await pollNow([id], ports);
      return { status: 'moved', to: telling(`/feeds/${id}`, 'poll-queued') };
    },
  }),
];

function FeedHead({ feed, now }: { feed: Feed; now: Date }) {
  const health = healthOf(feed, now);
  return (
    <>
      <p class="crumbs">
        <a href="/feeds">Feeds</a>
      </p>
      <h1 dir="auto">{feed.title ?? feed.url}</h1>
      <p class={`health ${health.kind}`}>{health.words}</p>
      <div class="acts">
        <Act action={`/feeds/${feed.id}/poll`} text="Poll now" />
        {feed.state === 'paused' ? (
          <Act action={`/feeds/${feed.id}/resume`} text="Resume" />
        ) : (
          <Act action={`/feeds/${feed.id}/pause`} text="Pause" />
        )}
        <a href={`/feeds/${feed.id}/remove`}>Remove…</a>
      </div>
    </>
  );
}

function FeedFacts({ feed, habits }: { feed: Feed; habits: FeedHabits }) {
  const { identity, itemsPerDay, publisherAsks, missed, movingTo, validators } = habits;
  return (
    <Facts
      facts={[
        ['Address', <Elsewhere url={feed.url} />],
        ['Site', feed.site_url === null ? null : <Elsewhere url={feed.site_url} />],
        ['Language', feed.language === null ? null : languageWords(feed.language)],
        ['Tags', feed.tags.join(', ')],
        [
          'Last poll',
          <>
            <TimeOrNone at={feed.polled_at} />
            {feed.last_status !== null && `, answered ${feed.last_status}`}
          </>,
        ],
        ['Last good poll', <TimeOrNone at={feed.succeeded_at} />],
        ['Next poll', feed.state === 'paused' ? 'when it is resumed' : <Time at={feed.next_poll_at} />],
        [
          'Polled every',
          `${durationWords(feed.interval_ms)}${feed.interval_reason === null ? '' : `: ${feed.interval_reason}`}`,
        ],
        ['Items a day', itemsPerDay === null ? null : String(Math.round(itemsPerDay * 10) / 10)],
        ['Publisher asks', publisherAsks.join('; ')],
        ['Items known by', `${identity.rule}: ${identity.evidence}`],
        ['Validators', validators],
        [
          'Probably missed',
          missed === null ? null : (
            <>
              {counted(missed.items, 'item')}, last noticed <Time at={new Date(missed.at)} />
            </>
          ),
        ],
        [
          'Moving to',
          movingTo === null ? null : (
            <>
              <Elsewhere url={movingTo.url} />, since <Time at={new Date(movingTo.since)} />
            </>
          ),
        ],
        ['Last error', feed.last_error],
        ['Added', <Time at={feed.created_at} />],
      ]}
    />
  );
}

function Polls({ polls }: { polls: readonly LedgerRow[] }) {
  return (
    <section aria-labelledby="polls">
      <h2 id="polls">Latest polls</h2>
      {polls.length === 0 ? (
        <p class="quiet">There was none yet.</p>
      ) : (
        <Table
          caption="The latest polls, newest first"
          columns={[{ head: 'When' }, { head: 'Outcome' }, { head: 'What' }, { head: 'Took', numeric: true }]}
          rows={polls.map(({ at, outcome, reason, ms }) => [
            <Time at={at} />,
            <span class={`outcome ${outcome}`}>{outcome}</span>,
            reason ?? '',
            durationWords(ms),
          ])}
        />
      )}
    </section>
  );
}

function Recent({ feed, articles }: { feed: Feed; articles: readonly ArticleSummary[] }) {
  return (
    <section aria-labelledby="recent">
      <h2 id="recent">Recent articles</h2>
      <ArticleList articles={articles} />
      {articles.length > 0 && (
        <p>
          <a href={withQuery('/articles', { feed: feed.id })}>All articles of this feed</a>
        </p>
      )}
    </section>
  );
}

function LeftOut({
  items,
}: {
  items: readonly { title: string | null; url: string | null; skip_reason: string | null }[];
}) {
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="left-out">
      <h2 id="left-out">Items that were left out</h2>
      <ul class="list">
        {items.map(({ title, url, skip_reason: reason }, n) => (
          <li key={n}>
            <span dir="auto">{title ?? url ?? 'without title and address'}</span>
            <p class="quiet">{reason}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
