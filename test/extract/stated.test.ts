import { describe, expect, it } from 'vitest';
import type { Block } from '../../src/extract/blocks.js';
import type { LinkedData } from '../../src/extract/json-ld.js';
import { linkedData } from '../../src/extract/json-ld.js';
import { markedIn } from '../../src/extract/marked.js';
import { agreementOf, statedBody, withoutUnstated } from '../../src/extract/stated.js';
import { parsePage } from '../../src/extract/tree.js';

const dataOf = (articleBody: string): LinkedData => {
  const script = JSON.stringify({ '@type': 'NewsArticle', headline: 'The ferry', articleBody });
  const page = parsePage(`<script type="application/ld+json">${script.replaceAll('<', '\\u003c')}</script>`);
  return linkedData(markedIn(page).scripts, 'https://paper.example/ferry');
};
/** Paragraphs that differ from each other everywhere. */
const paragraphs = (count: number): string[] =>
  Array.from(
    { length: count },
    (_, at) =>
      `On day ${at} the ferry carried ${at * 37 + 11} people to shore ${at}${at}, and ${at * 53 + 7} of them came back.`,
  );
const block = (text: string, tag: Block['tag'] = 'p'): Block => ({ tag, text, nodes: [], links: 0 });

describe('statedBody', () => {
  it.each([
    ['lines', 'One line.\nAnother.\r\n\r\n\r\nA third.', 'One line.\n\nAnother.\n\nA third.'],
    ['blanks of all kinds', 'One\u00a0 \u2003line.\t \nAnother.', 'One line.\n\nAnother.'],
    ['markup', '<p>One <b>line</b>.</p><ul><li>Another.</li></ul>', 'One line.\n\nAnother.'],
    ['escaped markup', '&lt;p&gt;One line.&lt;/p&gt;&lt;p&gt;Another.&lt;/p&gt;', 'One line.\n\nAnother.'],
  ])('reads %s', (_name, said, text) => expect(statedBody(dataOf(said))).toBe(text));

  it('is empty where a page states nothing, or more than an article can be', () => {
    expect(statedBody(dataOf(''))).toBe('');
    expect(statedBody(dataOf('word '.repeat(200_000)))).toBe('');
  });
});

describe('agreementOf', () => {
  const text = paragraphs(12).join('\n\n');

  it('says nothing of a stated summary', () =>
    expect(agreementOf(text, paragraphs(2).join(' '))).toEqual({ status: 'silent' }));

  it('finds the same text in other punctuation and case', () =>
    expect(agreementOf(text, text.toUpperCase().replaceAll(',', ' –'))).toEqual({
      status: 'agrees',
      share: 1,
    }));

  it('takes the stated text for stronger where the other is a piece of it or another text', () => {
    expect(agreementOf(paragraphs(4).join('\n\n'), text)).toEqual({ status: 'stronger' });
    expect(agreementOf('A start page with many a headline. '.repeat(20), text)).toEqual({
      status: 'stronger',
    });
  });
});

describe('withoutUnstated', () => {
  const [one, two, three, four] = paragraphs(4) as [string, string, string, string];
  const stated = [one, two, three, four].join('\n\n');
  const leftOf = (blocks: Block[], said = stated): string[] =>
    withoutUnstated(blocks, said, { status: 'agrees', share: 1 }).map(({ text }) => text);

  it('leaves out short paragraphs within and after the text that it does not have', () =>
    expect(
      leftOf([
        block(one),
        block('Win a trip on the boat.'),
        block(two),
        block(three),
        block(four),
        block('Write to us.'),
      ]),
    ).toEqual([one, two, three, four]));

  it('keeps what stands above, headings, lists, and long paragraphs', () => {
    const long = 'What the stated text has lost, a page may well still have. '.repeat(6).trim();
    expect(
      leftOf([
        block('A lead.'),
        block(one),
        block('Times', 'h3'),
        block('Monday', 'li'),
        block(long),
        block(two),
        block(four),
      ]),
    ).toEqual(['A lead.', one, 'Times', 'Monday', long, two, four]);
  });

  it('keeps all where the stated text is only the beginning, or where it agrees too little', () => {
    const blocks = [one, two, three, four].map((text) => block(text));
    expect(leftOf(blocks, one)).toEqual([one, two, three, four]);
    const weak = withoutUnstated([block(one), block('Write to us.')], stated, {
      status: 'agrees',
      share: 0.5,
    });
    expect(weak).toHaveLength(2);
  });
});
