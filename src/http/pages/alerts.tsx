import { acceptDrift, allAlerts, type ToldAlert } from '../../operations/alerts.js';
import { telling } from './notices.js';
import { alertPageParams, alertsQuery } from './page-requests.js';
import { type PageRoute, pageRoute } from './page-route.js';
import { Act, Pages, Table } from './parts.js';
import { Said, Time, withQuery } from './words.js';

const ON_A_PAGE = 50;

export const alertsPages: readonly PageRoute[] = [
  pageRoute({
    path: '/alerts',
    query: alertsQuery,
    handle: async ({ query: { before } }, { ports }) => {
      const alerts = await allAlerts({ before: before ?? null, limit: ON_A_PAGE }, ports);
      const last = alerts.length < ON_A_PAGE ? undefined : alerts.at(-1);
      return {
        status: 'page',
        title: 'Alerts',
        content: (
          <>
            <p class="crumbs">
              <a href="/">Today</a>
            </p>
            <h1>Alerts</h1>
            <History alerts={alerts} />
            <Pages
              first={before === undefined ? null : '/alerts'}
              next={last === undefined ? null : withQuery('/alerts', { before: last.id })}
            />
          </>
        ),
      };
    },
  }),
  pageRoute({
    method: 'POST',
    path: '/alerts/:alert/accept',
    params: alertPageParams,
    handle: async ({ params: { alert } }, { ports }) => {
      await acceptDrift(alert, ports);
      return { status: 'moved', to: telling('/', 'accepted') };
    },
  }),
];

/** What is wrong, in words, with what to do about it. */
export function AlertList({ alerts }: { alerts: readonly ToldAlert[] }) {
  return (
    <ul class="alerts">
      {alerts.map((alert) => (
        <li key={alert.id} class={`alert ${alert.severity}`}>
          <p dir="auto">
            <strong>{alert.message}</strong>
          </p>
          <p class="quiet">
            {alert.severity === 'critical' ? 'Critical, since' : 'Since'} <Time at={alert.since} />
          </p>
          <p>
            <Said text={alert.todo} />{' '}
            {alert.page !== '/' && (
              <a href={alert.page} aria-label={`Look at it: ${alert.message}`}>
                Look at it
              </a>
            )}
          </p>
          {alert.kind === 'drift' && (
            <Act
              action={`/alerts/${alert.id}/accept`}
              text="Accept as the new normal"
              describedBy={alert.subject}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

function History({ alerts }: { alerts: readonly ToldAlert[] }) {
  if (alerts.length === 0) return <p class="quiet">No alert was raised yet.</p>;
  return (
    <Table
      caption="Newest first"
      columns={[{ head: 'Since' }, { head: 'Until' }, { head: 'Severity' }, { head: 'What' }]}
      rows={alerts.map(({ since, resolved_at: until, resolution, severity, message }) => [
        <Time at={since} />,
        until === null ? (
          <span class="bad">open</span>
        ) : (
          <>
            <Time at={until} />
            {resolution === 'accepted' && ', accepted'}
          </>
        ),
        severity,
        <span dir="auto">{message}</span>,
      ])}
    />
  );
}
