// Every bench behind a figure of the README, with what it is run with. `{ground}` is the folder of the measuring ground,
// `{opml}` the list of feeds of its newsroom, each of them of another one, `{out}` a folder for what nobody keeps.
export interface Bench {
  /** The script of package.json. */
  command: string;
  args: readonly (readonly string[])[];
  /** What the folder of the measuring ground must hold; without it the bench is left out and says so. */
  needs: readonly string[];
  /** What is measured beside it in the same run. */
  beside: string;
}

const modes = ['redis', 'postgres', 'embedded'] as const;
const listsOf = (count: number) => Array.from({ length: count }, () => ['--opml', '{opml}']).flat();
/** Four to warm the service, one to measure, one that comes at half the rate. */
const sixLists = listsOf(6);
/** Three to warm the service, one to measure. */
const fourLists = listsOf(4);
const newsroom = ['newsroom.mjs', 'extraction/zyte', 'extraction/chunks'];

export const benches: readonly Bench[] = [
  {
    command: 'bench:extraction',
    args: ['zyte', 'chunks'].map((set) => ['--pages', `{ground}/extraction/${set}`]),
    needs: ['extraction/zyte', 'extraction/chunks'],
    beside: 'the bare parse of the same pages',
  },
  {
    command: 'bench:rivals',
    args: ['zyte', 'chunks'].map((set) => ['--pages', `{ground}/extraction/${set}`]),
    needs: ['extraction/zyte', 'extraction/chunks'],
    beside: 'readability, defuddle, article-extractor',
  },
  { command: 'bench:hostile', args: [[]], needs: [], beside: '' },
  {
    command: 'bench:metadata',
    args: [['--pages', '{ground}/extraction/zyte']],
    needs: ['extraction/zyte'],
    beside: '',
  },
  {
    command: 'bench:feeds',
    args: [['--cases', '{ground}/feeds', '--out', '{out}/feeds.json', '--large']],
    needs: ['feeds'],
    beside: "feedparser's answers",
  },
  {
    command: 'bench:language',
    args: [['--texts', '{ground}/language', '--out', '{out}']],
    needs: ['language'],
    beside: '',
  },
  {
    command: 'bench:snapshots',
    args: [['--pages', '{ground}/extraction/zyte']],
    needs: ['extraction/zyte'],
    beside: 'database; folder',
  },
  { command: 'bench:politeness', args: [['--articles', '2000']], needs: [], beside: '' },
  { command: 'bench:scale', args: [['--articles', '40000', '--feeds', '2000']], needs: [], beside: '' },
  { command: 'bench:export', args: [['--articles', '5000']], needs: [], beside: '' },
  { command: 'bench:paint', args: [[]], needs: [], beside: '' },
  {
    command: 'bench:pipeline',
    args: modes.map((mode) => ['--mode', mode, ...sixLists]),
    needs: newsroom,
    beside: 'no-op jobs; the cleaner alone',
  },
  {
    command: 'bench:stages',
    args: modes.map((mode) => ['--mode', mode, ...fourLists]),
    needs: newsroom,
    beside: 'one stage after the other',
  },
  {
    command: 'bench:reingest',
    args: modes.map((mode) => ['--mode', mode, '--opml', '{opml}']),
    needs: newsroom,
    beside: 'a dry run',
  },
  {
    command: 'bench:fleet',
    args: [['--opml', '{opml}', '--json']],
    needs: newsroom,
    beside: '1, 2 and 4 processes',
  },
];
