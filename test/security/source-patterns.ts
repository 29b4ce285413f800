// Every regular expression that stands in src: literals, and what is handed to RegExp as far as it can be read.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';

const root = resolve(import.meta.dirname, '../..');

export interface SourcePattern {
  /** From the project's root. */
  file: string;
  line: number;
  source: string;
  flags: string;
  /** False where `RegExp` is called with something that only exists at run time. */
  isLiteral: boolean;
}

interface Node {
  type: string;
  start: number;
  [field: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

function* nodesBelow(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const one of value) yield* nodesBelow(one);
  if (!isNode(value)) return;
  yield value;
  for (const field of Object.values(value)) if (typeof field === 'object') yield* nodesBelow(field);
}

/** The pattern of a node, or null where it is none. */
function patternOf(node: Node): Pick<SourcePattern, 'source' | 'flags' | 'isLiteral'> | null {
  if (node.type === 'Literal' && node['regex']) {
    const { pattern, flags } = node['regex'] as { pattern: string; flags: string };
    return { source: pattern, flags, isLiteral: true };
  }
  if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return null;
  if ((node['callee'] as { name?: string }).name !== 'RegExp') return null;
  const [pattern, flags] = node['arguments'] as [Node?, Node?];
  const text = (argument?: Node): string | null =>
    argument?.type === 'Literal' && typeof argument['value'] === 'string' ? argument['value'] : null;
  return { source: text(pattern) ?? '', flags: text(flags) ?? '', isLiteral: text(pattern) !== null };
}

/** The patterns of one source text. */
export function patternsOf(file: string, text: string): SourcePattern[] {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  return [...nodesBelow(program)].flatMap((node) => {
    const pattern = patternOf(node);
    return pattern === null ? [] : [{ file, line: text.slice(0, node.start).split('\n').length, ...pattern }];
  });
}

/** The patterns of all of src. */
export function sourcePatterns(): SourcePattern[] {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  return files
    .filter((name) => /\.tsx?$/.test(name))
    .sort()
    .map((name) => join(root, 'src', name))
    .flatMap((path) => patternsOf(relative(root, path), readFileSync(path, 'utf8')));
}
