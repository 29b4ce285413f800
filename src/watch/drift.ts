// Whether the articles of a site still look as they usually do. A site that is made anew shows it in what the cleaner
// gets: short texts, no authors, no dates, little confidence. Nothing fails then, so nothing but this would notice.
//
//   article ─▶ recent (the last 20) ─the oldest leaves─▶ usual (a rolling mean; not while the site has drifted)
//
// What is recent is judged against what is usual: lengths and confidences by their median, which ten odd articles of
// twenty do not move, and what is missing by its share. A deviation counts when it is both large for a person and more
// than chance gives: four standard errors of the site's own spread.
/** What the cleaner got out of one article. */
export interface Observation {
  articleId: number;
  /** Of the text; 0 where there was none. */
  characters: number;
  /** 0 to 1. */
  confidence: number;
  hasByline: boolean;
  hasDate: boolean;
  /** Stored as thin, or dropped because it has no text. */
  isThin: boolean;
}

export const driftMeasures = ['length', 'confidence', 'byline', 'date', 'thin'] as const;
export type DriftMeasure = (typeof driftMeasures)[number];

/** A rolling mean and variance. Of a length: of its natural logarithm; of what is missing: of 1 and 0. */
interface Spread {
  mean: number;
  variance: number;
}
export interface SiteHabits {
  /** Articles that `usual` was learnt from. */
  articles: number;
  usual: Record<DriftMeasure, Spread>;
  /** The latest articles, which `usual` does not know yet; the newest last. */
  recent: Observation[];
}

/** How a site deviates; the numbers are those of a person: characters, or shares from 0 to 1. */
export interface Deviation {
  measure: DriftMeasure;
  usual: number;
  now: number;
}

/** Articles that are judged together: a day of a small newsroom, an hour of a large one. */
export const WINDOW = 20;
/** Fewer articles than this tell nothing of a site. */
export const MIN_ARTICLES = 20;
/** An article weighs the less the longer ago it was; after so many newer ones it hardly does. */
const MEMORY = 200;
/** Of the mean of a window, or about of its median. */
const STANDARD_ERRORS = 4;
const MEDIAN_ERROR = 1.25;
/** Below these a deviation is no trouble, however sure it is: half or twice the length, and so much of a share. */
const LEAST: Readonly<Record<DriftMeasure, number>> = {
  length: Math.LN2,
  confidence: 0.15,
  byline: 0.4,
  date: 0.4,
  thin: 0.4,
};
/** A site that has drifted is back to normal when it deviates by less than this part of what counts as drift. */
const BACK_AT = 0.7;

const measured: Readonly<Record<DriftMeasure, (observation: Observation) => number>> = {
  length: ({ characters }) => Math.log(characters + 1),
  confidence: ({ confidence }) => confidence,
  byline: ({ hasByline }) => Number(!hasByline),
  date: ({ hasDate }) => Number(!hasDate),
  thin: ({ isThin }) => Number(isThin),
};
const isShare = (measure: DriftMeasure): boolean => measure !== 'length' && measure !== 'confidence';

export const noHabits: SiteHabits = {
  articles: 0,
  usual: perMeasure(() => ({ mean: 0, variance: 0 })),
  recent: [],
};

/** The habits after one more article; what is usual stays as it was while the site has drifted. */
export function habitsAfter(habits: SiteHabits, observation: Observation, hasDrifted: boolean): SiteHabits {
  const recent = [...habits.recent, observation];
  if (recent.length <= WINDOW) return { ...habits, recent };
  const [leaving] = recent.splice(0, 1);
  return hasDrifted || leaving === undefined ? { ...habits, recent } : { ...learnt(habits, leaving), recent };
}

/** The habits after an article was cleaned again: it takes its own place, and counts no second time. */
export function habitsCorrected(habits: SiteHabits, observation: Observation): SiteHabits {
  const recent = habits.recent.map((one) => (one.articleId === observation.articleId ? observation : one));
  return { ...habits, recent };
}

/** What is recent as what is usual from now on. */
export function habitsAccepted({ recent }: SiteHabits): SiteHabits {
  return recent.reduce(learnt, noHabits);
}

