/**
 * The pages that `ask` answers, one after the other, the next one asked for while the one before is taken. `ask` is
 * told the page before, null for the first, and answers null where there is no more. What fails is thrown when its turn
 * comes; whoever stops taking leaves one answer to be thrown away.
 */
export async function* askedAhead<T>(ask: (before: T | null) => Promise<T | null>): AsyncGenerator<T> {
  let page = await ask(null);
  while (page !== null) {
    const next = ask(page);
    // It is waited for below; until then, or if nobody takes any more, its failure is nobody's.
    next.catch(() => undefined);
    yield page;
    page = await next;
  }
}
