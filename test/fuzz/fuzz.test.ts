// The fuzzer's own parts: without these, "0 findings" might mean that nothing was tried.
import { describe, expect, it } from 'vitest';
import { markupOffences } from './markup-offences.js';
import { minimised } from './minimise.js';
import { mutant, randomOf } from './mutations.js';
import { seedInputs } from './seed-inputs.js';
import { runTarget, targetNames } from './targets.js';

const mutants = (seed: number): string[] => {
  const random = randomOf(seed);
  const whole = seedInputs.feeds.map((text) => Buffer.from(text));
  return Array.from({ length: 200 }, () => Buffer.from(mutant(whole, random)).toString('latin1'));
};

describe('mutant', () => {
  it('makes the same inputs of the same seed, and hardly one twice', () => {
    expect(mutants(7)).toEqual(mutants(7));
    expect(mutants(7)).not.toEqual(mutants(8));
    expect(new Set(mutants(7)).size).toBeGreaterThan(150);
  });
});

describe('minimised', () => {
  it('leaves of an input what makes it fail', async () => {
    const bytes = Buffer.from(`${'a'.repeat(500)}<boom>${'b'.repeat(500)}`);
    const small = await minimised(bytes, async (less) => Buffer.from(less).includes('<boom>'));
    expect(Buffer.from(small).toString()).toBe('<boom>');
  });
});

describe('markupOffences', () => {
  it('tells what clean HTML may not hold, and a tree that changes when it is read again', () => {
    expect(markupOffences('<p>a <a href="https://a.example/">b</a></p>')).toEqual([]);
    expect(markupOffences('<p onclick="x">a</p><!-- c --><svg></svg><a href="javascript:x">b</a>')).toEqual([
      '<p onclick="x">',
      'a node #comment',
      '<svg>',
      '<a href="javascript:x">',
    ]);
    expect(markupOffences('<plaintext>a')).toContain('a tree that changes when read again');
  });
});

describe('a target', () => {
  it.each(targetNames)('holds for the inputs that the fuzzer begins with: %s', async (target) => {
    expect(seedInputs[target].length).toBeGreaterThan(0);
    for (const text of seedInputs[target]) await runTarget(target, Buffer.from(text));
  });
});
