import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../src/store/events.js';
import { messageBody, newSecret, retryMs, signature } from '../../src/workers/webhook-message.js';

const event: StoredEvent = {
  id: 7,
  type: 'article.stored',
  at: new Date('2026-11-26T10:00:00Z'),
  articleId: 3,
  revisionId: 4,
  feedId: null,
  language: 'en',
  data: { title: 'Gates open' },
};

describe('signature', () => {
  it('is the one of the published example', () => {
    expect(
      signature(
        'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
        'msg_p5jXN8AQM9LWM0D4loKWxJek',
        1614265330,
        '{"test": 2432232314}',
      ),
    ).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });
});

describe('newSecret', () => {
  it('is 32 bytes behind its prefix, and another one each time', () => {
    const secret = newSecret();
    expect(secret).toMatch(/^whsec_/);
    expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32);
    expect(newSecret()).not.toBe(secret);
  });
});

describe('messageBody', () => {
  it('holds the type, the time and what happened', () => {
    expect(JSON.parse(messageBody(event))).toEqual({
      type: 'article.stored',
      timestamp: '2026-11-26T10:00:00.000Z',
      data: { title: 'Gates open', id: 7, articleId: 3, revisionId: 4, feedId: null, language: 'en' },
    });
  });

  it('stays within 20 KB, and says so where something is left out', () => {
    const data = { title: 'Gates open', excerpt: 'ü'.repeat(15_000), url: 'https://harbour.example/1' };
    const body = messageBody({ ...event, data });
    expect(JSON.parse(body)).toMatchObject({
      data: { id: 7, articleId: 3, title: 'Gates open', url: data.url, truncated: true },
    });
    expect(body).not.toContain('ü');
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
  });
});

describe('retryMs', () => {
  it('spreads ten tries over most of a day, and ends after them', () => {
    const pauses = Array.from({ length: 9 }, (_, n) => retryMs(n + 1, null, () => 0.5) ?? 0);
    const hours = pauses.reduce((sum, ms) => sum + ms, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(18);
    expect(hours).toBeLessThan(26);
    expect(retryMs(10, null, () => 0.5)).toBeNull();
  });

  it('waits as long as it was asked to, but no longer than a day', () => {
    expect(retryMs(1, 600_000, () => 0.5)).toBe(600_000);
    expect(retryMs(1, 10 * 86_400_000, () => 0.5)).toBe(86_400_000);
  });
});
