// A stream has no end of its own: without these, a token that was revoked would go on reading for as long as it liked.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { until } from '../support/until.js';
import { type Serving, startServing, tokenFor } from './serving.js';

let serving: Serving;
beforeAll(async () => {
  serving = await startServing('embedded');
});
afterAll(() => serving.stop());
afterEach(() => vi.useRealTimers());

const paths = ['/api/events/stream', '/live'];

/** A stream that is read; whether it has ended. */
async function opened(path: string, token: string): Promise<{ hasEnded: () => boolean }> {
  const answer = await fetch(`${serving.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  let ended = false;
  const end = (): void => {
    ended = true;
  };
  // The last ones are cut off when the service stops.
  answer.body?.pipeTo(new WritableStream()).then(end, () => undefined);
  return { hasEnded: () => ended };
}

/** The next look at who listens, and what comes of it. */
const look = (): unknown => vi.advanceTimersByTime(10_000);

describe('openStream', () => {
  it.each(paths)('ends a stream whose token is revoked, and no other: %s', async (path) => {
    const name = `revoked for ${path.length}`;
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const [kept, revoked] = [
      await tokenFor(serving, 'read', `kept for ${path.length}`),
      await tokenFor(serving, 'read', name),
    ];
    const [stays, goes] = [await opened(path, kept), await opened(path, revoked)];
    const { tokens } = (await (await serving.ask('/api/tokens')).json()) as {
      tokens: { id: number; name: string }[];
    };
    const id = tokens.find((one) => one.name === name)?.id;
    look();
    expect((await serving.ask(`/api/tokens/${id}`, { method: 'DELETE' })).ok).toBe(true);
    expect(goes.hasEnded()).toBe(false);
    look();
    await until('the stream ends', () => goes.hasEnded());
    expect(stays.hasEnded()).toBe(false);
  });

  it('ends a stream whose token expires', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const made = await serving.ask('/api/tokens', {
      method: 'POST',
      body: { name: 'short', scope: 'read', expiresAt },
    });
    const { token } = (await made.json()) as { token: string };
    const stream = await opened('/api/events/stream', token);
    await until('the stream ends', () => {
      look();
      return stream.hasEnded();
    });
  });
});
