// JSON as pages write it. What is broken is mended where the mending can be only one thing: comments and CDATA marks
// around it, line ends inside strings, commas before a bracket, escapes that JSON does not know, quotes inside a
// string. One pass, so that it costs what the text is long; what is broken otherwise is no JSON.

/** Reads JSON, mended where that is safe; null when it is none. */
export function lenientJson(source: string): unknown {
  const bare = withoutWrapping(source);
  if (bare === '') return null;
  try {
    return JSON.parse(bare);
  } catch {
    return mendedJson(bare);
  }
}

function mendedJson(bare: string): unknown {
  try {
    return JSON.parse(mended(bare));
  } catch {
    // The page has other sources for the same facts.
    return null;
  }
}

const withoutWrapping = (source: string): string =>
  source
    .trim()
    .replace(/^(?:(?:\/\/|\/\*)\s*)?(?:<!--|<!\[CDATA\[)\s*(?:\/\/|\*\/)?/, '')
    .trim()
    .replace(/(?:\/\/|\/\*)?\s{0,20}(?:-->|\]\]>)\s{0,20}(?:\*\/)?$/, '')
    .trim()
    .replace(/;$/, '');

/** White space that is looked over to see whether a quote ends a string. */
const MAX_GAP = 40;

function mended(source: string): string {
  const out: string[] = [];
  let inString = false;
  for (let at = 0; at < source.length; at++) {
    const char = source[at] as string;
    if (inString) {
      if (char === '\\') out.push(escapeAt(source, at++));
      else if (char === '"') {
        inString = !endsString(source, at);
        out.push(inString ? '\\"' : '"');
      } else out.push(char < ' ' ? ' ' : char);
      continue;
    }
    if (char === '/' && source[at + 1] === '*') {
      const end = source.indexOf('*/', at + 2);
      at = end < 0 ? source.length : end + 1;
    } else if (char === '"') {
      inString = true;
      out.push(char);
    } else if (!(char === ',' && endsList(source, at))) out.push(char);
  }
  return out.join('');
}

function escapeAt(source: string, at: number): string {
  const next = source[at + 1] ?? '';
  if (next === 'u') return /^[\da-f]{4}$/i.test(source.slice(at + 2, at + 6)) ? '\\u' : 'u';
  return '"\\/bfnrt'.includes(next) ? `\\${next}` : next < ' ' ? ' ' : next;
}

function nextMark(source: string, from: number): string {
  let at = from;
  while (at < from + MAX_GAP && /\s/.test(source[at] ?? '')) at++;
  return source[at] ?? '';
}

const endsString = (source: string, at: number): boolean => {
  const next = nextMark(source, at + 1);
  return next === '' || ',:}]'.includes(next);
};
const endsList = (source: string, at: number): boolean => '}]'.includes(nextMark(source, at + 1) || ' ');
