// What a confidence is worth. Fitted to texts of known languages, short and long, so that of the answers with 0.9 or
// more, 99 in 100 are right; `bench:language -- --report` shows the curve.

/** From here on an answer is sure: hints change nothing, and a contradicting declaration is reported. */
export const SURE = 0.9;

/** Whether a text left its language open, so that a further hint could settle it. */
export function isOpen({ confidence, source }: { confidence: number; source: string }): boolean {
  return confidence < SURE && source !== 'hint';
}
