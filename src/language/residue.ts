// Residue: words of another language inside sentences, such as the bracketed insertions that a machine translation
// leaves standing ("haben [and] ich"). They stay in the text, since that is what was published; they are counted.

export interface ResidueSpan {
  start: number;
  end: number;
  text: string;
  /** The language of the insertion. */
  tag: string;
}

// The function words that English editors insert into quotations in brackets; a closed class of grammar.
const insertedEnglish =
  /\[(?:and|the|of|to|in|on|at|by|for|with|from|that|this|these|those|is|are|was|were|be|been|has|have|had|will|would|he|she|it|they|we|his|her|its|their|our|who|which|or|but|not|as|a|an)\]/gi;
const MAX_SPANS = 100;

/** Finds residue in a text of language `tag`; bounded, and empty for English itself. */
export function findResidue(text: string, tag: string): { count: number; spans: ResidueSpan[] } {
  if (tag === 'und' || tag.split('-')[0] === 'en') return { count: 0, spans: [] };
  const spans = [...text.matchAll(insertedEnglish)].slice(0, MAX_SPANS).map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[0],
    tag: 'en',
  }));
  return { count: spans.length, spans };
}
