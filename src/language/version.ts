/** Stored with every tag; moves when the tagger may answer differently for the same text. */
export const taggerVersion = 3;
