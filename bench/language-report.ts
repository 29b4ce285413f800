// What a run over labelled texts says about the tagger beyond its score: how much a confidence is worth, how fast long
// and short texts go, and which languages it takes for which.

export interface Tagged {
  want: string;
  text: string;
  tag: string;
  confidence: number;
  /** Milliseconds that the tagger took. */
  ms: number;
}

/** A headline or a teaser is shorter, an article longer. */
const LONG_CHARACTERS = 500;
const MAX_CONFUSIONS = 10;
/** As much of a text as shows what was hard about it. */
const MAX_EXAMPLE = 140;
const bands = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];

/** Whether a tag is right for a label: `no` is either Norwegian, `zh` any Chinese, a script counts where it is asked. */
export function isRight(want: string, tag: string): boolean {
  const [language = tag] = tag.split('-');
  if (want === 'no') return language === 'nb' || language === 'nn';
  return want.includes('-') ? tag === want : language === want;
}

/** The tables of a run, as lines to print. */
export function reportOf(all: readonly Tagged[]): string[] {
  const long = all.filter(({ text }) => text.length >= LONG_CHARACTERS);
  const short = all.filter(({ text }) => text.length < LONG_CHARACTERS);
  return [
    ...speed('long', long),
    ...speed('short', short),
    ...curve('long', long),
    ...curve('short', short),
    ...confusions(all),
  ];
}

function speed(name: string, texts: readonly Tagged[]): string[] {
  const ms = texts.reduce((sum, text) => sum + text.ms, 0);
  return [
    `${name} texts (${name === 'long' ? 'from' : 'below'} ${LONG_CHARACTERS} characters): ${texts.length}, ` +
      `${Math.round((texts.length / ms) * 1_000)} a second`,
  ];
}

/** Of the answers with a confidence in each band, how many are right; `und`, which has none, is left out. */
function curve(name: string, texts: readonly Tagged[]): string[] {
  const answers = texts.filter(({ tag }) => tag !== 'und');
  const rows = bands.map((from, index) => {
    const to = bands[index + 1] ?? Number.POSITIVE_INFINITY;
    const inBand = answers.filter(({ confidence }) => confidence >= from && confidence < to);
    return `  ${from.toFixed(2)}   ${shareRight(inBand)}`;
  });
  const sure = answers.filter(({ confidence }) => confidence >= 0.9);
  return [`confidence, ${name} texts: from, right, of`, ...rows, `  0.90 or more: ${shareRight(sure)}`];
}

function shareRight(texts: readonly Tagged[]): string {
  if (texts.length === 0) return '-';
  const right = texts.filter(({ want, tag }) => isRight(want, tag)).length;
  return `${((right / texts.length) * 100).toFixed(1)} %  ${texts.length}`;
}

function confusions(texts: readonly Tagged[]): string[] {
  const pairs = new Map<string, Tagged[]>();
  for (const tagged of texts) {
    if (isRight(tagged.want, tagged.tag)) continue;
    const pair = `${tagged.want} taken for ${tagged.tag}`;
    pairs.set(pair, [...(pairs.get(pair) ?? []), tagged]);
  }
  const worst = [...pairs].sort(([, a], [, b]) => b.length - a.length).slice(0, MAX_CONFUSIONS);
  return [
    'worst confusions',
    ...worst.map(([pair, of]) => `  ${of.length}  ${pair}: ${of[0]?.text.slice(0, MAX_EXAMPLE)}`),
  ];
}
