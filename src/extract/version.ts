/**
 * The version of what `extractArticle` answers. It moves whenever the same page could give another title, text, html
 * or metadata than before, so that a stored revision tells whether extracting its page again could change it. It does
 * not move for speed, wording of notes, or refactoring.
 */
export const extractorVersion = 7;
