// Inputs from inputs, the same for the same seed: bytes changed, pieces cut out, repeated, exchanged and taken from
// other inputs, and words put in that the formats give a meaning to.

/** A source of numbers that a seed decides (xorshift, 32 bits). */
export function randomOf(seed: number): (below: number) => number {
  let state = seed | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
type Random = ReturnType<typeof randomOf>;

/** What the formats and their parsers give a meaning to. */
const words = [
  '<',
  '>',
  '</',
  '/>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<!DOCTYPE x [',
  '<!ENTITY a "b">',
  '&a;',
  '&lt;',
  '&#0;',
  '&#xD800;',
  '&#x110000;',
  '&amp',
  '<?xml version="1.0" encoding="utf-16"?>',
  '<item>',
  '</item>',
  '<entry>',
  '<content type="xhtml">',
  '<link href="',
  '<a href="javascript:x">',
  '<script>',
  '</script>',
  '<style>',
  '<svg>',
  '<math>',
  '<table>',
  '<template>',
  '<noscript>',
  '<plaintext>',
  '<title>',
  '<base href="//x">',
  '<p>',
  '<pre>',
  '<li>',
  '__proto__',
  'constructor',
  'prototype',
  '{"',
  '":',
  '[',
  ']',
  '}',
  'null',
  '\\u0000',
  '\\ud800',
  '1e999',
  '-0',
  'http://',
  'https://[::1]/',
  '@',
  '%00',
  '%',
  '#',
  '?',
  '..',
  '\\',
  '//',
  ':',
  ';',
  ',',
  '=',
  '"',
  "'",
  '\0',
  '\r\n',
  '\u2028',
  '\u202e',
  '\ufeff',
  '\u200b',
  'é',
  '漢',
  '😀',
  '٣',
  '2026-02-30',
  '31 Feb 2026 25:61',
  '99999999999999',
  'Mon, 01 Jan 0001 00:00:00 GMT',
  '+9999',
  'T24:00:00Z',
  'User-agent: *',
  'Disallow: /*a*b*c$',
  'Crawl-delay: 1e9',
  '*',
  '$',
  'charset=',
  'rel="hub"',
  'max-age=',
  'noindex',
  '\x1b$B',
  '\xff\xfe',
  '\xef\xbb\xbf',
  ' ',
  '\t',
  '\n',
].map((word) => Buffer.from(word));

const joined = (...parts: Uint8Array[]): Buffer => Buffer.concat(parts);

type Mutation = (bytes: Buffer, random: Random, others: readonly Uint8Array[]) => Buffer;

const cut = (bytes: Buffer, random: Random): [from: number, to: number] => {
  const from = random(bytes.length + 1);
  return [from, Math.min(bytes.length, from + random(Math.max(2, bytes.length >> 2)))];
};

const mutations: readonly Mutation[] = [
  (bytes, random) => {
    const changed = Buffer.from(bytes);
    for (let times = random(8); times >= 0 && changed.length > 0; times--)
      changed[random(changed.length)] = random(256);
    return changed;
  },
  (bytes, random) => {
    const at = random(bytes.length + 1);
    return joined(bytes.subarray(0, at), words[random(words.length)] as Buffer, bytes.subarray(at));
  },
  (bytes, random) => {
    const [from, to] = cut(bytes, random);
    return joined(bytes.subarray(0, from), bytes.subarray(to));
  },
  (bytes, random) => {
    const [from, to] = cut(bytes, random);
    const piece = bytes.subarray(from, to);
    return joined(
      bytes.subarray(0, from),
      ...Array.from({ length: 2 + random(30) }, () => piece),
      bytes.subarray(to),
    );
  },
  (bytes, random, others) => {
    const other = Buffer.from(others[random(others.length)] ?? bytes);
    const [from, to] = cut(other, random);
    const at = random(bytes.length + 1);
    return joined(bytes.subarray(0, at), other.subarray(from, to), bytes.subarray(at));
  },
  (bytes, random) => bytes.subarray(0, random(bytes.length + 1)),
  // A piece between two angle brackets goes somewhere else: elements nest as nobody writes them.
  (bytes, random) => {
    const from = bytes.indexOf('<', random(bytes.length + 1));
    const to = from < 0 ? -1 : bytes.indexOf('>', from);
    if (to < 0) return bytes;
    const at = random(bytes.length + 1);
    return joined(bytes.subarray(0, at), bytes.subarray(from, to + 1), bytes.subarray(at));
  },
];

/** Larger ones are what the megabytes of long-inputs.ts are for. */
const MAX_BYTES = 60_000;

/** One to six changes to one of the inputs. */
export function mutant(inputs: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes: Buffer = Buffer.from(inputs[random(inputs.length)] ?? []);
  for (let times = 1 + random(6); times > 0; times--)
    bytes = (mutations[random(mutations.length)] as Mutation)(bytes, random, inputs).subarray(0, MAX_BYTES);
  return bytes;
}
