import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/watch/checks.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';

const finding = (overrides: Partial<Finding> = {}): Finding => ({
  kind: 'queue-late',
  subject: 'scrape',
  severity: 'critical',
  message: 'It is late.',
  detail: { oldestMs: 1 },
  ...overrides,
});

describe.each(storeModes)('createAlerts on %s', (mode) => {
  let opened: OpenStore;
  beforeAll(async () => {
    opened = await openStore(mode);
  });
  afterAll(() => opened.close());

  it('raises once what many find at once, and brings its words up to date', async () => {
    const { alerts } = opened.store;
    const raised = await Promise.all(Array.from({ length: 8 }, () => alerts.raise([finding()])));
    expect(raised.flat().filter(({ isNew }) => isNew)).toHaveLength(1);
    const [later] = await alerts.raise([finding({ message: 'It is later.', severity: 'warning' })]);
    expect(later).toMatchObject({ isNew: false, alert: { message: 'It is later.', severity: 'warning' } });
    expect(await alerts.open()).toMatchObject([{ id: later?.alert.id, detail: { oldestMs: 1 } }]);
  });

  it('ends what is found no more, and raises it anew when it comes back', async () => {
    const { alerts } = opened.store;
    const other = finding({ kind: 'drift', subject: 'harbour.example', severity: 'warning' });
    await alerts.raise([finding(), other]);
    expect(await alerts.resolveOthers([other])).toMatchObject([{ subject: 'scrape', resolution: 'over' }]);
    const [again] = await alerts.raise([finding()]);
    expect(again?.isNew).toBe(true);
    // The critical one comes first, although it is the younger one.
    expect((await alerts.open()).map(({ subject }) => subject)).toEqual(['scrape', 'harbour.example']);
    expect(await alerts.resolveOthers([])).toHaveLength(2);
    expect(await alerts.open()).toEqual([]);
    const [newest, ...rest] = await alerts.list({ before: null, limit: 2 });
    expect(newest).toMatchObject({ id: again?.alert.id, resolution: 'over' });
    expect(rest).toHaveLength(1);
    expect(await alerts.list({ before: newest?.id ?? 0, limit: 1 })).toEqual(rest);
  });

  it('is ended by hand once', async () => {
    const { alerts } = opened.store;
    const [{ alert } = { alert: { id: 0 } }] = await alerts.raise([finding()]);
    expect(await alerts.resolve(alert.id, 'accepted')).toMatchObject({ resolution: 'accepted' });
    expect(await alerts.resolve(alert.id, 'accepted')).toBeNull();
  });
});
