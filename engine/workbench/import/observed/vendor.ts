import { type Json, setPath } from '../../../base/json/index.ts';
import type { HttpRequest } from '../../../pipeline/request/index.ts';
import type { HttpResponse, Ports } from '../../../pipeline/run/ports.ts';
import { createPlaceholder } from '../../replay/placeholder.ts';
import { isCredentialName } from '../credential-names.ts';
import type { ObservedExchange, ObservedRequest } from '../described.ts';
import { PAGE_NAMES } from '../propose/page-names.ts';
import { flattenBody, parseBody } from './request-body.ts';

/** Texts in responses that are secrets in any field. */
const SECRET_TEXT =
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|\b(?:gh[pousr]_|github_pat_|glpat-|sk_live_|sk_test_|rk_live_|xox[abposr]-|AKIA|AIza|ya29\.)[\w.-]{12,}/g;

const SHORTEST = 6;

/** Returns a function that replaces secrets in texts by placeholders. */
export function createScrubber(secrets: readonly string[]): (text: string) => string {
  const known = [...new Set(secrets)].filter((one) => one.length >= SHORTEST).sort((a, b) => b.length - a.length);
  const pairs = known.map((one) => [one, createPlaceholder(one)] as const);
  return (text) => {
    let clean = text;
    for (const [secret, placeholder] of pairs) clean = clean.replaceAll(secret, placeholder);
    return clean.replaceAll(SECRET_TEXT, (match) => createPlaceholder(match));
  };
}

/** Simulated vendor that sends each recorded response once. */
export interface ObservedVendor {
  readonly send: Ports['http']['send'];
  /** Requests without a recorded response. */
  readonly missed: readonly string[];
}

export interface VendorOptions {
  readonly exchanges: readonly ObservedExchange[];
  /** Logins: they accept any credentials, any number of times. */
  readonly logins: readonly ObservedExchange[];
  readonly scrub: (text: string) => string;
  /** List that is reduced: its first page has these items, and the others have none. */
  readonly reduced?: ReducedList | undefined;
}

/** List of a parent, reduced to the items whose children were recorded. */
export interface ReducedList {
  readonly pathname: string;
  readonly path: readonly string[];
  readonly items: readonly Json[];
}

const toObserved = ({ method, url, headers, body }: HttpRequest): ObservedRequest => ({
  method,
  url,
  headers: Object.entries(headers),
  body,
});

/** Returns the values that distinguish requests: parameters and members of the body, without credentials. */
function listSent(request: ObservedRequest): ReadonlyMap<string, string> {
  const body = parseBody(request);
  const members = body?.kind === 'json' ? flattenBody(body.value) : body?.kind === 'form' ? body.value : {};
  const pairs = [
    ...[...new URL(request.url).searchParams].map(([name, value]): [string, Json] => [`?${name}`, value]),
    ...Object.entries(members),
  ];
  return new Map(
    pairs
      .filter(([name]) => !isCredentialName(name.replace(/^\?/, '')))
      .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

const isPaging = (given: string): boolean => {
  const name = given.replace(/^\?/, '');
  return [PAGE_NAMES.page, PAGE_NAMES.offset, PAGE_NAMES.cursor, PAGE_NAMES.size, PAGE_NAMES.lastItem].some((is) =>
    is(name),
  );
};

const isSamePath = (one: ObservedRequest, other: ObservedRequest): boolean =>
  one.method === other.method && new URL(one.url).pathname === new URL(other.url).pathname;

/** Counts the differences between two requests. Undefined if they are different requests. */
function measure(one: ObservedRequest, other: ObservedRequest): number | undefined {
  if (!isSamePath(one, other)) return undefined;
  const [a, b] = [listSent(one), listSent(other)];
  const changed = [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name));
  return changed.every((name) => isPaging(name) && (!a.has(name) || !b.has(name))) ? changed.length : undefined;
}

/** Replaces the items of a page: all on the first page, none on the others. */
function reduceList(text: string, { path, items }: ReducedList, isFirst: boolean): string {
  try {
    return JSON.stringify(setPath(JSON.parse(text) as Json, path, isFirst ? items : []));
  } catch {
    return text;
  }
}

async function* toBody(text: string): AsyncGenerator<Uint8Array> {
  if (text !== '') yield Buffer.from(text);
}

/** Headers that describe the transfer, which a decoded body no longer has. */
const TRANSFER = new Set(['content-encoding', 'content-length', 'transfer-encoding']);

function toResponse({ response }: ObservedExchange, { scrub }: VendorOptions, text: string): HttpResponse {
  const headers = Object.entries(response?.headers ?? {}).filter(([name]) => !TRANSFER.has(name));
  return {
    status: response?.status ?? 200,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, scrub(value)])),
    body: toBody(scrub(text)),
  };
}

/** Creates a vendor from recorded exchanges, whose secrets are replaced by placeholders. */
export function createObservedVendor(options: VendorOptions): ObservedVendor {
  const left = options.exchanges.filter(({ response }) => response !== undefined);
  const missed: string[] = [];
  const { reduced } = options;
  let isFirst = true;
  return {
    missed,
    async send(request) {
      const observed = toObserved(request);
      const login = options.logins.find((one) => isSamePath(one.request, observed));
      if (login) return toResponse(login, options, login.response?.body ?? '');
      const near = left
        .map((exchange) => ({ exchange, distance: measure(exchange.request, observed) }))
        .filter((one) => one.distance !== undefined);
      const best = near.toSorted((a, b) => (a.distance ?? 0) - (b.distance ?? 0))[0]?.exchange;
      if (best === undefined) {
        missed.push(`${request.method} ${new URL(request.url).pathname}`);
        return { status: 404, headers: {}, body: toBody('') };
      }
      left.splice(left.indexOf(best), 1);
      const text = best.response?.body ?? '';
      if (reduced === undefined || new URL(best.request.url).pathname !== reduced.pathname)
        return toResponse(best, options, text);
      const page = reduceList(text, reduced, isFirst);
      isFirst = false;
      return toResponse(best, options, page);
    },
  };
}
