// Whatever is wrong here goes unnoticed: an event that nobody was told of, or that somebody was told of twice.
import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.js';
import {
  addWebhook,
  replayWebhook,
  rotateWebhook,
  setWebhookState,
  webhookDetail,
} from '../../src/operations/webhooks.js';
import { startService } from '../../src/service.js';
import type { Webhook } from '../../src/store/webhooks.js';
import { createNotifier } from '../../src/workers/notify.js';
import type { Ports } from '../../src/workers/ports.js';
import { modes, testPlace } from '../support/databases.js';
import { copyEmptyDatabase } from '../support/empty-database.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { until } from '../support/until.js';
import { type Handler, httpOrigin, testClient } from '../web/origins.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

interface Told {
  id: string;
  headers: Record<string, string>;
  body: string;
}

/** A receiver that keeps what it is told and answers as `answer` does. */
async function receiver(answer: Handler): Promise<{ url: string; told: Told[] }> {
  const told: Told[] = [];
  const origin = await httpOrigin((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      told.push({ id: headers['webhook-id'] ?? '', headers, body });
      answer(request, response);
    });
  });
  return { url: `${origin.url}/hook?key=hidden`, told };
}

const answering =
  (status: number, headers: Record<string, string> = {}): Handler =>
  (_request, response) => {
    response.writeHead(status, headers).end();
  };

