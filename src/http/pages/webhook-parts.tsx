// What the pages about webhooks are made of.
import type { CountedWebhook, WebhookDetail } from '../../operations/webhooks.js';
import type { Delivery } from '../../store/deliveries.js';
import { eventTypes } from '../../store/schema-events.js';
import type { Webhook } from '../../store/webhooks.js';
import { Act, Choice, Facts, Table } from './parts.js';
import { Time, TimeOrNone } from './words.js';

const kinds = [['any', 'everything'] as const, ...eventTypes.map((type) => [type, type] as const)];

export function AddForm() {
  return (
    <section class="forms" aria-label="Add a webhook">
      <form method="post" action="/webhooks">
        <label>
          <span>Address</span>
          <input name="url" type="url" required placeholder="https://example.org/hook" />
        </label>
        <Choice name="type" label="Told of" options={kinds} chosen="any" />
        <label>
          <span>Feed, by its number</span>
          <input name="feed" inputMode="numeric" pattern="[0-9]*" />
        </label>
        <label>
          <span>Language</span>
          <input name="language" placeholder="de" />
        </label>
        <button type="submit">Add the webhook</button>
      </form>
    </section>
  );
}

export function Webhooks({ webhooks }: { webhooks: readonly CountedWebhook[] }) {
  if (webhooks.length === 0) return <p>Nobody is told what happens yet.</p>;
  return (
    <Table
      caption="Who is told what happens"
      columns={[
        { head: 'Address' },
        { head: 'Told of' },
        { head: 'State' },
        { head: 'Waiting', numeric: true },
        { head: 'Parked', numeric: true },
      ]}
      rows={webhooks.map(({ webhook, counts }) => [
        <a href={`/webhooks/${webhook.id}`}>{webhook.url}</a>,
        toldOf(webhook),
        stateOf(webhook),
        counts.waiting,
        counts.parked,
      ])}
    />
  );
}

const toldOf = ({ types, feed_id: feed, language }: Webhook): string =>
  [types?.join(', ') ?? 'everything', feed === null ? [] : `feed ${feed}`, language ?? []].flat().join(', ');
const stateOf = ({ state, reason, failures }: Webhook): string =>
  reason ?? (state === 'active' && failures > 0 ? `${failures} tries in a row failed` : state);

export function One({ detail: { webhook, counts, deliveries, parked } }: { detail: WebhookDetail }) {
  const action = `/webhooks/${webhook.id}`;
  return (
    <>
      <h1>Webhook {webhook.id}</h1>
      <Facts
        facts={[
          ['Address', webhook.url],
          ['Told of', toldOf(webhook)],
          ['State', stateOf(webhook)],
          ['Waiting', counts.waiting],
          ['Parked', counts.parked],
          ['Left alone until', webhook.held_until === null ? null : <Time at={webhook.held_until} />],
          ['Both secrets sign until', webhook.old_until === null ? null : <Time at={webhook.old_until} />],
        ]}
      />
      <section class="forms" aria-label="Change it">
        <Act action={action} fields={{ act: 'test' }} text="Send a test" />
        {webhook.state === 'active' ? (
          <Act action={action} fields={{ act: 'pause' }} text="Pause" />
        ) : (
          <Act action={action} fields={{ act: 'resume' }} text="Resume" />
        )}
        {counts.parked > 0 && <Act action={action} fields={{ act: 'replay' }} text="Replay what is parked" />}
        <Confirmed
          action={action}
          act="rotate"
          label="The receiver needs the new secret within a day."
          text="Rotate"
        />
        <Confirmed action={action} act="remove" label="What it was not told is lost." text="Remove" />
      </section>
      <Deliveries caption="Parked" deliveries={parked} action={action} />
      <Deliveries caption="Newest deliveries" deliveries={deliveries} action={action} />
    </>
  );
}

/** A button whose work cannot be undone: it stands behind a question. */
function Confirmed({
  action,
  act,
  label,
  text,
}: {
  action: string;
  act: string;
  label: string;
  text: string;
}) {
  return (
    <details>
      <summary>{text}…</summary>
      <p>{label}</p>
      <Act action={action} fields={{ act, sure: 'yes' }} text={`Yes, ${act} it`} />
    </details>
  );
}

function Deliveries({
  caption,
  deliveries,
  action,
}: {
  caption: string;
  deliveries: readonly Delivery[];
  action: string;
}) {
  if (deliveries.length === 0) return null;
  return (
    <Table
      caption={caption}
      columns={[
        { head: 'Event', numeric: true },
        { head: 'Type' },
        { head: 'State' },
        { head: 'Tries', numeric: true },
        { head: 'Answer' },
        { head: 'Next try' },
        { head: 'Now' },
      ]}
      rows={deliveries.map((one) => [
        one.event_id,
        one.type,
        one.state,
        one.tries,
        one.last_error ?? one.last_status ?? '',
        <TimeOrNone at={one.state === 'waiting' ? one.due_at : null} />,
        one.state === 'parked' ? (
          <Act
            action={action}
            fields={{ act: 'replay', delivery: String(one.id) }}
            text="Replay"
            describedBy={`event ${one.event_id}`}
          />
        ) : null,
      ])}
    />
  );
}
