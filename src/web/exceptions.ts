// The exceptions that an operator may make to the guard: addresses, CIDR blocks and names, each for one port or all.
// "127.0.0.1", "::1", "10.0.0.0/8", "127.0.0.1:8099", "[::1]:8099", "intranet.example", "newsroom:8080".
// An address is an exception only in the form in which it was written: 127.0.0.1 does not open ::ffff:127.0.0.1.
// A named host is an exception together with whatever it resolves to.
import ipaddr from 'ipaddr.js';
import { FeedmillError } from '../errors.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

export type Exception =
  | { readonly kind: 'block'; readonly base: Address; readonly bits: number; readonly port: number | null }
  | { readonly kind: 'name'; readonly name: string; readonly port: number | null };

/**
 * The exception that one entry of FEEDMILL_ALLOW_PRIVATE names.
 * Throws CONFIG_INVALID for what is neither address, block nor host name.
 */
export function parseException(entry: string): Exception {
  const text = entry.trim().toLowerCase();
  return parseBlock(text) ?? parseHost(text) ?? malformed(entry);
}

function parseBlock(text: string): Exception | null {
  if (ipaddr.isValidCIDR(text)) {
    const [base, bits] = ipaddr.parseCIDR(text);
    return { kind: 'block', base, bits, port: null };
  }
  return isPlainAddress(text) ? addressException(text, null) : null;
}

function parseHost(text: string): Exception | null {
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]/\s]+)(?::(\d{1,5}))?$/.exec(text);
  if (match === null) return null;
  const host = (match[1] ?? '').replace(/^\[|\]$/g, '');
  const port = match[2] === undefined ? null : Number(match[2]);
  if (port !== null && port > 65_535) return null;
  if (isPlainAddress(host)) return addressException(host, port);
  return /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(host) ? { kind: 'name', name: host, port } : null;
}

// Short forms such as "10.1" parse as addresses elsewhere: only the full notation is taken for one here.
function isPlainAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(':') && ipaddr.IPv6.isValid(text));
}

function addressException(text: string, port: number | null): Exception {
  const base = ipaddr.parse(text);
  return { kind: 'block', base, bits: base.kind() === 'ipv4' ? 32 : 128, port };
}

function malformed(entry: string): never {
  throw new FeedmillError(
    'CONFIG_INVALID',
    `FEEDMILL_ALLOW_PRIVATE holds "${entry}", which is neither an address (127.0.0.1), a block (10.0.0.0/8), a host name nor one of them with a port (127.0.0.1:8099).`,
  );
}

/** Whether an exception opens this address at this port. */
export function opensAddress(exceptions: readonly Exception[], address: Address, port: number): boolean {
  return exceptions.some(
    (exception) =>
      exception.kind === 'block' &&
      (exception.port === null || exception.port === port) &&
      exception.base.kind() === address.kind() &&
      address.match(exception.base, exception.bits),
  );
}

/** Whether an exception opens this host name at this port. */
export function opensName(exceptions: readonly Exception[], name: string, port: number): boolean {
  return exceptions.some(
    (exception) =>
      exception.kind === 'name' &&
      exception.name === name &&
      (exception.port === null || exception.port === port),
  );
}
