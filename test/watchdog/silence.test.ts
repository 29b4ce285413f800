import { describe, expect, it } from 'vitest';
import { type Silence, silenceAfter } from '../../src/watchdog/silence.js';

const LOOK_MS = 1_000;
const begun: Silence = { beats: 7, lookedAtMs: 0, silentMs: 0 };

/** The silence after looks at these times, each with the beats that were counted by then. */
const silenceOf = (looks: [nowMs: number, beats: number][]): number =>
  looks.reduce((silence, [nowMs, beats]) => silenceAfter(silence, beats, nowMs, LOOK_MS), begun).silentMs;

describe('the silence of an event loop', () => {
  it('grows from look to look while no beat comes', () => {
    expect(
      silenceOf([
        [1_000, 7],
        [2_100, 7],
        [3_100, 7],
      ]),
    ).toBe(3_100);
  });
  it('ends with a beat', () => {
    expect(
      silenceOf([
        [1_000, 7],
        [2_000, 8],
        [3_000, 8],
      ]),
    ).toBe(1_000);
  });
  it('begins anew when the watch itself was held up, as by a machine that slept', () => {
    expect(
      silenceOf([
        [1_000, 7],
        [2_000, 7],
        [3_602_000, 7],
        [3_603_000, 7],
      ]),
    ).toBe(1_000);
  });
  it('grows on a busy machine, whose looks come a little late', () => {
    expect(
      silenceOf([
        [2_500, 7],
        [5_000, 7],
        [7_500, 7],
      ]),
    ).toBe(7_500);
  });
});
