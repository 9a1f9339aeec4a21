import type { LookupAddress } from 'node:dns';
import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { engineError } from '../base/errors/index.ts';

/** Egress guard: checks each connection against the exact address that is then dialled. */
export interface Egress {
  /** Throws EGRESS_BLOCKED for plain http and for a blocked address literal; names pass (their addresses are checked by `lookup`). */
  admit(target: { readonly protocol: string; readonly hostname: string }): void;
  /** Resolves a name or literal and checks all addresses. Rejects with EGRESS_BLOCKED, or with the resolver's error. */
  resolve(hostname: string): Promise<readonly LookupAddress[]>;
  /** `resolve` in the form that `net.connect` requires. */
  readonly lookup: LookupFunction;
}

/** Resolves a name to all its addresses; default `dns.lookup`. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export interface EgressOptions {
  /** Allows private, loopback and link-local addresses and plain http. */
  readonly allowPrivate: boolean;
  readonly resolve?: Resolve;
}

const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');
const NAT64 = ipaddr.parseCIDR('64:ff9b::/96');

// Internal cloud service on an address that looks public: Azure's host agent, reachable from every guest.
const CLOUD_INTERNAL = new Set(['168.63.129.16']);

const RANGE_NAMES: Readonly<Record<string, string>> = {
  loopback: 'a loopback address',
  private: 'a private address',
  uniqueLocal: 'a private address',
  linkLocal: 'a link-local address',
  carrierGradeNat: 'a carrier-grade NAT address',
  multicast: 'a multicast address',
  unspecified: 'the unspecified address',
  broadcast: 'the broadcast address',
  ipv4Mapped: 'an IPv4 address written as IPv6',
  '6to4': 'a tunnel (6to4) address',
  teredo: 'a tunnel (Teredo) address',
};

/**
 * Returns the reason why `address` (a canonical IP literal) is blocked; undefined for a public address.
 * Allow-list: blocks everything except global unicast, including documentation and reserved ranges.
 */
export function findBlockReason(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return 'not an address';
  const ip = ipaddr.parse(address);
  if (CLOUD_INTERNAL.has(ip.toString())) return "a cloud platform's internal address";
  const range = ip.range();
  if (ip.kind() === 'ipv4') return range === 'unicast' ? undefined : (RANGE_NAMES[range] ?? 'a reserved address');
  // IPv6-only networks reach IPv4 hosts through this prefix (DNS64): the embedded address decides.
  if (ip.match(NAT64)) return findBlockReason(ipaddr.fromByteArray(ip.toByteArray().slice(12)).toString());
  return range === 'unicast' && ip.match(GLOBAL_UNICAST) ? undefined : (RANGE_NAMES[range] ?? 'a reserved address');
}

const createBlockedError = (host: string, reason: string) => engineError('EGRESS_BLOCKED', { host, reason });

const resolveAll: Resolve = (hostname) => systemLookup(hostname, { all: true });

const stripBrackets = (hostname: string) => hostname.replace(/^\[(.*)\]$/, '$1');

function admitUrl({ protocol, hostname }: { readonly protocol: string; readonly hostname: string }): void {
  if (protocol !== 'https:') throw createBlockedError(hostname, 'it uses plain http without TLS');
  const literal = stripBrackets(hostname);
  const reason = ipaddr.isValid(literal) ? findBlockReason(literal) : undefined;
  if (reason !== undefined) throw createBlockedError(hostname, `it is ${reason}`);
}

/** Blocks a name if any of its addresses is blocked: a public name that also resolves to a private address is suspicious. */
function checkAddresses(hostname: string, addresses: readonly LookupAddress[]): void {
  for (const { address } of addresses) {
    const reason = findBlockReason(address);
    if (reason !== undefined) throw createBlockedError(hostname, `it resolves to ${address}, ${reason}`);
  }
}

const createNoAddressError = () => Object.assign(new Error('the name has no address'), { code: 'ENOTFOUND' });

/**
 * Creates the egress guard. Names are resolved once, inside `net.connect`, so that the checked address is dialled (a
 * second lookup could differ: DNS rebinding). Literals skip the lookup and are checked by `admit`.
 */
export function createEgress({ allowPrivate, resolve = resolveAll }: EgressOptions): Egress {
  const resolveChecked = async (hostname: string): Promise<readonly LookupAddress[]> => {
    const addresses = await resolve(stripBrackets(hostname));
    if (addresses.length === 0) throw createNoAddressError();
    if (!allowPrivate) checkAddresses(hostname, addresses);
    return addresses;
  };
  const lookup: LookupFunction = (hostname, { all }, callback) => {
    resolveChecked(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (all) callback(null, [...addresses]);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error) => callback(error, []),
    );
  };
  return { admit: allowPrivate ? () => undefined : admitUrl, resolve: resolveChecked, lookup };
}
