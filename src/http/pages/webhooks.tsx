import { FeedmillError } from '../../errors.js';
import {
  addWebhook,
  allWebhooks,
  removeWebhook,
  replayWebhook,
  rotateWebhook,
  setWebhookState,
  testWebhook,
  webhookDetail,
} from '../../operations/webhooks.js';
import type { Webhook } from '../../store/webhooks.js';
import type { ReceiverAnswer } from '../../workers/notify.js';
import { telling } from './notices.js';
import { addWebhookForm, webhookForm, webhookPageParams } from './page-requests.js';
import { type PageContent, type PageRoute, pageRoute } from './page-route.js';
import { Facts } from './parts.js';
import { AddForm, One, Webhooks } from './webhook-parts.js';

export const webhooksPages: readonly PageRoute[] = [
  pageRoute({
    path: '/webhooks',
    scope: 'admin',
    handle: async (_input, { ports }) => ({
      status: 'page',
      title: 'Webhooks',
      content: (
        <>
          <h1>Webhooks</h1>
          <AddForm />
          <Webhooks webhooks={await allWebhooks(ports)} />
        </>
      ),
    }),
  }),
  pageRoute({
    method: 'POST',
    path: '/webhooks',
    scope: 'admin',
    body: addWebhookForm,
    handle: async ({ body: { type, ...asked } }, { ports }) =>
      secretPage(await addWebhook({ ...asked, types: type === 'any' ? undefined : [type] }, ports)),
  }),
  pageRoute({
    path: '/webhooks/:webhook',
    scope: 'admin',
    params: webhookPageParams,
    handle: async ({ params: { webhook } }, { ports }) => ({
      status: 'page',
      title: `Webhook ${webhook}`,
      content: <One detail={await webhookDetail(webhook, ports)} />,
    }),
  }),
  pageRoute({
    method: 'POST',
    path: '/webhooks/:webhook',
    scope: 'admin',
    params: webhookPageParams,
    body: webhookForm,
    handle: async ({ params: { webhook: id }, body: { act, delivery, sure } }, { ports }) => {
      const path = `/webhooks/${id}`;
      if ((act === 'remove' || act === 'rotate') && sure !== 'yes')
        throw new FeedmillError(
          'BAD_REQUEST',
          `Nothing was done. Confirm on its page that webhook ${id} is to ${act === 'remove' ? 'be removed' : 'get a new secret'}.`,
        );
      switch (act) {
        case 'pause':
        case 'resume':
          await setWebhookState(id, act === 'pause' ? 'paused' : 'active', ports);
          return { status: 'moved', to: telling(path, 'webhook-changed') };
        case 'replay':
          await replayWebhook(id, delivery ?? null, ports);
          return { status: 'moved', to: telling(path, 'webhook-replayed') };
        case 'rotate':
          return secretPage(await rotateWebhook(id, ports));
        case 'test':
          return testedPage(id, await testWebhook(id, ports));
        case 'remove':
          await removeWebhook(id, ports);
          return { status: 'moved', to: telling('/webhooks', 'webhook-removed') };
        default:
          return act satisfies never;
      }
    },
  }),
];

// Shown by the answer to the form itself: in an address the secret would stay in the browser's history.
function secretPage({ id, url, secret }: Webhook): PageContent {
  return {
    status: 'page',
    title: `Secret of webhook ${id}`,
    content: (
      <>
        <h1>Secret of webhook {id}</h1>
        <p>Give it to the receiver now. It is not shown again.</p>
        <Facts
          facts={[
            ['Address', url],
            ['Secret', <code>{secret}</code>],
          ]}
        />
        <p>
          <a href={`/webhooks/${id}`}>To the webhook</a>
        </p>
      </>
    ),
  };
}

function testedPage(id: number, { isTaken, status, error }: ReceiverAnswer): PageContent {
  return {
    status: 'page',
    title: `Test of webhook ${id}`,
    content: (
      <>
        <h1>Test of webhook {id}</h1>
        <p class={isTaken ? undefined : 'reason'}>
          {isTaken ? `The receiver took the message (${status}).` : error}
        </p>
        <p>
          <a href={`/webhooks/${id}`}>To the webhook</a>
        </p>
      </>
    ),
  };
}
