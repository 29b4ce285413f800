// The script of a text, by counting its letters (blocks of the Unicode standard, codes of ISO 15924). A script that
// serves one language of news names it; the others leave a choice to the statistics.

/** First and last code point, script; in order. Blocks of letters; a block's few signs do not matter here. */
const blocks: readonly (readonly [from: number, to: number, script: string])[] = [
  [0x41, 0x5a, 'Latn'],
  [0x61, 0x7a, 'Latn'],
  [0xc0, 0xd6, 'Latn'],
  [0xd8, 0xf6, 'Latn'],
  [0xf8, 0x24f, 'Latn'],
  [0x250, 0x2af, 'Latn'],
  [0x370, 0x3ff, 'Grek'],
  [0x400, 0x52f, 'Cyrl'],
  [0x531, 0x587, 'Armn'],
  [0x5d0, 0x5f2, 'Hebr'],
  [0x620, 0x6ff, 'Arab'],
  [0x750, 0x77f, 'Arab'],
  [0x780, 0x7bf, 'Thaa'],
  [0x8a0, 0x8ff, 'Arab'],
  [0x900, 0x97f, 'Deva'],
  [0x980, 0x9ff, 'Beng'],
  [0xa00, 0xa7f, 'Guru'],
  [0xa80, 0xaff, 'Gujr'],
  [0xb00, 0xb7f, 'Orya'],
  [0xb80, 0xbff, 'Taml'],
  [0xc00, 0xc7f, 'Telu'],
  [0xc80, 0xcff, 'Knda'],
  [0xd00, 0xd7f, 'Mlym'],
  [0xd80, 0xdff, 'Sinh'],
  [0xe01, 0xe5b, 'Thai'],
  [0xe81, 0xedf, 'Laoo'],
  [0xf00, 0xfff, 'Tibt'],
  [0x1000, 0x109f, 'Mymr'],
  [0x10a0, 0x10ff, 'Geor'],
  [0x1100, 0x11ff, 'Hang'],
  [0x1200, 0x139f, 'Ethi'],
  [0x1780, 0x17ff, 'Khmr'],
  [0x1c90, 0x1cbf, 'Geor'],
  [0x1e00, 0x1eff, 'Latn'],
  [0x1f00, 0x1fff, 'Grek'],
  [0x3041, 0x30ff, 'Kana'],
  [0x3131, 0x318e, 'Hang'],
  [0x31f0, 0x31ff, 'Kana'],
  [0x3400, 0x9fff, 'Hani'],
  [0xac00, 0xd7a3, 'Hang'],
  [0xf900, 0xfaff, 'Hani'],
  [0xfb50, 0xfdfb, 'Arab'],
  [0xfe70, 0xfefc, 'Arab'],
  [0xff66, 0xff9d, 'Kana'],
];
/** The one language that news is written in with a script. */
const only: Readonly<Record<string, string>> = {
  Jpan: 'ja',
  Hang: 'ko',
  Grek: 'el',
  Hebr: 'he',
  Thai: 'th',
  Beng: 'bn',
  Taml: 'ta',
  Telu: 'te',
  Gujr: 'gu',
  Knda: 'kn',
  Mlym: 'ml',
  Guru: 'pa',
  Sinh: 'si',
  Khmr: 'km',
  Laoo: 'lo',
  Mymr: 'my',
  Geor: 'ka',
  Armn: 'hy',
  Tibt: 'bo',
  Orya: 'or',
  Thaa: 'dv',
};
/** Signs for syllables and words say more each than letters do. */
const weights: Readonly<Record<string, number>> = { Hani: 3, Kana: 2, Hang: 2 };
/** Names and terms are quoted in Latin letters everywhere, so that another script wins with less than half. */
const MIN_OTHER_SHARE = 0.3;
/** Japanese mixes kana into Han characters; a Chinese text has kana in a quoted name at the most. */
const MIN_KANA_SHARE = 0.1;

export interface ScriptShare {
  /** ISO 15924; `Jpan` for Japanese, which is written in three at once. */
  code: string;
  /** The language, where the script alone tells it. */
  language: string | null;
  /** Letters of this script among all, 0 to 1, signs for syllables and words counted as two and three. */
  share: number;
}

/** The script that a text is written in; null for a text without letters. */
export function scriptOf(text: string): ScriptShare | null {
  const counts = countScripts(text);
  const han = counts.get('Hani') ?? 0;
  const kana = counts.get('Kana') ?? 0;
  if (kana > 0 && kana >= han * MIN_KANA_SHARE) {
    counts.set('Jpan', han + kana);
    counts.delete('Hani');
    counts.delete('Kana');
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const [first, second] = [...counts].sort(([, a], [, b]) => b - a);
  if (first === undefined) return null;
  const wins = first[0] === 'Latn' && second !== undefined && second[1] >= total * MIN_OTHER_SHARE;
  const [code, count] = wins ? second : first;
  return { code, language: only[code] ?? null, share: count / total };
}

function countScripts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const letters = new Float64Array(blocks.length);
  for (let index = 0; index < text.length; index++) {
    const block = blockOf(text.charCodeAt(index));
    if (block >= 0) letters[block] = (letters[block] ?? 0) + 1;
  }
  blocks.forEach(([, , script], block) => {
    const count = (letters[block] ?? 0) * (weights[script] ?? 1);
    if (count > 0) counts.set(script, (counts.get(script) ?? 0) + count);
  });
  return counts;
}

/** Where a letter stands in the table, by halving; -1 for what is no letter. */
function blockOf(code: number): number {
  let low = 0;
  let high = blocks.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [from, to] = blocks[middle] ?? [0, 0];
    if (code < from) high = middle - 1;
    else if (code > to) low = middle + 1;
    else return middle;
  }
  return -1;
}
