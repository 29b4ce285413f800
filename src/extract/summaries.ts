// What the page and its feed say in summary of the article, as a means to know its lead wherever it stands.

/** Shorter summaries are slogans. */
const MIN_CHARACTERS = 25;
/** As many letters at the beginning tell that two texts are the same. */
const ALIKE = 40;

export interface Summaries {
  /** Whether a text begins like one of the summaries. */
  has: (text: string) => boolean;
}

/** The summaries that are long enough to tell; letters alone are compared. */
export function summariesFrom(texts: readonly string[]): Summaries {
  const beginnings = texts
    .map((text) => letters(text))
    .filter((text) => text.length >= MIN_CHARACTERS)
    .map((text) => text.slice(0, ALIKE));
  return {
    has: (text) => {
      if (text.length < MIN_CHARACTERS || beginnings.length === 0) return false;
      const own = letters(text.slice(0, ALIKE * 3)).slice(0, ALIKE);
      return (
        own.length >= MIN_CHARACTERS && beginnings.some((one) => one.startsWith(own) || own.startsWith(one))
      );
    },
  };
}

const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
