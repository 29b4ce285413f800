// `feedmill fetch`: one page as the service would get it, and `--check`: which addresses would be requested at all.
import { type Command, Option } from 'commander';
import { type FetchedAnswer, fetchedSchema } from '../http/contract-hosts.js';
import { exitCodes } from './exit.js';
import { checkUrls } from './fetch-check.js';
import type { Output } from './output.js';
import { partTitle } from './sections.js';
import { type Cli, withClient } from './session.js';
import { webAddress } from './sources.js';

interface FetchOptions {
  check?: boolean;
  dns: boolean;
  as: string;
  json?: boolean;
}

const afterHelp = `
Without --check the page is requested: guarded, as robots.txt allows, and when it is its site's turn. It is not stored.
With --check nothing is requested. Each line of the answer is allowed or refused, a tab, and the reason in a word
(public, unresolved; url, scheme, userinfo, port, name, address, dns), a tab, and the reason in a sentence.

Exit codes:
  0    the page came; with --check: every address was judged, whatever the verdicts
  1    the page did not come: refused, held back, or no usable answer
  2    wrong usage
  3    the configuration is invalid
  4    the store or the data folder is not available (never with --check)

Examples:
  feedmill fetch https://example.com/story.html
  cut -f1 urls.txt | feedmill fetch --check -`;

export function addFetch(program: Command, cli: Cli): void {
  program
    .command('fetch <url>')
    .description('request an address once as the service would, and show each step')
    .option('--check', 'only judge whether it would be requested; `-` reads addresses from standard input')
    .option('--no-dns', 'with --check: look no names up, judge spelling and literal addresses alone')
    .addOption(
      new Option('--as <kind>', 'what the service would take it for')
        .choices(['page', 'feed', 'any'])
        .default('any'),
    )
    .option('--json', 'answer with JSON; with --check one object a line')
    .addHelpText('after', afterHelp)
    .action(async (url: string, { check, dns, as, json = false }: FetchOptions, command: Command) => {
      if (check === true) return checkUrls(url, { dns, json }, cli.output);
      if (!dns) command.error('error: --no-dns goes with --check');
      if (url === '-') command.error('error: - for standard input goes with --check');
      const fetched = await withClient({ command: 'fetch' }, ({ client }) =>
        client.request('POST', '/api/fetch', { url: webAddress(url) ?? url, as }, fetchedSchema),
      );
      if (json) cli.output.json(fetched);
      else showFetched(fetched, cli.output);
      if (fetched.verdict !== 'fetched') cli.exitCode = exitCodes.failed;
    });
}

function showFetched({ robots, userAgent, hops, body, ...fetched }: FetchedAnswer, output: Output): void {
  const { colors } = output;
  const good = fetched.verdict === 'fetched';
  output.print(`${fetched.verdict}: ${fetched.reason}`, good ? colors.green : colors.red);
  output.pairs([
    ['address', fetched.url],
    ['user agent', userAgent],
    ['robots.txt', robots === null ? 'not asked' : robots.reason],
    ...(robots === null || robots.crawlDelayMs === null
      ? []
      : [['crawl-delay', `${robots.crawlDelayMs} ms`] as const]),
    ...(body === null ? [] : bodyPairs(body)),
    ['time', `${fetched.ms} ms`],
  ]);
  hops.forEach((hop, index) => {
    partTitle(`Hop ${index + 1}`, true, output);
    output.pairs(hopPairs(hop, index, output.terminal));
  });
}

function bodyPairs({ bytes, contentType, directives }: NonNullable<FetchedAnswer['body']>) {
  return [
    ['body', `${bytes} bytes, ${contentType ?? 'without a content type'}`],
    ...(directives.length === 0 ? [] : [['asks', directives.join(', ')] as const]),
  ] as const;
}

/** The headers by which the service goes, or which explain what came. */
const TOLD: readonly string[] = [
  'location',
  'content-type',
  'content-encoding',
  'content-length',
  'etag',
  'last-modified',
  'cache-control',
  'expires',
  'retry-after',
  'x-robots-tag',
  'tdm-reservation',
  'tdm-policy',
  'server',
];

function hopPairs(hop: FetchedAnswer['hops'][number], index: number, terminal: boolean) {
  // In a pipe each line says by itself which hop it is of.
  const named = (name: string): string => (terminal ? name : `hop ${index + 1} ${name}`);
  const { connection } = hop;
  const pairs: [string, string][] = [[named('address'), hop.url]];
  if (connection !== null) {
    pairs.push([
      named('resolved'),
      `${connection.addresses.join(', ') || 'nothing'}${timeOf(connection.lookupMs)}`,
    ]);
    pairs.push([named('connected'), `${connection.address ?? 'no'}${timeOf(connection.connectMs)}`]);
    if (connection.secureMs !== null) pairs.push([named('TLS'), `verified${timeOf(connection.secureMs)}`]);
  }
  pairs.push([named('answer'), `${hop.httpStatus ?? 'none'}${timeOf(hop.ms)}`]);
  for (const name of TOLD) {
    const value = hop.headers[name];
    if (value !== undefined) pairs.push([named(name), value]);
  }
  return pairs;
}

function timeOf(ms: number | null): string {
  return ms === null ? '' : ` (${ms} ms)`;
}
