import type { Today } from '../../operations/today.js';
import { hostIn } from './article-list.js';
import { Time } from './words.js';

// New ones are put on top by the page's script while it is open; each line is what that script makes as well.
export function Newest({ today: { newest, newestEvent } }: { today: Today }) {
  return (
    <section aria-labelledby="newest">
      <h2 id="newest">Newest articles</h2>
      {newest.length === 0 && <p class="quiet">None is stored yet.</p>}
      <ul class="list" data-newest={String(newestEvent)}>
        {newest.map(({ id, title, url, siteName, language, publishedAt, storedAt, discoveredAt }) => (
          <li key={id} data-article={String(id)}>
            <a href={`/articles/${id}`} dir="auto">
              {title ?? url}
            </a>
            <p class="quiet">
              <bdi>{siteName ?? hostIn(url)}</bdi> · {language ?? 'und'} ·{' '}
              <Time at={publishedAt ?? storedAt ?? discoveredAt} />
            </p>
          </li>
        ))}
      </ul>
      <p>
        <a href="/articles">All articles</a>
      </p>
    </section>
  );
}
