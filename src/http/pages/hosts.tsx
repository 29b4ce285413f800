import { FeedmillError } from '../../errors.js';
import { type HostState, hostStates, setHost } from '../../operations/hosts.js';
import { throttledSites } from '../../operations/throttled-sites.js';
import type { Throttled } from '../../store/newsroom.js';
import type { SilentHost } from '../../store/silent-hosts.js';
import { telling } from './notices.js';
import { hostForm, hostsQuery } from './page-requests.js';
import { type PageRoute, pageRoute } from './page-route.js';
import { Act, Pages, Table } from './parts.js';
import { counted, durationWords, Time, TimeOrNone, withQuery } from './words.js';

const ON_A_PAGE = 100;
const SECOND_MS = 1_000;

export const hostsPages: readonly PageRoute[] = [
  pageRoute({
    path: '/hosts',
    query: hostsQuery,
    handle: async ({ query: { after } }, { ports }) => {
      const [{ hosts, silent }, throttled] = await Promise.all([
        hostStates(after, ON_A_PAGE, ports),
        throttledSites(ports),
      ]);
      const last = hosts.length < ON_A_PAGE ? undefined : hosts.at(-1);
      return {
        status: 'page',
        title: 'Hosts',
        content: (
          <>
            <h1>Hosts</h1>
            <SetPace />
            <Silent silent={silent} />
            <Sites hosts={hosts} throttled={throttled} now={ports.now()} />
            <Pages
              first={after === '' ? null : '/hosts'}
              next={last === undefined ? null : withQuery('/hosts', { after: last.host })}
            />
          </>
        ),
      };
    },
  }),
  pageRoute({
    method: 'POST',
    path: '/hosts',
    body: hostForm,
    handle: async ({ body: { host, seconds, act } }, { ports }) => {
      switch (act) {
        case 'set':
          if (seconds === undefined)
            throw new FeedmillError('BAD_REQUEST', `Name the pause of ${host} in seconds; 0 means none.`);
          await setHost(host, { delayMs: Math.round(seconds * SECOND_MS) }, ports);
          return { status: 'moved', to: telling('/hosts', 'host-set') };
        case 'learn':
          await setHost(host, { delayMs: null }, ports);
          return { status: 'moved', to: telling('/hosts', 'host-set') };
        case 'resume':
          await setHost(host, { resume: true }, ports);
          return { status: 'moved', to: telling('/hosts', 'host-resumed') };
        default:
          return act satisfies never;
      }
    },
  }),
];

function SetPace() {
  return (
    <section class="forms" aria-label="Set a pace">
      <form method="post" action="/hosts">
        <input type="hidden" name="act" value="set" />
        <label>
          <span>Site</span>
          <input name="host" required placeholder="example.org" />
        </label>
        <label>
          <span>Seconds between two pages</span>
          <input name="seconds" type="number" required min="0" max="3600" step="0.1" inputMode="decimal" />
        </label>
        <button type="submit">Set the pace</button>
      </form>
    </section>
  );
}

function Silent({ silent }: { silent: readonly SilentHost[] }) {
  if (silent.length === 0) return null;
  return (
    <section aria-labelledby="silent">
      <h2 id="silent">Hosts that do not answer</h2>
      <Table
        caption="Left alone for a while; their articles wait"
        columns={[
          { head: 'Host' },
          { head: 'Reason' },
          { head: 'Since' },
          { head: 'Next try' },
          { head: 'Now' },
        ]}
        rows={silent.map(({ host, reason, failures, since, until }) => [
          host,
          `${reason} (${counted(failures, 'time')})`,
          <Time at={since} />,
          <Time at={until} />,
          <Act action="/hosts" fields={{ host, act: 'resume' }} text="Try now" describedBy={host} />,
        ])}
      />
    </section>
  );
}

function Sites({
  hosts,
  throttled,
  now,
}: {
  hosts: readonly HostState[];
  throttled: ReadonlyMap<string, Throttled>;
  now: Date;
}) {
  if (hosts.length === 0) return <p class="quiet">No site has been asked for a page yet.</p>;
  return (
    <section aria-labelledby="sites">
      <h2 id="sites">Sites</h2>
      <Table
        caption="Sites by name, with the pause between two of their pages"
        columns={[
          { head: 'Site' },
          { head: 'Pause' },
          { head: 'Last asked' },
          { head: 'Left alone until' },
          { head: 'Asked to slow down' },
          { head: 'Change' },
        ]}
        rows={hosts.map((host) => siteRow(host, throttled.get(host.host), now))}
      />
    </section>
  );
}

function siteRow(host: HostState, throttled: Throttled | undefined, now: Date) {
  const pausedUntil = host.paused_until !== null && host.paused_until > now ? host.paused_until : null;
  return [
    host.host,
    `${durationWords(host.delayMs)}, ${host.delayReason}`,
    <TimeOrNone at={host.asked_at} />,
    <TimeOrNone at={pausedUntil} none="" />,
    throttled === undefined ? (
      ''
    ) : (
      <>
        <Time at={throttled.at} />, {counted(throttled.times, 'time')} lately: {throttled.reason}
      </>
    ),
    pausedUntil === null && host.set_delay_ms === null ? null : (
      <span class="acts">
        {pausedUntil !== null && (
          <Act
            action="/hosts"
            fields={{ host: host.host, act: 'resume' }}
            text="Ask again"
            describedBy={host.host}
          />
        )}
        {host.set_delay_ms !== null && (
          <Act
            action="/hosts"
            fields={{ host: host.host, act: 'learn' }}
            text="Learn it"
            describedBy={host.host}
          />
        )}
      </span>
    ),
  ];
}
