import type { LookupAddress } from 'node:dns';
import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { engineError } from '../base/errors/index.ts';

/** What may be dialled: asked on every connection, about the very address that is then dialled. */
export interface Egress {
  /** Throws EGRESS_BLOCKED for plain http and for a blocked address literal; names pass (their addresses are checked by `lookup`). */
  admit(target: { readonly protocol: string; readonly hostname: string }): void;
  /** The addresses of a name or literal, each checked. Rejects with EGRESS_BLOCKED when one of them is blocked, or with the resolver's error. */
  resolve(hostname: string): Promise<readonly LookupAddress[]>;
  /** The same for `net.connect`. */
  readonly lookup: LookupFunction;
}

/** Gives every address of a name; `dns.lookup` unless a test or an embedding program says otherwise. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export interface EgressOptions {
  /** Lets private, loopback and link-local addresses and plain http pass. */
  readonly allowPrivate: boolean;
  readonly resolve?: Resolve;
}

const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');
const NAT64 = ipaddr.parseCIDR('64:ff9b::/96');

// The cloud's own services on an address that looks public: Azure's host agent, reachable from every guest.
const CLOUD_INTERNAL = new Set(['168.63.129.16']);

const WORDS: Readonly<Record<string, string>> = {
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
 * Why `address` (an IP literal in canonical form) may not be dialled, or undefined when it is a public one.
 * An allow-list: what is not plain global unicast is blocked, documentation and reserved ranges too (no vendor lives there).
 */
export function findBlockReason(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return 'not an address';
  const ip = ipaddr.parse(address);
  if (CLOUD_INTERNAL.has(ip.toString())) return "a cloud platform's internal address";
  const range = ip.range();
  if (ip.kind() === 'ipv4') return range === 'unicast' ? undefined : (WORDS[range] ?? 'a reserved address');
  // IPv6-only networks reach IPv4 hosts through this prefix (DNS64): the embedded address decides.
  if (ip.match(NAT64)) return findBlockReason(ipaddr.fromByteArray(ip.toByteArray().slice(12)).toString());
  return range === 'unicast' && ip.match(GLOBAL_UNICAST) ? undefined : (WORDS[range] ?? 'a reserved address');
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

/** One blocked address refuses the whole name: a public name that also points inside is a trap, not a choice. */
function checkAddresses(hostname: string, addresses: readonly LookupAddress[]): void {
  for (const { address } of addresses) {
    const reason = findBlockReason(address);
    if (reason !== undefined) throw createBlockedError(hostname, `it resolves to ${address}, ${reason}`);
  }
}

const NO_ADDRESS = () => Object.assign(new Error('the name has no address'), { code: 'ENOTFOUND' });

/**
 * The guard of the way out. Names are resolved once, inside `net.connect`, so that what was checked is what is dialled
 * (a second lookup could answer differently: DNS rebinding); literals skip lookups there and are checked by `admit`.
 */
export function createEgress({ allowPrivate, resolve = resolveAll }: EgressOptions): Egress {
  const checked = async (hostname: string): Promise<readonly LookupAddress[]> => {
    const addresses = await resolve(stripBrackets(hostname));
    if (addresses.length === 0) throw NO_ADDRESS();
    if (!allowPrivate) checkAddresses(hostname, addresses);
    return addresses;
  };
  const lookup: LookupFunction = (hostname, { all }, callback) => {
    checked(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (all) callback(null, [...addresses]);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error) => callback(error, []),
    );
  };
  return { admit: allowPrivate ? () => undefined : admitUrl, resolve: checked, lookup };
}
