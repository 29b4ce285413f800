// Ends a run of the faults with their table, and writes it where the run was told to.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { relative } from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import type { Mode } from '../../../src/settings.js';
import { faultNamed, faults } from '../catalogue.js';
import { faultOptions } from './options.js';
import { asMarkdown, asText, type TableLine, type Tried, tableOf } from './table.js';

/** Between these lines of the manual's page stands what the command writes. */
const BEGIN = '<!-- npm run test:faults -- --markdown docs/faults.md -->';
const END = '<!-- end -->';

export default class FaultReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tried = modules.flatMap((module) => [...module.children.allTests()].flatMap(triedOf));
    const { markdown, json, merge } = faultOptions();
    const fresh = tableOf(tried, whyMissing);
    const lines = merge && json !== null && existsSync(json) ? onto(earlierLines(json), fresh) : fresh;
    process.stdout.write(`\n${asText(asked(lines))}\n\n${summaryOf(lines)}\n`);
    if (json !== null) writeFileSync(json, `${JSON.stringify({ machine: machine(), lines }, null, 2)}\n`);
    if (markdown !== null) writeInto(markdown, lines);
  }
}

function earlierLines(file: string): TableLine[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { lines: TableLine[] }).lines;
}

/** What was run now goes before what was run earlier. */
function onto(earlier: readonly TableLine[], fresh: readonly TableLine[]): TableLine[] {
  const before = new Map(earlier.map((line) => [`${line.fault} ${line.mode}`, line]));
  return fresh.map((line) =>
    line.verdict === 'not run' ? (before.get(`${line.fault} ${line.mode}`) ?? line) : line,
  );
}

/** The lines that a run was asked for: all, unless it named faults, groups or modes. */
function asked(lines: TableLine[]): TableLine[] {
  const { faults: numbers, groups, modes } = faultOptions();
  return lines.filter(
    ({ fault, mode }) =>
      (numbers.length === 0 || numbers.includes(fault)) &&
      (groups.length === 0 || groups.includes(faultNamed(fault).group)) &&
      modes.includes(mode),
  );
}

function triedOf(test: TestCase): Tried[] {
  const { state, errors = [] } = test.result();
  if (state !== 'passed' && state !== 'failed') return [];
  const passed = state === 'passed';
  const broke = firstWords(errors[0]?.message ?? '');
  const { fault: row } = test.meta();
  if (row !== undefined)
    return [{ fault: row.fault, mode: row.mode, passed, row, note: passed ? row.note : broke }];
  const file = relative(process.cwd(), test.module.moduleId);
  return faults.flatMap(({ number, proofs = [] }) =>
    proofs
      .filter((proof) => proof.file === file && test.name.startsWith(proof.name))
      .flatMap((proof) =>
        provedModes(test, proof.modes).map((mode) => ({
          fault: number,
          mode,
          passed,
          row: null,
          note: passed ? file : broke,
        })),
      ),
  );
}

/** The beginning of an error, without the folders of this machine. */
function firstWords(message: string): string {
  const [line = ''] = message.split('\n');
  return line.replaceAll(/\/(?:tmp|var|usr|home)\/\S+/g, '…').slice(0, 160);
}

/** The modes that a test proves: the one in the name of its suite, or all that the proof speaks of. */
function provedModes({ fullName }: TestCase, modes: readonly Mode[]): readonly Mode[] {
  const named = / on (embedded|postgres|redis)\b/.exec(fullName)?.[1];
  return named === undefined ? modes : modes.filter((mode) => mode === named);
}

function whyMissing(fault: number, mode: Mode): string {
  const { short, modes, faults: numbers, groups } = faultOptions();
  const { group, needs, proofs = [] } = faultNamed(fault);
  if (!modes.includes(mode) || (numbers.length > 0 && !numbers.includes(fault))) return 'not asked for';
  if (groups.length > 0 && !groups.includes(group)) return 'not asked for';
  if (short) return proofs.length > 0 ? 'tried by `npm test`' : 'not in the subset';
  return needs === undefined ? 'not built yet' : `this machine has no ${needs}`;
}

function summaryOf(lines: readonly TableLine[]): string {
  const of = (verdict: string): number => lines.filter((line) => line.verdict === verdict).length;
  return `faults in modes: ${of('held')} held, ${of('broken')} broken, ${of('not run')} not run`;
}

function machine(): string {
  const day = new Date().toISOString().slice(0, 10);
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${day}, Node ${process.versions.node}, Linux ${release().split('-')[0]}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${memory} GB`;
}

/** Puts the table between the marks of `file`; the rest of the page is somebody's. */
function writeInto(file: string, lines: readonly TableLine[]): void {
  const page = readFileSync(file, 'utf8');
  const [before, rest] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (before === -1 || rest === -1) throw new Error(`${file} has no place for the table: ${BEGIN} … ${END}`);
  const table = `${BEGIN}\n\n${machine()}: ${summaryOf(lines)}.\n\n${asMarkdown(lines)}\n\n`;
  writeFileSync(file, page.slice(0, before) + table + page.slice(rest));
}