function learnt(habits: SiteHabits, observation: Observation): SiteHabits {
  const articles = habits.articles + 1;
  const weight = 1 / Math.min(articles, MEMORY);
  const usual = perMeasure((measure) => {
    const { mean, variance } = habits.usual[measure];
    const difference = measured[measure](observation) - mean;
    // West, "Updating mean and variance estimates" (1979), with a weight that stops falling.
    const step = weight * difference;
    return { mean: mean + step, variance: (1 - weight) * (variance + difference * step) };
  });
  return { ...habits, articles, usual };
}

/** How the recent articles of a site deviate from the usual ones; nothing while there are too few to tell. */
export function deviationsOf(habits: SiteHabits, hasDrifted: boolean): Deviation[] {
  if (habits.articles < MIN_ARTICLES || habits.recent.length < WINDOW) return [];
  return driftMeasures.flatMap((measure) => {
    const { mean } = habits.usual[measure];
    const values = habits.recent.map(measured[measure]);
    const now = isShare(measure) ? meanOf(values) : medianOf(values);
    const threshold = thresholdOf(measure, habits) * (hasDrifted ? BACK_AT : 1);
    if (worsening(measure, now - mean) < threshold) return [];
    return [{ measure, usual: forPeople(measure, mean), now: forPeople(measure, now) }];
  });
}

/** The articles of `among` that deviate in one of these as their site does. */
export function oddOnes(
  habits: SiteHabits,
  measures: readonly DriftMeasure[],
  among: readonly Observation[],
): number[] {
  const isOdd = (observation: Observation): boolean =>
    measures.some((measure) => {
      const by = worsening(measure, measured[measure](observation) - habits.usual[measure].mean);
      return by >= LEAST[measure];
    });
  return among.filter(isOdd).map(({ articleId }) => articleId);
}

function thresholdOf(measure: DriftMeasure, { articles, usual }: SiteHabits): number {
  const { mean, variance } = usual[measure];
  // A share that was never seen is not impossible: one article of each kind more than there were (Laplace).
  const share = (mean * articles + 1) / (articles + 2);
  const spread = isShare(measure)
    ? Math.sqrt(share * (1 - share))
    : MEDIAN_ERROR * Math.sqrt(Math.max(0, variance));
  return Math.max(LEAST[measure], (STANDARD_ERRORS * spread) / Math.sqrt(WINDOW));
}

/** By how much it is worse; a text may be too long as well, with the comments in it. */
function worsening(measure: DriftMeasure, difference: number): number {
  if (measure === 'length') return Math.abs(difference);
  return measure === 'confidence' ? -difference : difference;
}

const forPeople = (measure: DriftMeasure, value: number): number =>
  measure === 'length' ? Math.round(Math.exp(value) - 1) : Math.round(value * 1_000) / 1_000;

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return meanOf(middle);
}

function perMeasure<T>(of: (measure: DriftMeasure) => T): Record<DriftMeasure, T> {
  return {
    length: of('length'),
    confidence: of('confidence'),
    byline: of('byline'),
    date: of('date'),
    thin: of('thin'),
  };
}

const number = (count: number): string => count.toLocaleString('en');
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const inWords: Readonly<Record<DriftMeasure, (deviation: Deviation) => string>> = {
  length: ({ now, usual }) => `texts have ${number(now)} characters in the middle, usually ${number(usual)}`,
  confidence: ({ now, usual }) => `the cleaner trusts them by ${percent(now)}, usually by ${percent(usual)}`,
  byline: ({ now, usual }) => `${percent(now)} have no author, usually ${percent(usual)}`,
  date: ({ now, usual }) => `${percent(now)} have no date, usually ${percent(usual)}`,
  thin: ({ now, usual }) => `${percent(now)} have hardly any text, usually ${percent(usual)}`,
};

/** A sentence that tells how a site deviates. */
export const driftSentence = (site: string, deviations: readonly Deviation[]): string =>
  `The last ${WINDOW} articles of ${site} are not as usual: ${deviations.map((one) => inWords[one.measure](one)).join('; ')}.`;
