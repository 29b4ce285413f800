import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { beat } from '../../src/workers/heartbeat.js';
import { openWeb } from '../../src/workers/open-web.js';
import type { Ports } from '../../src/workers/ports.js';
import { type IdleService, startIdle } from '../support/idle-service.js';

let watcher: Server;
let idle: IdleService;
let ports: Ports;
let answer = 200;
let beats = 0;
let lines: string[] = [];
beforeAll(async () => {
  watcher = createServer((request, response) => {
    if (request.method === 'GET' && request.url === '/ping/very-secret') beats++;
    response.writeHead(answer).end();
  }).listen(0, '127.0.0.1');
  await once(watcher, 'listening');
  const url = `http://127.0.0.1:${(watcher.address() as AddressInfo).port}/ping/very-secret`;
  idle = await startIdle('embedded', { FEEDMILL_HEARTBEAT_URL: url });
  ports = { ...idle.ports, log: pino({ level: 'trace' }, { write: (line) => lines.push(line) }) };
});
afterAll(async () => {
  await idle.close();
  watcher.close();
});
beforeEach(async () => {
  [answer, beats, lines] = [200, 0, []];
  await ports.store.alerts.resolveOthers([]);
});

const isWell = async (): Promise<boolean> => true;
const raise = (severity: 'critical' | 'warning') =>
  ports.store.alerts.raise([{ kind: 'queue-late', subject: 'tag', severity, message: 'Late.', detail: {} }]);

describe('beat', () => {
  it('asks for the address while all is well, also beside an alert that is not critical', async () => {
    await raise('warning');
    expect([await beat(ports, isWell), beats]).toEqual([1, 1]);
  });

  it('is silent while a critical alert is open, and while the service is not ready', async () => {
    await raise('critical');
    expect(await beat(ports, isWell)).toBe(0);
    await ports.store.alerts.resolveOthers([]);
    expect(await beat(ports, async () => false)).toBe(0);
    expect(beats).toBe(0);
    expect(lines).toHaveLength(2);
  });

  it('logs that it was not heard, and not where', async () => {
    answer = 503;
    expect([await beat(ports, isWell), beats]).toEqual([0, 1]);
    const { web } = openWeb({ ...ports.settings, allowPrivate: [] });
    expect(await beat({ ...ports, web }, isWell)).toBe(0);
    await web.close();
    const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(said.map(({ msg, why }) => [msg, why])).toEqual([
      ['the heartbeat was not heard', 503],
      ['the heartbeat was not heard', expect.stringMatching(/^[a-z-]+$/)],
    ]);
    expect(lines.join('')).not.toContain('very-secret');
    expect(beats).toBe(1);
  });
});
