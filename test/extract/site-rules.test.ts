import { describe, expect, it } from 'vitest';
import { ruleFor } from '../../src/extract/site-rules.js';
import { readRuleFiles } from '../../src/extract/site-rules-file.js';

const text = `
example.org: { body: .story }
blog.example.org: { body: .post }
bücher.example: { title: h2 }
192.0.2.7: { body: main }
`;
const read = readRuleFiles([{ file: 'a.yaml', text }]);
if (read.status !== 'valid') throw new Error(read.problems.join('\n'));

describe('ruleFor', () => {
  it.each([
    ['https://example.org/a', 'example.org'],
    ['https://www.example.org/a', 'example.org'],
    ['https://a.b.example.org:8080/a', 'example.org'],
    ['https://blog.example.org/a', 'blog.example.org'],
    ['https://x.blog.example.org/a', 'blog.example.org'],
    ['https://EXAMPLE.org./a', 'example.org'],
    ['https://bücher.example/a', 'xn--bcher-kva.example'],
    ['http://192.0.2.7/a', '192.0.2.7'],
    ['https://notexample.org/a', null],
    ['https://example.org.evil.test/a', null],
    ['https://org/a', null],
    ['http://10.192.0.2/', null],
    ['no address', null],
  ])('for %s is that of %s', (url, site) => expect(ruleFor(read.rules, url)?.site ?? null).toBe(site));
});
