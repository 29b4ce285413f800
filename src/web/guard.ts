// The guard against requests into the operator's own network (server-side request forgery). Feeds, pages and redirects
// name any URL they like; this file decides which may be requested. What must stay true:
// 1. A URL is parsed once, by the WHATWG parser; afterwards only the URL object travels. 2. http and https only.
// 3. No user or password in the URL. 4. No port of another protocol or service. 5. Special-use and single-label names
// are refused without a query. 6. One bad address among a name's answers refuses them all. 7. Addresses are judged by
// our own table; an operator's exceptions are the only way past it. The connector judges the connected address again.
import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import { parseUrl } from '../parse-url.js';
import {
  type AddressRow,
  IPV6_GLOBAL,
  ipv4Rows,
  ipv6GlobalRows,
  ipv6OtherRows,
  NAT64_PREFIX,
} from './address-table.js';
import { type Exception, opensAddress, opensName, parseException } from './exceptions.js';
import { refusedPorts } from './port-table.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

export interface GuardPolicy {
  readonly exceptions: readonly Exception[];
  /** Ports that may be requested although the table refuses them. */
  readonly allowPorts: ReadonlySet<number>;
  /** This machine's own addresses, public ones included. */
  readonly ownAddresses: () => ReadonlySet<string>;
}

export type Refusal = { readonly status: 'refused'; readonly rule: string; readonly message: string };

export type UrlVerdict =
  | {
      readonly status: 'allowed';
      /** Without fragment and without the dot that ends a fully qualified name. */
      readonly url: URL;
    }
  | Refusal;

export type AddressVerdict = { readonly status: 'allowed'; readonly address: string } | Refusal;

// Longer URLs are traps: servers refuse from 8 KB on, and redirects that grow have no end.
const MAX_URL_CHARACTERS = 8_192;

// Special-use names (RFC 6761, 6762, 7686, 8375, 9476, IANA's registry) and those of clusters and old hosts files.
const REFUSED_SUFFIXES: readonly string[] = [
  'localhost',
  'local',
  'internal',
  'home.arpa',
  'onion',
  'invalid',
  'alt',
  'arpa',
  'localdomain',
  'svc',
  'cluster.local',
];

/**
 * A policy made of the settings FEEDMILL_ALLOW_PRIVATE and FEEDMILL_ALLOW_PORTS.
 * Throws CONFIG_INVALID for an entry that is no exception.
 */
export function createPolicy(allowPrivate: readonly string[], allowPorts: readonly number[]): GuardPolicy {
  return { exceptions: allowPrivate.map(parseException), allowPorts: new Set(allowPorts), ownAddresses };
}

/**
 * The URL to request, or the refusal with its rule. Host names are not looked up here: their addresses go through
 * judgeAddress. A host that is an address in any notation is judged at once.
 */
export function guardUrl(raw: string | URL, policy: GuardPolicy, base?: URL): UrlVerdict {
  const url = parseUrl(String(raw), base);
  if (url === null) return refused('url', 'The address is no URL.');
  if (url.href.length > MAX_URL_CHARACTERS)
    return refused('url', `The URL has ${url.href.length} characters, more than ${MAX_URL_CHARACTERS}.`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return refused('scheme', `Only http and https are requested, not ${url.protocol.slice(0, 40)}`);
  if (url.username !== '' || url.password !== '')
    return refused('userinfo', 'A user name or password in a URL is refused.');
  const port = portOf(url);
  const service = refusedPorts.get(port);
  if (service !== undefined && !policy.allowPorts.has(port))
    return refused('port', `Port ${port} belongs to ${service}; FEEDMILL_ALLOW_PORTS can open it.`);
  return guardHost(url, port, policy);
}

function guardHost(url: URL, port: number, policy: GuardPolicy): UrlVerdict {
  url.hash = '';
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1);
  const host = bareHost(url);
  if (ipaddr.isValid(host)) {
    const verdict = judgeAddress(host, policy, port);
    return verdict.status === 'refused' ? verdict : { status: 'allowed', url };
  }
  if (opensName(policy.exceptions, host, port)) return { status: 'allowed', url };
  const labels = host.split('.');
  if (labels.length < 2 || labels.includes(''))
    return refused('name', `${host === '' ? 'An empty name' : host} is no public host name.`);
  const suffix = REFUSED_SUFFIXES.find((special) => host === special || host.endsWith(`.${special}`));
  if (suffix !== undefined)
    return refused('name', `${host} is no public host name: .${suffix} is for local use.`);
  return { status: 'allowed', url };
}

/**
 * Whether this address may be connected to at this port. Takes an address as the URL parser or a resolver writes it;
 * what ipaddr.js cannot read, or what carries a zone id, is refused.
 */
export function judgeAddress(address: string, policy: GuardPolicy, port: number): AddressVerdict {
  const parsed = readAddress(address);
  if (parsed === null) return refused('address', 'The host resolves to what is no address.');
  if (opensAddress(policy.exceptions, parsed, port)) return { status: 'allowed', address };
  const row = refusingRow(parsed);
  if (row !== null)
    return refused(
      'address',
      `${address} may not be requested: it is ${row.meaning} (${row.source}); FEEDMILL_ALLOW_PRIVATE can open it.`,
    );
  if (policy.ownAddresses().has(parsed.toString()))
    return refused(
      'address',
      `${address} may not be requested: it is this machine itself; FEEDMILL_ALLOW_PRIVATE can open it.`,
    );
  return { status: 'allowed', address };
}

/** The port that a request to this http or https URL goes to. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** The host without the brackets of an IPv6 address. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

function refusingRow(address: Address): AddressRow | null {
  if (address.kind() === 'ipv4') return firstRow(address, ipv4Table);
  const inside = embeddedIpv4(address as ipaddr.IPv6);
  if (address.match(nat64)) return inside === null ? null : refusingRow(inside);
  const outer = firstRow(address, ipv6Table);
  if (outer !== null) return outer;
  if (!address.match(ipv6Global))
    return { block: IPV6_GLOBAL, meaning: 'not in global unicast', source: 'RFC 4291' };
  return inside === null ? null : refusingRow(inside);
}

// The IPv4 address in the last 32 bits, where NAT64 (RFC 6052) and ISATAP (RFC 5214) keep it.
function embeddedIpv4(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const parts = address.parts;
  const isIsatap = parts[5] === 0x5efe && (parts[4] === 0 || parts[4] === 0x200);
  if (!isIsatap && !address.match(nat64)) return null;
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}

type Block = [Address, number];
const toTable = (rows: readonly AddressRow[]): readonly (readonly [Block, AddressRow])[] =>
  rows.map((row) => [ipaddr.parseCIDR(row.block) as Block, row] as const);
const ipv4Table = toTable(ipv4Rows);
const ipv6Table = toTable([...ipv6GlobalRows, ...ipv6OtherRows]);
const ipv6Global = ipaddr.parseCIDR(IPV6_GLOBAL) as Block;
const nat64 = ipaddr.parseCIDR(NAT64_PREFIX) as Block;

function firstRow(address: Address, table: typeof ipv4Table): AddressRow | null {
  return table.find(([block]) => address.match(block))?.[1] ?? null;
}

function readAddress(text: string): Address | null {
  if (text.includes('%') || !ipaddr.isValid(text)) return null;
  return ipaddr.parse(text);
}

function refused(rule: string, message: string): Refusal {
  return { status: 'refused', rule, message };
}

function ownAddresses(): ReadonlySet<string> {
  const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return new Set(addresses.map(({ address }) => ipaddr.parse(address.replace(/%.*$/, '')).toString()));
}
