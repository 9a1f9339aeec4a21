import { isObject, type Json, type JsonObject } from '../../../base/json/index.ts';
import type { ObservedPage } from '../described.ts';
import { formatPath, isPath } from '../names.ts';
import type { Proposal } from '../proposal.ts';
import { findNextLink } from './next-link.ts';
import { isNamed, PAGE_NAMES } from './page-names.ts';
import {
  findSize,
  findStops,
  formatLocation,
  formatSize,
  listEnvelope,
  listItems,
  listPageParameters,
  type PageEvidence,
  type ProposedPaginator,
} from './page-parts.ts';

interface Scalar {
  readonly path: readonly string[];
  readonly value: string | number;
}

const DEEPEST = 5;

function* listScalars(value: Json, path: readonly string[], except?: readonly string[]): Generator<Scalar> {
  if (except !== undefined && path.length === except.length && path.every((step, at) => step === except[at])) return;
  if (typeof value === 'string' || typeof value === 'number') yield { path, value };
  if (!isObject(value) || path.length >= DEEPEST) return;
  for (const [name, inner] of Object.entries(value)) yield* listScalars(inner, [...path, name], except);
}

/** Two successive pages of a list. */
interface Pair {
  readonly first: ObservedPage;
  readonly second: ObservedPage;
}

const isSameUrl = (link: string, { first, second }: Pair): boolean => {
  const url = URL.parse(link, first.url);
  return url !== null && url.href === URL.parse(second.url)?.href;
};

const asNumber = (value: Json | undefined): number | undefined =>
  typeof value === 'number' || (typeof value === 'string' && /^\d{1,12}$/.test(value)) ? Number(value) : undefined;

const TWO_PAGES = 'two pages';

function proposeLink(
  pair: Pair,
  evidence: PageEvidence,
  changed: readonly string[],
): Proposal<ProposedPaginator> | undefined {
  const size = findSize(listPageParameters(evidence.operation, evidence.view));
  const parameters = [...changed, ...(size ? [size.name] : [])];
  const next = findNextLink(pair.first);
  if (next !== undefined && isSameUrl(next, pair))
    return {
      value: { paginator: { type: 'nextUrl', from: 'linkHeader', ...formatSize(size) }, parameters },
      confidence: 'high',
      reason: `${TWO_PAGES}: the Link header of the first leads to the second`,
    };
  const scalars = pair.first.body === undefined ? [] : [...listScalars(pair.first.body, [], evidence.list.path)];
  const link = scalars.find(({ path, value }) => isPath(path) && typeof value === 'string' && isSameUrl(value, pair));
  if (link === undefined || evidence.operation.method !== 'GET') return undefined;
  const url = formatPath(link.path);
  return {
    value: { paginator: { type: 'nextUrl', from: 'body', url, ...formatSize(size) }, parameters },
    confidence: 'high',
    reason: `${TWO_PAGES}: ${url} of the first leads to the second`,
  };
}

function proposeToken(name: string, pair: Pair, evidence: PageEvidence): Proposal<ProposedPaginator> | undefined {
  const sent = pair.second.sent[name];
  if (sent === undefined || sent === null || pair.first.body === undefined) return undefined;
  const isSmall = (asNumber(sent) ?? Number.POSITIVE_INFINITY) < 10_000;
  const size = findSize(listPageParameters(evidence.operation, evidence.view));
  const build = (from: JsonObject): ProposedPaginator => ({
    paginator: {
      type: 'cursor',
      ...formatLocation(evidence.operation),
      cursorParam: name,
      ...formatSize(size),
      ...from,
    },
    parameters: [name, ...(size ? [size.name] : [])],
  });
  const isSent = ({ path, value }: Scalar) => isPath(path) && String(value) === String(sent);
  const token = [...listScalars(pair.first.body, [], evidence.list.path)].find(
    (one) => isSent(one) && (!isSmall || isNamed(PAGE_NAMES.nextToken, one.path)),
  );
  if (token) {
    const cursor = formatPath(token.path);
    const reason = `${TWO_PAGES}: ${name} of the second request is ${cursor} of the first response`;
    return { value: build({ from: 'body', cursor }), confidence: 'high', reason };
  }
  const header = Object.entries(pair.first.headers).find(([, value]) => !isSmall && value === String(sent))?.[0];
  if (header !== undefined) {
    const reason = `${TWO_PAGES}: ${name} of the second request is the header ${header} of the first response`;
    return { value: build({ from: 'header', header }), confidence: 'high', reason };
  }
  const last = listItems(pair.first, evidence.list).at(-1);
  const member = isSmall || last === undefined ? undefined : [...listScalars(last, [])].find(isSent);
  if (!member) return undefined;
  const cursor = formatPath(member.path);
  const reason = `${TWO_PAGES}: ${name} of the second request is ${cursor} of the last item of the first response`;
  return { value: build({ from: 'lastItem', cursor, stop: ['emptyPage'] }), confidence: 'high', reason };
}

function proposeNumber(name: string, pair: Pair, evidence: PageEvidence): Proposal<ProposedPaginator> | undefined {
  const to = asNumber(pair.second.sent[name]);
  const given = asNumber(pair.first.sent[name]);
  if (to === undefined) return undefined;
  const size = findSize(listPageParameters(evidence.operation, evidence.view));
  const parameters = [name, ...(size ? [size.name] : [])];
  const count = listItems(pair.first, evidence.list).length;
  const stops = findStops(listEnvelope(evidence));
  const location = formatLocation(evidence.operation);
  const isPageName = PAGE_NAMES.page(name);
  if (given === undefined ? to <= 2 && (isPageName || to < count) : to - given === 1 && (isPageName || count !== 1)) {
    const first = (given ?? to - 1) === 0 ? 0 : 1;
    const paginator = {
      type: 'pageNumber',
      ...location,
      pageParam: name,
      firstPage: first,
      ...formatSize(size),
      ...stops,
    };
    return {
      value: { paginator, parameters },
      confidence: 'high',
      reason: `${TWO_PAGES}: ${name} is ${given ?? 'absent'}, then ${to}`,
    };
  }
  const step = to - (given ?? 0);
  if (step <= 0 || (step !== count && step !== size?.size)) return undefined;
  const first = given !== undefined && given % step === 1 ? { firstOffset: 1 } : {};
  const limit = size ? { limitParam: size.name, limit: size.size } : { limit: step };
  const paginator = { type: 'offset', ...location, offsetParam: name, ...first, ...limit, ...stops };
  return {
    value: { paginator, parameters },
    confidence: 'high',
    reason: `${TWO_PAGES}: ${name} grows by ${step}, the number of items of a page`,
  };
}

const listChanged = ({ first, second }: Pair): string[] =>
  Object.keys({ ...first.sent, ...second.sent }).filter(
    (name) => JSON.stringify(first.sent[name]) !== JSON.stringify(second.sent[name]),
  );

/** Proposes a paginator from successive observed pages. Undefined if there are fewer than two, or nothing connects them. */
export function proposeObservedPaginator(evidence: PageEvidence): Proposal<ProposedPaginator> | undefined {
  const { pages } = evidence.operation;
  for (const [at, second] of pages.entries()) {
    const first = pages[at - 1];
    if (first === undefined) continue;
    const pair = { first, second };
    const changed = listChanged(pair);
    const link = proposeLink(pair, evidence, changed);
    if (link) return link;
    for (const name of changed) {
      const proposal = proposeToken(name, pair, evidence) ?? proposeNumber(name, pair, evidence);
      if (proposal) return proposal;
    }
  }
  return undefined;
}
