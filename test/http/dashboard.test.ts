import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modes } from '../support/databases.js';
import { type Serving, startServing } from './serving.js';

describe.each(modes)('mountDashboard, %s', (mode) => {
  let serving: Serving;
  beforeAll(async () => {
    serving = await startServing(mode);
  });
  afterAll(() => serving.stop());

  it('serves its page with a title, and every script and style that the page names', async () => {
    const page = await (await serving.ask('/queues/')).text();
    expect(page).toContain('<title>Feedmill queues</title>');
    const files = [...page.matchAll(/(?:src|href)="(static\/[^"]+)"/g)].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) expect((await serving.ask(`/queues/${file}`)).status, file).toBe(200);
  });

  it('has no script of its own in the page, which the content policy would stop', async () => {
    const page = await (await serving.ask('/queues/')).text();
    const inline = [...page.matchAll(/<script(?![^>]*\bsrc=)([^>]*)>/g)].map(
      ([, attributes = '']) => attributes,
    );
    expect(inline.every((attributes) => attributes.includes('type="application/json"'))).toBe(true);
    expect(page).not.toMatch(/ on\w+="/);
  });

  it('lists every queue', async () => {
    const { queues } = (await (await serving.ask('/queues/api/queues')).json()) as {
      queues: { name: string }[];
    };
    expect(queues.map(({ name }) => name)).toEqual(['poll', 'scrape', 'clean', 'tag', 'store', 'timers']);
  });

  it('shows a waiting job, and takes it out', async () => {
    const { ports } = serving.service;
    await ports.queues.add('poll', [{ data: { feedId: 7, attempt: 1 } }]);
    const job = (): Promise<Response> => serving.ask('/queues/api/queues/poll/poll-7-1');
    expect(await (await job()).json()).toMatchObject({
      job: { id: 'poll-7-1', data: { feedId: 7, attempt: 1 } },
      status: 'waiting',
    });
    const { queues } = (await (await serving.ask('/queues/api/queues?activeQueue=poll')).json()) as {
      queues: { name: string; counts: { waiting: number } }[];
    };
    expect(queues.find(({ name }) => name === 'poll')?.counts.waiting).toBe(1);
    const path = '/queues/api/queues/poll/poll-7-1/clean';
    expect((await serving.ask(path, { method: 'PUT' })).status).toBe(204);
    expect((await job()).status).toBe(404);
  });

  it('answers for metrics, schedulers, workers and the datastore', async () => {
    for (const path of ['queues/poll/metrics', 'job-schedulers', 'queues/poll/workers', 'redis/stats'])
      expect((await serving.ask(`/queues/api/${path}`)).status, path).toBe(200);
  });

  it('pauses and resumes a queue', async () => {
    const paused = async (): Promise<boolean> => serving.service.ports.queues.byStage.scrape.isPaused();
    await serving.ask('/queues/api/queues/scrape/pause', { method: 'PUT' });
    expect(await paused()).toBe(true);
    await serving.ask('/queues/api/queues/scrape/resume', { method: 'PUT' });
    expect(await paused()).toBe(false);
  });
});
