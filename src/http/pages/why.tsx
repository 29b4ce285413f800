import { type Why, why } from '../../operations/why.js';
import { ArticleList } from './article-list.js';
import { Life } from './article-parts.js';
import { whyPageQuery } from './page-requests.js';
import { type PageRoute, pageRoute } from './page-route.js';
import { Table } from './parts.js';
import { Said, Time, TimeOrNone } from './words.js';

export const whyPages: readonly PageRoute[] = [
  pageRoute({
    path: '/why',
    query: whyPageQuery,
    handle: async ({ query: { q } }, { ports }) => ({
      status: 'page',
      title: 'Why?',
      content: (
        <>
          <h1>Why is it missing?</h1>
          <WhyForm asked={q} />
          {q !== undefined && <Answer why={await why(q, ports)} />}
        </>
      ),
    }),
  }),
];

export function WhyForm({ asked }: { asked?: string | undefined }) {
  return (
    <form class="filter" method="get" action="/why">
      <label class="wide">
        <span>Address, number or a part of the title of an article</span>
        <input name="q" type="search" required value={asked ?? ''} />
      </label>
      <button type="submit">Find out</button>
    </form>
  );
}

function Answer({ why: found }: { why: Why }) {
  switch (found.status) {
    case 'known':
      return (
        <>
          <p>
            <a href={`/articles/${found.article.id}`} dir="auto">
              {found.article.title ?? found.article.hints.title ?? found.article.url}
            </a>
          </p>
          <Life answer={found.answer} life={found.life} />
        </>
      );
    case 'several':
      return (
        <>
          <p role="status">{found.answer}</p>
          <ArticleList heading="h2" articles={found.matches} />
        </>
      );
    case 'unknown':
      return (
        <>
          <p class="reason" dir="auto">
            <Said text={found.answer} />
          </p>
          {found.feeds.length > 0 && <FeedsOfSite feeds={found.feeds} />}
        </>
      );
    case 'invalid':
      return (
        <p class="reason" dir="auto">
          {found.answer}
        </p>
      );
    default:
      return found satisfies never;
  }
}

function FeedsOfSite({ feeds }: { feeds: Extract<Why, { status: 'unknown' }>['feeds'] }) {
  return (
    <Table
      caption="The feeds of this site"
      columns={[{ head: 'Feed' }, { head: 'How it is' }, { head: 'Last poll' }, { head: 'Next poll' }]}
      rows={feeds.map(({ id, url, health, says, polledAt, nextPollAt }) => [
        <a class="address" href={`/feeds/${id}`}>
          {url}
        </a>,
        <span class={`health ${health}`} dir="auto">
          {says}
        </span>,
        <TimeOrNone at={polledAt} />,
        nextPollAt === null ? 'when it is resumed' : <Time at={nextPollAt} />,
      ])}
    />
  );
}
