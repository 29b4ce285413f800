const ways: Readonly<Record<string, string>> = {
  rule: 'by the site rule',
  'json-ld': 'in what the page states for machines',
  element: 'by the weight of its text',
  pieces: 'in several pieces of the page',
  nothing: 'nowhere on the page',
  feed: 'in the feed',
};

/** How a text was found, after "found"; a way that a newer cleaner has is given as it is named. */
export const foundWords = (found: string): string => ways[found] ?? found;
