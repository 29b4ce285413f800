import type { SnapshotInfo } from '../../store/snapshots.js';
import { Table } from './parts.js';
import { countWords, Time } from './words.js';

export function Originals({
  articleId,
  snapshots,
  latest,
}: {
  articleId: number;
  snapshots: readonly SnapshotInfo[];
  latest: SnapshotInfo | null;
}) {
  if (latest === null) return null;
  return (
    <section aria-labelledby="original">
      <h2 id="original">The original</h2>
      <details>
        <summary>
          The page as it came on {latest.fetched_at.toISOString().slice(0, 10)}, without its scripts, styles
          and pictures from elsewhere
        </summary>
        <iframe
          title="The page as it came"
          src={`/articles/${articleId}/originals/${latest.id}`}
          sandbox=""
          loading="lazy"
          referrerpolicy="no-referrer"
        />
      </details>
      <p>
        <a href={`/api/articles/${articleId}/capture`} download={`article-${articleId}.json`}>
          Capture it with its headers, to run it again in a test
        </a>{' '}
        · <a href={`/articles/${articleId}/explanation`}>Where each field and the text come from</a>
      </p>
      <Table
        caption="Every fetched page, newest first"
        columns={[
          { head: 'Fetched' },
          { head: 'Address' },
          { head: 'Answer', numeric: true },
          { head: 'Bytes', numeric: true },
          { head: 'Page' },
        ]}
        rows={[...snapshots].reverse().map(({ id, url, status, size, fetched_at: at }) => [
          <Time at={at} />,
          <span class="address">{url}</span>,
          String(status),
          countWords(size),
          <a href={`/articles/${articleId}/originals/${id}`} aria-label={`open page ${id}`}>
            open
          </a>,
        ])}
      />
    </section>
  );
}
