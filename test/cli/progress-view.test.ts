import { describe, expect, it } from 'vitest';
import type { Output } from '../../src/cli/output.js';
import { createProgressView } from '../../src/cli/progress-view.js';

function pipe(): { output: Pick<Output, 'liveNotes' | 'note'>; lines: string[] } {
  const lines: string[] = [];
  return { lines, output: { liveNotes: false, note: (text) => lines.push(text) } };
}
const gauge = (value: number) => [{ name: 'scrape', value, total: 9 }];

describe('createProgressView in a pipe', () => {
  it('writes at most one line a second, and only when something has changed', () => {
    const { output, lines } = pipe();
    let now = 0;
    const view = createProgressView(output, () => now);
    for (const [at, value] of [
      [0, 1],
      [300, 2],
      [900, 3],
      [1_000, 3],
      [2_500, 3],
      [2_600, 4],
    ] as const) {
      now = at;
      view.show(gauge(value));
    }
    expect(lines).toEqual(['scrape 1/9', 'scrape 3/9', 'scrape 4/9']);
  });
  it('ends with the last state, once', () => {
    const { output, lines } = pipe();
    const view = createProgressView(output, () => 0);
    view.show(gauge(1));
    view.show(gauge(9));
    view.end();
    view.end();
    expect(lines).toEqual(['scrape 1/9', 'scrape 9/9']);
  });
});
