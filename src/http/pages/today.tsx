import { healthOf } from '../../operations/feed-health.js';
import { type Today, todayOf } from '../../operations/today.js';
import { type Stage, stages } from '../../pipeline.js';
import { AlertList } from './alerts.js';
import { livePlaces } from './live.js';
import { Newest } from './newest.js';
import { type PageRoute, pageRoute } from './page-route.js';
import { Bar } from './parts.js';
import { counted, countWords, durationWords, languageWords, percentWords, Time, withQuery } from './words.js';

export const todayPages: readonly PageRoute[] = [
  pageRoute({
    path: '/',
    handle: async (_input, { ports }) => {
      const today = await todayOf(ports);
      return {
        status: 'page',
        title: 'Feedmill',
        content: <TodayContent today={today} now={ports.now()} />,
        hasChart: true,
      };
    },
  }),
];

function TodayContent({ today, now }: { today: Today; now: Date }) {
  const places = livePlaces(today);
  return (
    <>
      <h1>Today</h1>
      <Wrong today={today} />
      <Pipeline today={today} places={places} />
      <div class="figures">
        <Figure name="stored in the last 24 hours" value={countWords(today.stored)} />
        <Figure name="oldest waiting job" value={places['oldest'] ?? ''} live="oldest" />
        <Figure
          name={today.workers.length === 1 ? 'process works' : 'processes work'}
          value={countWords(today.workers.length)}
        />
        <Figure
          name="from published to stored, half of the news within"
          value={delayWords(today.delays.medianMs)}
        />
        <Figure name="from published to stored, 95 of 100 within" value={delayWords(today.delays.p95Ms)} />
      </div>
      <Newest today={today} />
      <Stored hours={today.hours} />
      <div class="columns">
        <Trouble today={today} now={now} />
        <LanguagesToday today={today} />
      </div>
    </>
  );
}

const delayWords = (ms: number | null): string => (ms === null ? 'not known yet' : durationWords(ms));

function Figure({ name, value, live }: { name: string; value: string; live?: string }) {
  return (
    <p class="figure">
      <strong data-live={live}>{value}</strong> <span>{name}</span>
    </p>
  );
}

const doing: Readonly<Record<Stage, string>> = {
  poll: 'feeds asked for news',
  scrape: 'pages fetched',
  clean: 'text found',
  tag: 'language told',
  store: 'made searchable',
};

function Wrong({ today: { alerts } }: { today: Today }) {
  return (
    <section aria-labelledby="wrong">
      <h2 id="wrong" class={alerts.length === 0 ? 'unseen' : undefined}>
        What is wrong
      </h2>
      {alerts.length > 0 && <AlertList alerts={alerts} />}
      <p>
        {alerts.length === 0 && <span class="good">All is well. </span>}
        <a href="/alerts">What was wrong before</a>
      </p>
    </section>
  );
}

function Pipeline({
  today: { queues, perMinute },
  places,
}: {
  today: Today;
  places: Record<string, string>;
}) {
  return (
    <section aria-labelledby="pipeline">
      <h2 id="pipeline">The pipeline now</h2>
      <ol class="pipeline">
        {stages.map((stage) => (
          <li
            key={stage}
            class={queues.find(({ queue }) => queue === stage)?.active === 0 ? 'stage' : 'stage busy'}
          >
            <h3>
              <a href={`/queues/queue/${stage}`}>{stage}</a>
            </h3>
            <p class="quiet">{doing[stage]}</p>
            <dl>
              {[
                ['waiting', 'waiting'],
                ['running', 'active'],
                ['delayed', 'delayed'],
                ['failed', 'failed'],
              ].map(([text, what]) => (
                <div key={what} class={what}>
                  <dt>{text}</dt>
                  <dd data-live={`${stage}.${what}`}>{places[`${stage}.${what}`]}</dd>
                </div>
              ))}
              <div>
                <dt>a minute</dt>
                <dd>{rateWords(perMinute.get(stage) ?? 0)}</dd>
              </div>
            </dl>
          </li>
        ))}
      </ol>
      <p class="quiet">
        <span data-live-state>These counts are those of the moment when this page was opened.</span>{' '}
        <a href="/queues/">The queues job by job</a>
      </p>
    </section>
  );
}

/** Attempts a minute; below ten with a digit behind the point. */
const rateWords = (perMinute: number): string =>
  perMinute >= 10 ? countWords(Math.round(perMinute)) : String(Math.round(perMinute * 10) / 10);

function Stored({ hours }: { hours: Today['hours'] }) {
  return (
    <section aria-labelledby="stored">
      <h2 id="stored">Articles stored per hour</h2>
      <div class="chart" data-chart="stored-table" />
      <details>
        <summary>As a table</summary>
        <table id="stored-table" class="plain">
          <caption>Articles stored in each of the last 48 hours; the last hour is not over</caption>
          <thead>
            <tr>
              <th scope="col">Hour from</th>
              <th scope="col" class="number">
                Articles
              </th>
            </tr>
          </thead>
          <tbody>
            {hours.map(({ hour, articles }) => (
              <tr key={hour.getTime()}>
                <th scope="row">
                  <Time at={hour} />
                </th>
                <td class="number">{articles}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

function Trouble({ today: { feeds, troubled }, now }: { today: Today; now: Date }) {
  return (
    <section aria-labelledby="trouble">
      <h2 id="trouble">Feeds</h2>
      <p>
        {counted(feeds.active, 'feed')} polled, {countWords(feeds.paused)} paused.{' '}
        {feeds.missed > 0 && `${counted(feeds.missed, 'item')} probably missed in the last week. `}
        {feeds.active === 0 && <a href="/feeds">Add the first feed</a>}
      </p>
      {troubled.length === 0 ? (
        <p class="good">No feed is in trouble.</p>
      ) : (
        <>
          <ul class="list">
            {troubled.map((feed) => (
              <li key={feed.id}>
                <a href={`/feeds/${feed.id}`} dir="auto">
                  {feed.title ?? feed.url}
                </a>
                <p class="bad">{healthOf(feed, now).words}</p>
              </li>
            ))}
          </ul>
          <p>
            <a href={withQuery('/feeds', { health: 'failing', order: 'failures' })}>
              All feeds that fail ({countWords(feeds.failing)})
            </a>
          </p>
        </>
      )}
    </section>
  );
}

function LanguagesToday({ today: { languages, stored } }: { today: Today }) {
  return (
    <section aria-labelledby="languages">
      <h2 id="languages">Languages, last 24 hours</h2>
      {languages.length === 0 && <p class="quiet">Nothing was stored.</p>}
      <ul class="shares">
        {languages.map(({ language, articles }) => (
          <li key={language}>
            <a href={withQuery('/articles', { language })}>{languageWords(language)}</a>
            <span class="number">
              {countWords(articles)} · {percentWords(articles / stored)}
            </span>
            <Bar share={articles / stored} />
          </li>
        ))}
      </ul>
      <p>
        <a href="/languages">All languages</a>
      </p>
    </section>
  );
}
