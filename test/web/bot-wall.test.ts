import { describe, expect, it } from 'vitest';
import { wallOf, wallPage } from '../../src/web/bot-wall.js';
import { judge } from '../../src/web/outcome.js';

describe('wallOf', () => {
  it('names the service that turned a request away, and no service of an answer that is the site’s own', () => {
    expect(wallOf(403, { 'cf-mitigated': 'challenge' })).toBe('Cloudflare');
    expect(wallOf(429, { 'x-datadome': 'protected' })).toBe('DataDome');
    expect(wallOf(403, { server: 'cloudflare', 'cf-ray': '1' })).toBeNull();
    expect(wallOf(404, { 'x-datadome': 'protected' })).toBeNull();
  });

  it('is said by the verdict', () => {
    const error = {
      status: 'http-error',
      httpStatus: 403,
      retryAfterMs: null,
      url: 'https://n.example/',
    } as const;
    expect(judge({ ...error, wall: 'Cloudflare' }).reason).toBe(
      'The server answered 403: Cloudflare, which guards it, takes us for a robot.',
    );
    expect(judge(error).reason).toBe('The server answered 403: the server forbids it.');
  });
});

describe('wallPage', () => {
  it('knows a challenge by its script, and no page by its words', () => {
    expect(wallPage('<title>Just a moment...</title><script>window._cf_chl_opt={}</script>')).toBe(
      'Cloudflare',
    );
    expect(wallPage('<title>Just a moment...</title><p>How Cloudflare stops robots</p>')).toBeNull();
  });
});
