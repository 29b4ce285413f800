import { FAILURE_WINDOW, type FailureOverview, failuresOf, retryCause } from '../../operations/failures.js';
import { stages } from '../../pipeline.js';
import type { FailureGroup, FailureState } from '../../store/failures.js';
import { telling } from './notices.js';
import { failuresQuery, retryForm } from './page-requests.js';
import { type PageRoute, pageRoute } from './page-route.js';
import { Choice, Table } from './parts.js';
import { counted, countWords, Time, withQuery } from './words.js';

const states: readonly (readonly [FailureState, string])[] = [
  ['failed', 'failed: given up after their tries'],
  ['dropped', 'dropped: nothing in them to store'],
  ['thin', 'thin: stored with little text'],
];

export const failuresPages: readonly PageRoute[] = [
  pageRoute({
    path: '/failures',
    query: failuresQuery,
    handle: async ({ query: { state } }, { ports }) => ({
      status: 'page',
      title: 'Failures',
      content: <FailuresContent state={state} overview={await failuresOf(state, ports)} />,
    }),
  }),
  pageRoute({
    method: 'POST',
    path: '/failures/retry',
    body: retryForm,
    handle: async ({ body }, { ports }) => {
      await retryCause(body, ports);
      return { status: 'moved', to: telling(withQuery('/failures', { state: body.state }), 'retried') };
    },
  }),
];

function FailuresContent({
  state,
  overview: { articles, feeds, retrying },
}: {
  state: FailureState;
  overview: FailureOverview;
}) {
  return (
    <>
      <h1>Failures</h1>
      <form class="filter" method="get" action="/failures">
        <Choice name="state" label="Articles that are" options={states} chosen={state} />
        <button type="submit">Show</button>
      </form>
      <section aria-labelledby="articles">
        <h2 id="articles">Articles</h2>
        <p class="quiet">
          By stage, reason and host, of the newest {countWords(FAILURE_WINDOW.articles)} that are {state}.
        </p>
        {articles.length === 0 ? (
          <p class="good">None is {state}.</p>
        ) : (
          <ul class="list">
            {articles.map((group) => (
              <Group
                key={`${group.stage} ${group.host} ${group.reason}`}
                group={group}
                state={state}
                noun="article"
              />
            ))}
          </ul>
        )}
      </section>
      <Retrying retrying={retrying} />
      <section aria-labelledby="feeds">
        <h2 id="feeds">Feeds</h2>
        {feeds.length === 0 ? (
          <p class="good">No feed fails.</p>
        ) : (
          <ul class="list">
            {feeds.map((group) => (
              <Group key={`${group.host} ${group.reason}`} group={group} state={state} noun="feed" />
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

function Group({
  group,
  state,
  noun,
}: {
  group: FailureGroup;
  state: FailureState;
  noun: 'article' | 'feed';
}) {
  const { stage, reason, host, count, latest, examples } = group;
  const isFeed = noun === 'feed';
  return (
    <li>
      <h3>
        {counted(count, noun)} of {host} at {stage}
      </h3>
      <p class="reason">{reason}</p>
      <ul class="examples">
        {examples.map(({ id, title, url }) => (
          <li key={id}>
            <a href={`/${noun}s/${id}`} dir="auto">
              {title ?? url}
            </a>
          </li>
        ))}
        {count > examples.length && !isFeed && (
          <li>
            <a href={withQuery('/articles', { state, host })}>All of {host}</a>
          </li>
        )}
      </ul>
      <p class="quiet">
        last <Time at={latest} />
      </p>
      <form class="filter" method="post" action="/failures/retry">
        {Object.entries({ state, stage, reason, host }).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {!isFeed && (
          <Choice
            name="from"
            label="From"
            options={stages.filter((one) => one !== 'poll').map((one) => [one, one] as const)}
            chosen={stage === 'scrape' ? 'scrape' : 'clean'}
          />
        )}
        <button type="submit" aria-label={`${isFeed ? 'Poll' : 'Try'} again: ${host}, ${reason}`}>
          {isFeed ? 'Poll again' : 'Try again'}
        </button>
      </form>
    </li>
  );
}

function Retrying({ retrying }: { retrying: FailureOverview['retrying'] }) {
  if (retrying.length === 0) return null;
  return (
    <section aria-labelledby="retrying">
      <h2 id="retrying">Tried again by themselves</h2>
      <Table
        caption="Articles that have failed so far and have tries left"
        columns={[
          { head: 'Articles', numeric: true },
          { head: 'Stage' },
          { head: 'Host' },
          { head: 'Reason' },
          { head: 'Next try' },
        ]}
        rows={retrying.map(({ count, stage, host, reason, nextAt }) => [
          countWords(count),
          stage,
          host,
          reason,
          <Time at={nextAt} />,
        ])}
      />
    </section>
  );
}
