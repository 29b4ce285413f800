import { beforeAll, describe, expect, it } from 'vitest';
import { detectByBlock } from '../../src/language/blocks.js';
import { loadLanguageModel } from '../../src/language/detect.js';

beforeAll(() => loadLanguageModel());

const german =
  'Die neue Brücke über den Hafen wird im Herbst für den Verkehr geöffnet, teilte die Verwaltung der Stadt am Montag mit.';
const english =
  'The new bridge across the harbour will be opened to traffic in autumn, the administration of the town said on Monday.';

describe('detectByBlock', () => {
  it('gives both languages of a text in two, with their shares', () => {
    const { main, shares } = detectByBlock(`${german}\n\n${german}\n\n${english}`);
    expect(main.tag).toBe('de');
    expect(shares.map(({ tag }) => tag)).toEqual(['de', 'en']);
    expect(shares[0]?.share).toBeGreaterThan(0.5);
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 2);
  });

  it('counts a sign for a word as more than a letter', () => {
    const chinese = '这座新桥将于秋季通车，市政府周一说，届时交通将会更加便利，居民对此表示欢迎。'.repeat(2);
    const { main, shares } = detectByBlock(`${chinese}\n\n${english}`);
    expect([main.tag, ...shares.map(({ tag }) => tag)]).toEqual(['zh-Hans', 'zh-Hans', 'en']);
  });

  it('does not let quoted paragraphs turn an article', () => {
    const quoted = `“${english}”`;
    expect(detectByBlock([german, quoted, quoted, quoted].join('\n\n')).main.tag).toBe('de');
  });

  it('gives one language all of a text that is in one', () => {
    expect(detectByBlock(`${german}\n\n${german}`).shares).toEqual([{ tag: 'de', share: 1 }]);
    expect(detectByBlock('').shares).toEqual([{ tag: 'und', share: 1 }]);
  });
});
