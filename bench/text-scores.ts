// How well a text matches what is known of its page, by the definitions of the two public collections: the whole text
// (word 4-grams in common, precision and recall as means over the pages, F1 of the means), or segments that must and
// must not appear (counted over all pages, white space folded).

export interface PageTruth {
  url?: string;
  /** The whole text, where it is known. */
  text?: string;
  /** Segments of the article and of what stands around it, where only these are known. */
  with?: string[];
  without?: string[];
}
export interface PageScore {
  f1: number;
  /** Null where the page has nothing of the kind: nothing was found, or nothing was to be found. */
  precision: number | null;
  recall: number | null;
  /** Segments, or 4-grams, that were found rightly, wrongly, and not at all. */
  right: number;
  wrong: number;
  missed: number;
}
export interface Score {
  f1: number;
  precision: number;
  recall: number;
}

/** The score of one page's text. */
export function scoreOf(truth: PageTruth, text: string): PageScore {
  if (truth.text !== undefined) return shared(gramsOf(truth.text), gramsOf(text));
  const flat = folded(text);
  const has = (segment: string): boolean => flat.includes(folded(segment));
  const wanted = truth.with ?? [];
  const right = wanted.filter(has).length;
  return scored(right, (truth.without ?? []).filter(has).length, wanted.length - right);
}

/** The score of a collection, each page's text by its id. */
export function scoreAll(pages: readonly PageScore[], truths: readonly PageTruth[]): Score {
  if (truths.every(({ text }) => text === undefined)) {
    const sum = (of: (page: PageScore) => number): number => pages.reduce((all, page) => all + of(page), 0);
    const { f1, precision, recall } = scored(
      sum(({ right }) => right),
      sum(({ wrong }) => wrong),
      sum(({ missed }) => missed),
    );
    return { f1, precision: precision ?? 0, recall: recall ?? 0 };
  }
  const precision = mean(pages.map((page) => page.precision));
  const recall = mean(pages.map((page) => page.recall));
  return { f1: harmonic(precision, recall), precision, recall };
}

function scored(right: number, wrong: number, missed: number): PageScore {
  const precision = right + wrong === 0 ? null : right / (right + wrong);
  const recall = right + missed === 0 ? null : right / (right + missed);
  const isExact = wrong === 0 && missed === 0;
  const f1 = isExact ? 1 : harmonic(precision ?? 0, recall ?? 0);
  return { f1, precision: isExact ? 1 : precision, recall: isExact ? 1 : recall, right, wrong, missed };
}

function shared(truth: Map<string, number>, found: Map<string, number>): PageScore {
  const total = (grams: Map<string, number>): number => [...grams.values()].reduce((sum, n) => sum + n, 0);
  let right = 0;
  for (const [gram, count] of truth) right += Math.min(count, found.get(gram) ?? 0);
  return scored(right, total(found) - right, total(truth) - right);
}

const WORDS = 4;

function gramsOf(text: string): Map<string, number> {
  const words = text.match(/[\p{L}\p{N}\p{M}_]+/gu) ?? [];
  const grams = new Map<string, number>();
  for (let at = 0; at < Math.max(1, words.length - WORDS + 1); at++) {
    const gram = words.slice(at, at + WORDS).join(' ');
    if (gram !== '') grams.set(gram, (grams.get(gram) ?? 0) + 1);
  }
  return grams;
}

const folded = (text: string): string => text.replace(/\s+/gu, ' ').trim();
const harmonic = (one: number, other: number): number =>
  one + other === 0 ? 0 : (2 * one * other) / (one + other);

function mean(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
}