describe.each(modes.filter((mode) => mode !== 'redis'))('notify on %s', (mode) => {
  let idle: IdleService;
  let clock = Date.now();
  let ports: Ports;
  beforeAll(async () => {
    idle = await startIdle(mode);
    ports = { ...idle.ports, now: () => new Date(clock), random: () => 0.5 };
  });
  afterAll(() => idle.close());
  beforeEach(async () => {
    clock = Date.now();
    for (const { id } of await ports.store.webhooks.list()) await ports.store.webhooks.remove(id);
  });

  const notify = (): Promise<number> => createNotifier(ports)();
  const happen = (title = 'x'): Promise<void> =>
    ports.store.events.record({ type: 'alert.raised', data: { title } });
  const deliveriesOf = async ({ id }: Webhook) => (await webhookDetail(id, ports)).deliveries;

  it('tells an endpoint once, in a form that the reference library takes', async () => {
    const { url, told } = await receiver(answering(204));
    const webhook = await addWebhook({ url }, ports);
    await happen('Gates open');
    await Promise.all([notify(), notify()]);
    await notify();
    expect(told).toHaveLength(1);
    const [one] = told;
    expect(new Verifier(webhook.secret).verify(one?.body ?? '', one?.headers ?? {})).toMatchObject({
      type: 'alert.raised',
      data: { title: 'Gates open' },
    });
    expect(await deliveriesOf(webhook)).toMatchObject([{ state: 'delivered', tries: 1, last_status: 204 }]);
  });

  it('tells only of what was asked for, and of nothing before', async () => {
    const { url, told } = await receiver(answering(200));
    await happen();
    await addWebhook({ url, types: ['feed.failing'] }, ports);
    await happen();
    await ports.store.events.record({ type: 'feed.failing', data: {} });
    await notify();
    expect(told.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(['feed.failing']);
  });

  it('tries for most of a day, then parks, and sends a replay once under the same id', async () => {
    let status = 500;
    const { url, told } = await receiver((request, response) => answering(status)(request, response));
    const webhook = await addWebhook({ url }, ports);
    await happen();
    const began = clock;
    for (let tries = 0; tries < 10; tries++) {
      await notify();
      const [delivery] = await deliveriesOf(webhook);
      expect(delivery).toMatchObject({ tries: tries + 1, last_status: 500 });
      if (delivery?.state === 'waiting') clock = delivery.due_at.getTime();
    }
    expect(clock - began).toBeGreaterThan(18 * HOUR_MS);
    expect(await deliveriesOf(webhook)).toMatchObject([{ state: 'parked' }]);
    clock += 48 * HOUR_MS;
    expect(await notify()).toBe(0);
    status = 200;
    expect(await replayWebhook(webhook.id, null, ports)).toBe(1);
    await notify();
    await notify();
    expect(told).toHaveLength(11);
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
    expect(new Set(told.map(({ headers }) => headers['webhook-timestamp'])).size).toBeGreaterThan(9);
    expect(await deliveriesOf(webhook)).toMatchObject([{ state: 'delivered' }]);
  });

  it('pauses a webhook whose receiver takes nothing for a day, and goes on where it was', async () => {
    let status = 500;
    const { url, told } = await receiver((request, response) => answering(status)(request, response));
    const webhook = await addWebhook({ url }, ports);
    const began = clock;
    while ((await ports.store.webhooks.find(webhook.id))?.state === 'active') {
      await happen();
      await notify();
      clock += HOUR_MS;
      expect(clock - began).toBeLessThan(30 * HOUR_MS);
    }
    const paused = await ports.store.webhooks.find(webhook.id);
    expect(paused?.reason).toBe('The receiver has taken nothing for a day: The receiver answered 500.');
    expect(await ports.store.facts.lostWebhooks()).toEqual([{ id: webhook.id, url, reason: paused?.reason }]);
    const before = told.length;
    await happen();
    expect(await notify()).toBe(0);
    status = 200;
    await setWebhookState(webhook.id, 'active', ports);
    await notify();
    expect(told.length).toBeGreaterThan(before);
    expect((await deliveriesOf(webhook)).filter(({ state }) => state === 'delivered')).not.toEqual([]);
  });

  it('leaves what it could not send because this machine is offline for some seconds', async () => {
    const { url, told } = await receiver(answering(200));
    await addWebhook({ url }, ports);
    await happen();
    const offline = {
      ...ports,
      web: {
        ...ports.web,
        send: async () => ({ status: 'offline' as const, message: 'no name server answers' }),
      },
    };
    expect(await createNotifier(offline)()).toBe(1);
    expect(await notify()).toBe(0);
    clock += MINUTE_MS;
    await notify();
    expect(told).toHaveLength(1);
  });

  it('takes no redirect for an answer, and does not follow it', async () => {
    const inner = await receiver(answering(200));
    const { url } = await receiver(answering(307, { location: inner.url }));
    const webhook = await addWebhook({ url }, ports);
    await happen();
    await notify();
    expect(inner.told).toEqual([]);
    expect(await deliveriesOf(webhook)).toMatchObject([{ state: 'waiting', last_status: 307 }]);
  });

  it('pauses an endpoint that answers 410, and goes on where it was when that is resumed', async () => {
    let status = 410;
    const { url, told } = await receiver((request, response) => answering(status)(request, response));
    const { id } = await addWebhook({ url }, ports);
    await happen('first');
    await notify();
    const { webhook } = await webhookDetail(id, ports);
    expect(webhook).toMatchObject({
      state: 'paused',
      reason: 'The receiver answered 410: it wants no more messages.',
    });
    await happen('meanwhile');
    clock += HOUR_MS;
    expect(await notify()).toBe(0);
    status = 200;
    await ports.store.webhooks.setState(id, 'active', null);
    await notify();
    expect(
      told.map(({ body }) => (JSON.parse(body) as { data: { title: string } }).data.title).sort(),
    ).toEqual(['first', 'first', 'meanwhile']);
  });

  it('leaves a receiver alone for as long as it asks to be', async () => {
    const { url, told } = await receiver(answering(429, { 'retry-after': '7200' }));
    await addWebhook({ url }, ports);
    await happen();
    await notify();
    await happen();
    clock += HOUR_MS;
    expect(await notify()).toBe(0);
    clock += HOUR_MS + 1_000;
    await notify();
    expect(told.length).toBeGreaterThan(1);
  });

  it('tries again where the connection ends without an answer', async () => {
    const { url } = await receiver((request) => request.socket.destroy());
    const webhook = await addWebhook({ url }, ports);
    await happen();
    await notify();
    expect(await deliveriesOf(webhook)).toMatchObject([{ state: 'waiting', tries: 1, last_status: null }]);
  });

  it('takes an answer by its status, however slowly its body drips', async () => {
    const { url } = await receiver((_request, response) => {
      response.writeHead(200).write('.');
    });
    const webhook = await addWebhook({ url }, ports);
    await happen();
    await notify();
    expect(await deliveriesOf(webhook)).toMatchObject([{ state: 'delivered' }]);
  });

  it('keeps the pace of one endpoint beside another that hangs', async () => {
    const held: (() => void)[] = [];
    const hanging = await receiver((_request, response) => {
      held.push(() => response.writeHead(503).end());
    });
    const quick = await receiver(answering(200));
    await addWebhook({ url: hanging.url }, ports);
    await addWebhook({ url: quick.url }, ports);
    for (let n = 0; n < 12; n++) await happen();
    const run = notify();
    await until('four hanging and all quick requests', () => quick.told.length === 12 && held.length === 4);
    expect(hanging.told).toHaveLength(4);
    for (const release of held) release();
    await run;
  });

  it('signs with both secrets for a day after a rotation', async () => {
    const { url, told } = await receiver(answering(200));
    const before = await addWebhook({ url }, ports);
    const after = await rotateWebhook(before.id, ports);
    await happen();
    await notify();
    for (const { secret } of [before, after])
      expect(() => new Verifier(secret).verify(told[0]?.body ?? '', told[0]?.headers ?? {})).not.toThrow();
    clock += 25 * HOUR_MS;
    await happen();
    await notify();
    expect(told[0]?.headers['webhook-signature']?.split(' ')).toHaveLength(2);
    expect(told[1]?.headers['webhook-signature']?.split(' ')).toHaveLength(1);
  });

  it('sends again what a process claimed that died', async () => {
    const { url, told } = await receiver(answering(200));
    const webhook = await addWebhook({ url }, ports);
    await happen();
    const dying = { ...ports, web: { ...ports.web, send: () => Promise.reject(new Error('died')) } };
    await createNotifier(dying)();
    expect(await notify()).toBe(0);
    clock += HOUR_MS / 60 + 1_000;
    await notify();
    expect(told).toHaveLength(1);
    expect(await deliveriesOf(webhook)).toMatchObject([{ state: 'delivered', tries: 2 }]);
  });

  it('gives up on a receiver that hangs, and tries again', async () => {
    const { url } = await receiver(() => undefined);
    const webhook = await addWebhook({ url }, ports);
    await happen();
    await createNotifier({ ...ports, web: testClient({ timeoutMs: 200 }) })();
    expect(await deliveriesOf(webhook)).toMatchObject([{ state: 'waiting', tries: 1, last_status: null }]);
  });

  it('sends nothing to a name that leads to this machine', async () => {
    const { url, told } = await receiver(answering(200));
    const named = new URL(url);
    named.hostname = 'receiver.example.com';
    const webhook = await addWebhook({ url: named.href }, ports);
    await happen();
    const web = testClient({ allowPrivate: [], resolver: async () => ['127.0.0.1'] });
    await createNotifier({ ...ports, web })();
    expect(told).toEqual([]);
    const [delivery] = await deliveriesOf(webhook);
    expect(delivery?.last_error).toMatch(/127\.0\.0\.1/);
  });

  it('refuses an address of this machine that is not allowed', async () => {
    const { url } = await receiver(answering(200));
    const settings = { ...ports.settings, allowPrivate: [] };
    await expect(addWebhook({ url }, { ...ports, settings })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('the timer of a service', () => {
  it('tells webhooks by itself', async () => {
    const place = await testPlace('embedded', { FEEDMILL_NOTIFY_MS: '200' });
    await copyEmptyDatabase(place);
    const options = { command: 'test', stages: ['poll'], ticks: true } as const;
    const service = await startService(place.settings, createLog(place.settings, 2), options);
    try {
      const { url, told } = await receiver(answering(200));
      await addWebhook({ url }, service.ports);
      await service.ports.store.events.record({ type: 'alert.raised', data: {} });
      await until('the receiver is told', () => told.length === 1);
    } finally {
      await service.stop();
      await place.remove();
    }
  });
});
