// What an extraction tells of itself to whoever asks. It is an argument that is usually missing: every call of it is
// `trace?.…`, so that an explanation costs nothing where nobody reads it.
import type { Block } from './blocks.js';
import type { Furniture } from './boilerplate.js';
import type { LinkedData } from './json-ld.js';
import type { Marked } from './marked.js';
import type { Metadata } from './metadata.js';
import type { Element, Page } from './tree.js';

export interface Trace {
  /** Ends a step of the work. */
  step(name: string): void;
  /** What the elements that might hold the article scored, and which were taken. */
  candidates(
    measures: ReadonlyMap<Element, { text: number; links: number; score: number }>,
    chosen: readonly Element[],
  ): void;
  /** By what the furniture of the page was told from its text. */
  furniture(page: Page, isFurniture: Furniture): void;
  /** An element that a rule names was taken out. */
  takenOut(element: Element, why: string): void;
  /** Blocks that are missing in `after` were left out. */
  leftOut(before: readonly Block[], after: readonly Block[], why: string): void;
  /** What the page says of itself, and what was made of it. */
  metadata(marked: Marked, data: LinkedData, metadata: Metadata, now: Date): void;
  /** By what a field of the metadata was set in its place. */
  field(name: string, source: string): void;
}
