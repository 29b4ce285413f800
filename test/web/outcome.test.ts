import { describe, expect, it } from 'vitest';
import { judge, type WebFailure } from '../../src/web/outcome.js';

function statusError(httpStatus: number, retryAfterMs: number | null = null): WebFailure {
  return { status: 'http-error', httpStatus, retryAfterMs, url: 'https://example.com/' };
}

describe('judge', () => {
  it.each([
    [400, 'permanent'],
    [401, 'permanent'],
    [403, 'permanent'],
    [404, 'permanent'],
    [408, 'transient'],
    [410, 'gone'],
    [418, 'permanent'],
    [425, 'transient'],
    [429, 'throttled'],
    [451, 'permanent'],
    [500, 'transient'],
    [501, 'permanent'],
    [502, 'transient'],
    [503, 'transient'],
    [504, 'transient'],
    [520, 'transient'],
    [529, 'throttled'],
    [206, 'permanent'],
    [300, 'permanent'],
  ])('takes %i for %s', (status, kind) => expect(judge(statusError(status)).kind).toBe(kind));

  it('says what the status means', () => {
    expect(judge(statusError(403)).reason).toBe('The server answered 403: the server forbids it.');
    expect(judge(statusError(418)).reason).toBe('The server answered 418.');
    expect(judge(statusError(206)).reason).toBe('The server answered 206: that is no answer to our request.');
  });

  it('hands on a wait that can help, and takes 503 with one for throttling', () => {
    expect(judge(statusError(503, 5_000))).toMatchObject({ kind: 'throttled', retryAfterMs: 5_000 });
    expect(judge(statusError(500, 5_000))).toMatchObject({ kind: 'transient', retryAfterMs: 5_000 });
    expect(judge(statusError(404, 5_000)).retryAfterMs).toBeNull();
  });

  it.each<[WebFailure, string]>([
    [{ status: 'refused', rule: 'port', message: 'm' }, 'permanent'],
    [{ status: 'too-large', limitBytes: 1, message: 'm' }, 'permanent'],
    [{ status: 'unsupported-type', contentType: 'image/png', message: 'm' }, 'permanent'],
    [{ status: 'timeout', phase: 'body', message: 'm' }, 'transient'],
    [{ status: 'network', code: 'ECONNREFUSED', message: 'm' }, 'transient'],
  ])('repeats the sentence of %o', (outcome, kind) => {
    expect(judge(outcome)).toEqual({ kind, reason: 'm', retryAfterMs: null });
  });

  it('takes an aborted request for transient', () => {
    expect(judge({ status: 'aborted' })).toEqual({
      kind: 'transient',
      reason: 'The request was given up from our side.',
      retryAfterMs: null,
    });
  });
});
