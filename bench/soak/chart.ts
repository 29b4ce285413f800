// A run as one SVG: a panel for each thing that was measured, readable on light and dark pages.
import type { Sample } from './samples.js';

const WIDTH = 760;
const PANEL = 110;
const LEFT = 70;
const TOP = 22;

interface Line {
  name: string;
  points: [number, number][];
}

const style = `<style>
  text { font: 12px system-ui, sans-serif; fill: #333 } .axis { stroke: #bbb } .said { font-size: 11px; fill: #666 }
  .l0 { stroke: #1f6feb } .l1 { stroke: #b35900 } .l2 { stroke: #1a7f37 } .l3 { stroke: #8250df }
  polyline { fill: none; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) { text { fill: #ddd } .axis { stroke: #555 } .said { fill: #999 }
    .l0 { stroke: #79b8ff } .l1 { stroke: #ffab70 } .l2 { stroke: #85e89d } .l3 { stroke: #d2a8ff } }
</style>`;

/** The chart, with `said` in lines below it. */
export function chartOf(samples: readonly Sample[], said: readonly string[]): string {
  const names = [...new Set(samples.flatMap(({ processes }) => processes.map(({ name }) => name)))];
  const line = (name: string, of: (sample: Sample) => number | null | undefined): Line => ({
    name,
    points: samples.flatMap((sample): [number, number][] => {
      const value = of(sample);
      return value === null || value === undefined ? [] : [[sample.at, value]];
    }),
  });
  const own = (name: string, sample: Sample) => sample.processes.find((one) => one.name === name);
  const panels: [string, Line[]][] = [
    ['memory, MB', names.map((name) => line(name, (sample) => own(name, sample)?.rssMb))],
    [
      'memory held, MB',
      names.map((name) => line(name, (sample) => (sample.collected ? own(name, sample)?.rssMb : null))),
    ],
    ['open descriptors', names.map((name) => line(name, (sample) => own(name, sample)?.descriptors))],
    ['publication to store, s', [line('median of each sample', ({ latencySeconds }) => latencySeconds)]],
    ['Redis, MB', [line('used memory', ({ redisMb }) => redisMb)]],
    ['store on the disk, MB', [line('size', ({ databaseMb }) => databaseMb)]],
  ];
  const shown = panels.filter(([, lines]) => lines.some(({ points }) => points.length > 0));
  const end = Math.max(1, samples.at(-1)?.at ?? 1);
  const below = shown.length * PANEL + TOP;
  const height = below + said.length * 15 + 12;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(said[0] ?? 'A run')}">
${style}
${shown.map(([title, lines], n) => panel(title, lines, n * PANEL + TOP, end)).join('\n')}
${said.map((text, n) => `<text class="said" x="10" y="${below + n * 15 + 8}">${escaped(text)}</text>`).join('\n')}
</svg>
`;
}

function panel(title: string, lines: readonly Line[], top: number, end: number): string {
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value));
  const most = Math.max(1e-9, ...values) * 1.05;
  const height = PANEL - 40;
  const x = (seconds: number): string => (LEFT + (seconds / end) * (WIDTH - LEFT - 20)).toFixed(1);
  const y = (value: number): string => (top + height - (value / most) * height).toFixed(1);
  const drawn = lines.map(
    ({ points }, n) =>
      `<polyline class="l${n % 4}" points="${points.map(([at, value]) => `${x(at)},${y(value)}`).join(' ')}"/>`,
  );
  const legend = lines.map(
    ({ name }, n) =>
      `<line class="l${n % 4}" x1="${330 + n * 105}" x2="${345 + n * 105}" y1="${top - 9}" y2="${top - 9}" stroke-width="2"/><text class="said" x="${349 + n * 105}" y="${top - 5}">${escaped(name)}</text>`,
  );
  return `<text x="${LEFT}" y="${top - 5}">${title}</text>
<line class="axis" x1="${LEFT}" x2="${WIDTH - 20}" y1="${top + height}" y2="${top + height}"/>
<text class="said" text-anchor="end" x="${LEFT - 6}" y="${top + 8}">${most.toPrecision(3)}</text><text class="said" text-anchor="end" x="${LEFT - 6}" y="${top + height}">0</text>
<text class="said" text-anchor="end" x="${WIDTH - 20}" y="${top + height + 12}">${(end / 60).toFixed(0)} min</text>
${[...drawn, ...legend].join('\n')}`;
}

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
