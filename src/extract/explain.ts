// The explanation of one extraction, written down while it runs: what might have been the body and what was, what was
// left out and why, where each field came from, and how long each step took.
import { type Furniture, plainFurniture } from './boilerplate.js';
import { provenance } from './provenance.js';
import type { Trace } from './trace.js';
import { type Element, folded, isTag, type Page, purposeOf, rawText, silent } from './tree.js';

export interface Explanation {
  candidates: { element: string; characters: number; linkShare: number; score: number; chosen: boolean }[];
  removed: { element: string; why: string; characters: number; text: string }[];
  fields: { field: string; source: string }[];
  steps: { step: string; ms: number }[];
}

/** Candidates that are shown beside those that were chosen. */
const SHOWN = 5;
/** A page has some dozens of pieces of furniture; of a hostile one the first are enough. */
const MAX_REMOVED = 200;
const EXCERPT = 60;
/** Elements named in the place of one. */
const PATH = 3;

/** A trace, and what it has heard so far. `clock` is in ms. */
export function createTrace(clock: () => number): { trace: Trace; explanation: Explanation } {
  const explanation: Explanation = { candidates: [], removed: [], fields: [], steps: [] };
  let started = clock();
  // Explaining takes time of its own, which is no part of the step in which it happens.
  const beside = (work: () => void): void => {
    const from = clock();
    work();
    started += clock() - from;
  };
  const removed = (element: string, why: string, text: string): void => {
    if (explanation.removed.length < MAX_REMOVED && text !== '')
      explanation.removed.push({ element, why, characters: text.length, text: text.slice(0, EXCERPT) });
  };
  const trace: Trace = {
    step(name) {
      const now = clock();
      explanation.steps.push({ step: name, ms: Math.round((now - started) * 100) / 100 });
      started = now;
    },
    candidates: (measures, chosen) =>
      beside(() => {
        explanation.candidates = ranked(measures, chosen);
      }),
    furniture: (page, isFurniture) =>
      beside(() => {
        for (const element of outermost(page, isFurniture))
          removed(placeOf(element), reasonFor(element), folded(rawText(element)));
      }),
    takenOut: (element, why) => beside(() => removed(placeOf(element), why, folded(rawText(element)))),
    leftOut: (before, after, why) =>
      beside(() => {
        // A block may have changed its kind on the way; its words have not.
        const kept = new Set(after.map(({ nodes }) => nodes[0]));
        for (const block of before)
          if (!kept.has(block.nodes[0])) removed(`a ${block.tag} of the text`, why, block.text);
      }),
    metadata: (marked, data, metadata, now) =>
      beside(() => {
        explanation.fields.push(...provenance(marked, data, metadata, now));
      }),
    field: (field, source) => {
      explanation.fields = explanation.fields.filter((one) => one.field !== field);
      explanation.fields.push({ field, source });
    },
  };
  return { trace, explanation };
}

function ranked(
  measures: Parameters<Trace['candidates']>[0],
  chosen: readonly Element[],
): Explanation['candidates'] {
  const best = [...measures].filter(([, { score }]) => score > 0).sort(([, a], [, b]) => b.score - a.score);
  const shown = new Set([...chosen, ...best.slice(0, SHOWN).map(([element]) => element)]);
  return [...shown].map((element) => {
    const { text, links, score } = measures.get(element) ?? {
      text: folded(rawText(element)).length,
      links: 0,
      score: 0,
    };
    return {
      element: placeOf(element),
      characters: text,
      linkShare: text === 0 ? 0 : Math.round((links / text) * 100) / 100,
      score: Math.round(score * 10) / 10,
      chosen: chosen.includes(element),
    };
  });
}

/** Furniture that stands in no other, in the order of the page; what nobody reads anyway is passed over. */
function* outermost(page: Page, isFurniture: Furniture): Generator<Element> {
  const waiting = (page.root()[0]?.children ?? []).filter(isTag).toReversed();
  for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
    if (silent.has(element.name)) continue;
    if (isFurniture(element)) yield element;
    else waiting.push(...element.children.filter(isTag).toReversed());
  }
}

function reasonFor(element: Element): string {
  const { name, attribs } = element;
  if (!plainFurniture(element)) {
    if ('hidden' in attribs) return 'it is hidden';
    const purpose = folded(purposeOf(element));
    return purpose === '' ? `a ${name} is no text` : `it is called "${purpose.slice(0, EXCERPT)}"`;
  }
  if (attribs['role'] !== undefined) return `its role is ${attribs['role'].slice(0, EXCERPT)}`;
  if (attribs['aria-hidden'] === 'true' || /display|visibility/i.test(attribs['style'] ?? ''))
    return 'it is hidden';
  return `a ${name} is no text`;
}

/** Where an element stands, as a selector would say it. */
function placeOf(element: Element): string {
  const parts: string[] = [];
  let at: Element | null = element;
  while (at !== null && parts.length < PATH) {
    const { id, class: classes } = at.attribs;
    const names = (classes ?? '').split(/\s+/).filter((name) => name !== '');
    parts.unshift(
      `${at.name}${id ? `#${id}` : ''}${names.map((name) => `.${name}`).join('')}`.slice(0, EXCERPT),
    );
    const { parent }: Element = at;
    at = parent !== null && isTag(parent) ? parent : null;
  }
  return parts.join(' > ');
}
