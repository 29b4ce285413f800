// Answers that are no answer of the site but of a service in front of it, which takes its visitor for a robot. Told by
// the headers and the scripts of the services themselves (their own documentation), never by a site.

const byHeader: readonly [header: string, value: RegExp, name: string][] = [
  ['cf-mitigated', /challenge/i, 'Cloudflare'],
  ['x-datadome', /./, 'DataDome'],
  ['x-amzn-waf-action', /challenge|captcha/i, 'AWS WAF'],
  ['x-sucuri-block', /./, 'Sucuri'],
  ['x-iinfo', /./, 'Imperva'],
  ['x-kpsdk-ct', /./, 'Kasada'],
];
const byMarkup: readonly [RegExp, string][] = [
  [/_cf_chl_opt|\/cdn-cgi\/challenge-platform\//, 'Cloudflare'],
  [/captcha-delivery\.com/, 'DataDome'],
  [/_Incapsula_Resource/, 'Imperva'],
  [/\bpx-captcha\b/, 'HUMAN'],
  [/awsWafCookieDomainList|\.awswaf\.com\//, 'AWS WAF'],
  [/sucuri_cloudproxy_js/, 'Sucuri'],
];
/** Challenge pages are short and begin with their script. */
const MARKUP_CHARACTERS = 20_000;
const refusals: ReadonlySet<number> = new Set([401, 403, 405, 429, 503]);

/** The service that turned a request away with this status and these headers; null for none that is known. */
export function wallOf(httpStatus: number, headers: Readonly<Record<string, string>>): string | null {
  if (!refusals.has(httpStatus)) return null;
  return byHeader.find(([header, value]) => value.test(headers[header] ?? ''))?.[2] ?? null;
}

/** The service whose challenge this page is; null when it is none that is known. */
export function wallPage(html: string): string | null {
  const head = html.slice(0, MARKUP_CHARACTERS);
  return byMarkup.find(([mark]) => mark.test(head))?.[1] ?? null;
}
