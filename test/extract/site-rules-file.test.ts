import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRuleFiles } from '../../src/extract/site-rules-file.js';

const problemsOf = (text: string): string[] => {
  const read = readRuleFiles([{ file: 'a.yaml', text }]);
  return read.status === 'invalid' ? read.problems : [];
};

describe('readRuleFiles', () => {
  it('reads a selector or a list of them, and marks the rule with its file and a version of its words', () => {
    const read = readRuleFiles([
      { file: 'a.yaml', text: 'example.org:\n  body: .story\n  remove: [.ad, aside]' },
      { file: 'b.yaml', text: '# nothing yet' },
    ]);
    expect(read).toMatchObject({ status: 'valid' });
    const rule = read.status === 'valid' ? read.rules.get('example.org') : null;
    expect(rule).toEqual({
      site: 'example.org',
      file: 'a.yaml',
      version: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
      body: ['.story'],
      title: [],
      author: [],
      date: [],
      remove: ['.ad', 'aside'],
    });
    const changed = readRuleFiles([{ file: 'a.yaml', text: 'example.org: { body: .stories }' }]);
    expect(changed.status === 'valid' && changed.rules.get('example.org')?.version).not.toBe(rule?.version);
  });

  it('says every mistake in a line of its own, with file, line, site and field', () => {
    const text = `example.org:
  body: "div["
  tittle: h1
  remove: 7
co.uk: { body: main }
"a b": { body: main }
other.example: []
third.example: {}
fourth.example:
  title: []
  author:
    - .a
    - "x:nonsense"
`;
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(
        /^a\.yaml, line 2: example\.org: body: 0 is no CSS selector \(.+\); it is "div\["\.$/,
      ) as string,
      'a.yaml, line 4: example.org: remove must be a selector or a list of selectors.',
      'a.yaml, line 2: example.org has no field tittle; the fields are body, title, author, date, remove.',
      'a.yaml, line 5: co.uk is no site; it must be a domain such as example.org, a host below one, or an IP address.',
      'a.yaml, line 6: a b is no site; it must be a domain such as example.org, a host below one, or an IP address.',
      'a.yaml, line 7: other.example must be a mapping with some of body, title, author, date, remove.',
      'a.yaml, line 8: third.example is empty; it must have some of body, title, author, date, remove.',
      'a.yaml, line 10: fourth.example: title is an empty list.',
      expect.stringMatching(
        /^a\.yaml, line 13: fourth\.example: author: 1 is no CSS selector \(.+\); it is "x:nonsense"\.$/,
      ) as string,
    ]);
  });

  it.each([
    ['what is no YAML', 'example.org: {', /^a\.yaml, line 1: .+\.$/],
    [
      'a site that stands twice',
      'a.example: {body: p}\na.example: {body: p}',
      /^a\.yaml, line 2: Map keys must be unique\.$/,
    ],
    ['a list', '- body: p', /^a\.yaml: must be a mapping of sites to rules, such as "example.org:"\.$/],
    [
      'aliases that unfold without end',
      `a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c]`,
      /^a\.yaml: must be a mapping/,
    ],
  ])('refuses %s', (_name, text, problem) => {
    const problems = problemsOf(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]).toMatch(problem);
  });

  it('names the file that has a site already', () => {
    const read = readRuleFiles([
      { file: 'a.yaml', text: 'example.org: { body: p }' },
      { file: 'b.yaml', text: 'EXAMPLE.org: { body: p }' },
    ]);
    expect(read).toEqual({
      status: 'invalid',
      problems: ['b.yaml, line 1: EXAMPLE.org has a rule already, in a.yaml.'],
    });
  });

  it('never throws', () =>
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom(': ', '\n', '  ', '- ', '{', '&a ', '*a'))),
        (parts) => {
          expect(['valid', 'invalid']).toContain(readRuleFiles([{ file: 'a', text: parts.join('') }]).status);
        },
      ),
    ));

  it('accepts the files that Feedmill comes with', () => {
    const folder = new URL('../../config/sites/', import.meta.url);
    const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
    expect(files.length).toBeGreaterThan(0);
    const read = readRuleFiles(
      files.map((file) => ({ file, text: readFileSync(new URL(file, folder), 'utf8') })),
    );
    expect(read).toMatchObject({ status: 'valid' });
  });
});
