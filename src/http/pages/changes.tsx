// Who changed what: the list for the person who asks why a feed stands still.
import type { Change } from '../../store/changes.js';
import { changesQuery } from './page-requests.js';
import { type PageRoute, pageRoute } from './page-route.js';
import { Pages, Table } from './parts.js';
import { Time, withQuery } from './words.js';

const ON_A_PAGE = 100;

export const changesPages: readonly PageRoute[] = [
  pageRoute({
    path: '/changes',
    scope: 'operate',
    query: changesQuery,
    handle: async ({ query: { before, ...filter } }, { ports }) => {
      const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
      const changes = await ports.store.changes.list(given, { before: before ?? null, limit: ON_A_PAGE });
      const last = changes.length < ON_A_PAGE ? undefined : changes.at(-1);
      return {
        status: 'page',
        title: 'Changes',
        content: (
          <>
            <h1>Changes</h1>
            <Filter who={filter.who ?? ''} what={filter.what ?? ''} />
            <List changes={changes} />
            <Pages
              first={before === undefined ? null : withQuery('/changes', filter)}
              next={last === undefined ? null : withQuery('/changes', { ...filter, before: last.id })}
            />
          </>
        ),
      };
    },
  }),
];

function Filter({ who, what }: { who: string; what: string }) {
  return (
    <form class="filter" method="get" action="/changes">
      <label>
        <span>Who</span>
        <input name="who" value={who} placeholder="a token's name" />
      </label>
      <label class="wide">
        <span>What</span>
        <input name="what" value={what} placeholder="feeds, DELETE, example.org" />
      </label>
      <button type="submit">Show</button>
    </form>
  );
}

function List({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0) return <p class="quiet">Nothing was changed, as far as this list knows.</p>;
  return (
    <Table
      caption="What was changed through the API, the pages, the dashboard and the command line"
      columns={[
        { head: 'Who' },
        { head: 'When' },
        { head: 'What' },
        { head: 'About' },
        { head: 'Outcome' },
        { head: 'From' },
      ]}
      rows={changes.map((change) => [
        change.caller_kind === 'session' ? `${change.caller}, in a browser` : change.caller,
        <Time at={change.at} />,
        `${change.method} ${change.route}`,
        aboutWords(change.subject),
        <span class={change.status !== null && change.status < 400 ? 'good' : 'bad'}>
          {outcomeWords(change.status)}
        </span>,
        change.address === null ? '' : <span class="quiet">{change.address}</span>,
      ])}
    />
  );
}

const aboutWords = (subject: Record<string, unknown>): string =>
  Object.entries(subject)
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : String(value)}`)
    .join('; ');

function outcomeWords(status: number | null): string {
  if (status === null) return 'not ended';
  if (status < 400) return 'done';
  return status === 403 ? 'refused (403)' : `not done (${status})`;
}
