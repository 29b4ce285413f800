// `feedmill extract`: what the cleaner makes of one page, and why. It opens no database and stores nothing, so that
// it works beside a running service.
import type { Command } from 'commander';
import { loadSettings } from '../config.js';
import type { Extraction, NamedPage } from '../operations/extract.js';
import { exitCodes } from './exit.js';
import type { Output } from './output.js';
import { qualityText } from './quality.js';
import { partTitle, tablePart } from './sections.js';
import type { Cli } from './session.js';
import { isFile, webAddress } from './sources.js';
import { dateText, publishedText } from './words.js';

interface ExtractOptions {
  explain?: boolean;
  url?: string;
  json?: boolean;
}

export function addExtract(program: Command, cli: Cli): void {
  program
    .command('extract <page>')
    .description('clean one page, named by its address or as a file, and show what comes out; stores nothing')
    .option(
      '--explain',
      'tell how the text was found, what was left out and why, and how long each step took',
    )
    .option('--url <address>', 'the address that a file was saved from: for its links, and for site rules')
    .option('--json', 'answer with JSON')
    .addHelpText(
      'after',
      '\nExample:\n  feedmill extract https://example.com/2026/harbour-opens.html --explain',
    )
    .action(async (named: string, { explain = false, url, json }: ExtractOptions) => {
      const { settings } = loadSettings();
      const page = await pageNamed(named, url ?? null);
      const { extractPage } = await import('../operations/extract.js');
      const found = await extractPage(page, settings, { explain, now: new Date() });
      if (json === true) cli.output.json(shown(found));
      else showExtraction(found, cli.output);
      if (found.article.text !== '') return;
      cli.output.note(`No article was found on ${named}; --explain tells what was left out.`);
      cli.exitCode = exitCodes.failed;
    });
}

async function pageNamed(named: string, savedFrom: string | null): Promise<NamedPage> {
  // No top-level domain is called so, and a file that is not there would be asked for in the network.
  const url = /^[^/?#]+\.x?html?$/i.test(named) ? null : webAddress(named);
  if (url !== null && !(await isFile(named))) return { kind: 'address', url };
  return {
    kind: 'file',
    path: named,
    savedFrom: savedFrom === null ? null : (webAddress(savedFrom) ?? savedFrom),
  };
}

function shown({ explanation, ...found }: Extraction): object {
  return explanation === null ? found : { ...found, explanation };
}

function showExtraction({ url, charset, bytes, article, explanation }: Extraction, output: Output): void {
  const { attribution, quality } = article;
  output.pairs([
    ['address', url],
    ['page', `${bytes} bytes in ${charset}`],
    ['title', article.title ?? ''],
    ['by', article.byline.join(', ')],
    ['site', article.siteName ?? ''],
    ['published', publishedText(article.publishedAt?.toISOString() ?? null, article.publishedDay)],
    ['modified', dateText(article.modifiedAt?.toISOString() ?? null)],
    ['language', article.declaredLanguage ?? ''],
    ['tags', article.tags.join(', ')],
    ['image', article.imageUrl ?? ''],
    ['canonical', article.canonicalUrl ?? ''],
    ['original', [attribution.publisher, attribution.url].filter((part) => part !== null).join(', ')],
    ['paywall', article.paywalled === null ? '' : article.paywalled ? 'yes' : 'no'],
    ['quality', qualityText(quality)],
    ['notes', article.notes.join('; ')],
  ]);
  if (explanation !== null) showExplanation(explanation, output);
  partTitle('Text', article.text !== '', output);
  if (article.text !== '') output.print(output.terminal ? article.text : `\n${article.text}`);
}

function showExplanation(
  { candidates, removed, fields, steps }: NonNullable<Extraction['explanation']>,
  output: Output,
): void {
  tablePart(
    output,
    { title: 'What might hold the text', label: 'candidate' },
    [
      { head: 'score', align: 'right' },
      { head: 'characters', align: 'right' },
      { head: 'links', align: 'right' },
      { head: 'taken' },
      { head: 'element', wrap: true },
    ],
    candidates.map(({ element, characters, linkShare, score, chosen }) => [
      String(score),
      String(characters),
      `${Math.round(linkShare * 100)} %`,
      chosen ? 'yes' : '',
      element,
    ]),
  );
  tablePart(
    output,
    { title: 'What was left out', label: 'removed' },
    [
      { head: 'characters', align: 'right' },
      { head: 'element', wrap: true },
      { head: 'why', wrap: true },
      { head: 'text' },
    ],
    removed.map(({ element, why, characters, text }) => [String(characters), element, why, text]),
  );
  tablePart(
    output,
    { title: 'Where it says so', label: 'field' },
    [{ head: 'field' }, { head: 'place', wrap: true }],
    fields.map(({ field, source }) => [field, source]),
  );
  tablePart(
    output,
    { title: 'How long it took', label: 'step' },
    [{ head: 'step' }, { head: 'ms', align: 'right' }],
    steps.map(({ step, ms }) => [step, ms.toFixed(2)]),
  );
}
