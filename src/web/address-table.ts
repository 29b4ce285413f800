// Which address blocks are no place for a news site, and by which document. This is the guard's table: an address in a
// row is refused, an IPv4 address in no row is allowed, an IPv6 address in no row is allowed inside 2000::/3 only,
// because IANA has allocated global unicast from nowhere else (RFC 4291, IANA IPv6 global unicast registry).
// Sources: the IANA IPv4 and IPv6 special-purpose address registries (RFC 6890) and the documents named. Blocks that
// the registries call globally reachable are refused as well: they are infrastructure, and answer with no articles.
// A row added here needs its line in the test, which checks both ends of the block and its neighbours.

/** One refused block: its CIDR notation, what it is in words, and the document that says so. */
export interface AddressRow {
  readonly block: string;
  readonly meaning: string;
  readonly source: string;
}

export const ipv4Rows: readonly AddressRow[] = [
  { block: '0.0.0.0/8', meaning: '"this network"', source: 'RFC 1122' },
  { block: '10.0.0.0/8', meaning: 'private', source: 'RFC 1918' },
  { block: '100.64.0.0/10', meaning: 'shared by carriers', source: 'RFC 6598' },
  { block: '127.0.0.0/8', meaning: 'loopback', source: 'RFC 1122' },
  { block: '168.63.129.16/32', meaning: "Azure's host service", source: 'Azure documentation' },
  { block: '169.254.0.0/16', meaning: 'link-local, where clouds keep their metadata', source: 'RFC 3927' },
  { block: '172.16.0.0/12', meaning: 'private', source: 'RFC 1918' },
  { block: '192.0.0.0/24', meaning: 'kept for protocols', source: 'RFC 6890' },
  { block: '192.0.2.0/24', meaning: 'for documentation', source: 'RFC 5737' },
  { block: '192.31.196.0/24', meaning: 'a sink for reverse lookups', source: 'RFC 7535' },
  { block: '192.52.193.0/24', meaning: 'for multicast relays', source: 'RFC 7450' },
  { block: '192.88.99.0/24', meaning: 'a former 6to4 relay', source: 'RFC 7526' },
  { block: '192.168.0.0/16', meaning: 'private', source: 'RFC 1918' },
  { block: '192.175.48.0/24', meaning: 'a sink for reverse lookups', source: 'RFC 7534' },
  { block: '198.18.0.0/15', meaning: 'for benchmarks', source: 'RFC 2544' },
  { block: '198.51.100.0/24', meaning: 'for documentation', source: 'RFC 5737' },
  { block: '203.0.113.0/24', meaning: 'for documentation', source: 'RFC 5737' },
  { block: '224.0.0.0/4', meaning: 'multicast', source: 'RFC 5771' },
  { block: '240.0.0.0/4', meaning: 'reserved or broadcast', source: 'RFC 1112' },
];

/** Only these rows matter for the decision; those below them give a better reason than "not global unicast". */
export const ipv6GlobalRows: readonly AddressRow[] = [
  { block: '2001::/23', meaning: 'kept for protocols, Teredo and ORCHID among them', source: 'RFC 2928' },
  { block: '2001:db8::/32', meaning: 'for documentation', source: 'RFC 3849' },
  { block: '2002::/16', meaning: '6to4, which is deprecated', source: 'RFC 7526' },
  { block: '2620:4f:8000::/48', meaning: 'a sink for reverse lookups', source: 'RFC 7534' },
  { block: '3fff::/20', meaning: 'for documentation', source: 'RFC 9637' },
];

export const ipv6OtherRows: readonly AddressRow[] = [
  { block: '::/128', meaning: 'unspecified', source: 'RFC 4291' },
  { block: '::1/128', meaning: 'loopback', source: 'RFC 4291' },
  { block: '::ffff:0:0/96', meaning: 'an IPv4 address in IPv6 dress (mapped)', source: 'RFC 4291' },
  { block: '::ffff:0:0:0/96', meaning: 'an IPv4 address in IPv6 dress (translated)', source: 'RFC 2765' },
  { block: '::/96', meaning: 'an IPv4 address in IPv6 dress (compatible)', source: 'RFC 4291' },
  { block: '64:ff9b:1::/48', meaning: 'local translation to IPv4', source: 'RFC 8215' },
  { block: '100::/64', meaning: 'discard-only', source: 'RFC 6666' },
  { block: '100:0:0:1::/64', meaning: 'a dummy prefix', source: 'RFC 9780' },
  { block: '5f00::/16', meaning: 'for segment routing', source: 'RFC 9602' },
  { block: 'fc00::/7', meaning: 'private (unique local)', source: 'RFC 4193' },
  { block: 'fe80::/10', meaning: 'link-local', source: 'RFC 4291' },
  { block: 'fec0::/10', meaning: 'site-local, which is deprecated', source: 'RFC 3879' },
  { block: 'ff00::/8', meaning: 'multicast', source: 'RFC 4291' },
];

/** Global unicast as IANA has allocated it so far (RFC 4291). */
export const IPV6_GLOBAL = '2000::/3';

/** DNS64 hosts reach IPv4 sites through this prefix: the IPv4 address inside is judged (RFC 6052). */
export const NAT64_PREFIX = '64:ff9b::/96';
