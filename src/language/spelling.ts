// How the tables of telling spellings are written: one line is a set of languages and a pattern that speaks for them.

export interface Spelling {
  languages: readonly string[];
  /** Global; each match is one piece of evidence. */
  pattern: RegExp;
  /** 1; -1 for letters that the languages do not have, except in names. */
  sign: 1 | -1;
}

/** In `spelling`, `<` is the beginning of a word and `>` its end. */
export const of = (languages: string, spelling: string, sign: 1 | -1 = 1): Spelling => ({
  languages: languages.split(' '),
  sign,
  pattern: new RegExp(spelling.replaceAll(/(?<!\?)</g, '(?<!\\p{L})').replaceAll('>', '(?!\\p{L})'), 'gu'),
});

/** What languages do not write; the signs of {@link of} hold. */
export const never = (languages: string, spelling: string): Spelling => of(languages, spelling, -1);
