// Progress on stderr: bars on a terminal; in a pipe a line when something has changed, at most one a second.
import cliProgress from 'cli-progress';
import type { Output } from './output.js';

export interface Gauge {
  name: string;
  value: number;
  total: number;
}
export interface ProgressView {
  show(gauges: readonly Gauge[]): void;
  /** Leaves the last state standing and gives the terminal back. May be called twice. */
  end(): void;
}

const LINE_MS = 1_000;

/** Draws progress as `output` allows; `now` is a clock in milliseconds. */
export function createProgressView(
  output: Pick<Output, 'liveNotes' | 'note'>,
  now: () => number = () => performance.now(),
): ProgressView {
  return output.liveNotes ? bars() : lines(output, now);
}

function bars(): ProgressView {
  const multi = new cliProgress.MultiBar(
    {
      format: '{name} {bar} {value}/{total}',
      hideCursor: true,
      gracefulExit: false,
      emptyOnZero: true,
      barsize: 30,
      stream: process.stderr,
    },
    cliProgress.Presets.shades_classic,
  );
  const drawn = new Map<string, cliProgress.SingleBar>();
  return {
    show: (gauges) => {
      for (const { name, value, total } of gauges) {
        const bar = drawn.get(name) ?? multi.create(total, value, { name: name.padEnd(8) });
        drawn.set(name, bar);
        bar.setTotal(total);
        bar.update(value);
      }
    },
    end: () => multi.stop(),
  };
}

function lines(output: Pick<Output, 'note'>, now: () => number): ProgressView {
  let written = '';
  let pending = '';
  let writtenAt = Number.NEGATIVE_INFINITY;
  const write = (): void => {
    if (pending === written) return;
    output.note(pending);
    written = pending;
    writtenAt = now();
  };
  return {
    show: (gauges) => {
      pending = gauges.map(({ name, value, total }) => `${name} ${value}/${total}`).join('  ');
      if (now() - writtenAt >= LINE_MS) write();
    },
    end: write,
  };
}
