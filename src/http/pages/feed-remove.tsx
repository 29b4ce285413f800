// Removing a feed: first what would happen, then the button that does it.
import { feedNamed, removeFeed } from '../../operations/feeds.js';
import type { Feed } from '../../store/feeds.js';
import { telling } from './notices.js';
import { feedIdParams } from './page-requests.js';
import { type PageRoute, pageRoute } from './page-route.js';
import { Act } from './parts.js';
import { counted, withQuery } from './words.js';

export const feedRemovePages: readonly PageRoute[] = [
  pageRoute({
    path: '/feeds/:feed/remove',
    params: feedIdParams,
    handle: async ({ params }, { ports }) => {
      const feed = await feedNamed(params.feed, ports);
      const listed = await ports.store.feeds.articlesOf(feed.id);
      return { status: 'page', title: 'Remove a feed', content: <Question feed={feed} listed={listed} /> };
    },
  }),
  pageRoute({
    method: 'POST',
    path: '/feeds/:feed/remove',
    params: feedIdParams,
    handle: async ({ params }, { ports }) => {
      await removeFeed((await feedNamed(params.feed, ports)).id, ports);
      return { status: 'moved', to: telling('/feeds', 'removed') };
    },
  }),
];

function Question({ feed, listed }: { feed: Feed; listed: number }) {
  return (
    <>
      <p class="crumbs">
        <a href="/feeds">Feeds</a> ›{' '}
        <a href={`/feeds/${feed.id}`} dir="auto">
          {feed.title ?? feed.url}
        </a>
      </p>
      <h1>Remove this feed?</h1>
      <p class="address">{feed.url}</p>
      <ul class="points">
        <li>It is polled no more, and its hub, if it has one, is told so.</li>
        <li>
          {listed === 0 ? (
            'It has listed no article.'
          ) : (
            <>
              <a href={withQuery('/articles', { feed: feed.id, state: 'any' })}>
                {counted(listed, 'article')}
              </a>{' '}
              that it listed {listed === 1 ? 'stays' : 'stay'}: to be read, found, exported and run again.
              Which of them it listed is forgotten.
            </>
          )}
        </li>
        <li>The history of its polls and what is known of its rhythm are deleted.</li>
        <li>Added again, it begins anew; articles that are known are not stored a second time.</li>
      </ul>
      <div class="acts">
        <Act action={`/feeds/${feed.id}/remove`} text="Remove the feed" />
        <a href={`/feeds/${feed.id}`}>Keep it</a>
      </div>
    </>
  );
}
