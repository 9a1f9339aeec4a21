import { readPath } from '../../../base/json/index.ts';
import { formatPath } from '../names.ts';
import type { Proposal } from '../proposal.ts';
import type { Leaf } from '../shape/leaves.ts';
import { findNextLink } from './next-link.ts';
import { PAGE_NAMES } from './page-names.ts';
import {
  findLeaf,
  findSize,
  findStops,
  formatLocation,
  formatSize,
  listEnvelope,
  listPageParameters,
  type PageEvidence,
  type PageParameter,
  type PageSize,
  type ProposedPaginator,
} from './page-parts.ts';

interface Signs extends PageEvidence {
  readonly parameters: readonly PageParameter[];
  readonly envelope: readonly Leaf[];
  readonly size: PageSize | undefined;
}

type Rule = (signs: Signs) => Proposal<ProposedPaginator> | undefined;

const isText = ({ schema }: Leaf): boolean =>
  schema['type'] === undefined || [schema['type']].flat().includes('string');

const findParameter = ({ parameters }: Signs, isOne: (name: string) => boolean): PageParameter | undefined =>
  parameters.find(({ name }) => isOne(name));

const withSize = ({ size }: Signs, ...names: string[]): string[] => [...names, ...(size ? [size.name] : [])];

/** A Link header, declared or observed with rel="next". */
const linkHeader: Rule = ({ operation, ...signs }) => {
  const isSeen = operation.pages.some((page) => findNextLink(page) !== undefined);
  const isDeclared = operation.pages.length === 0 && operation.responseHeaders.includes('link');
  if (!isSeen && !isDeclared) return undefined;
  const page = signs.parameters.find(
    ({ name }) => PAGE_NAMES.page(name) || PAGE_NAMES.offset(name) || PAGE_NAMES.cursor(name),
  );
  return {
    value: {
      paginator: { type: 'nextUrl', from: 'linkHeader', ...formatSize(signs.size) },
      parameters: withSize({ operation, ...signs }, ...(page ? [page.name] : [])),
    },
    confidence: 'high',
    reason: isSeen
      ? 'the Link header of the response, which has rel="next"'
      : 'the Link header that the response declares',
  };
};

const isUrl = (leaf: Leaf, { operation: { pages } }: Signs): boolean => {
  if (leaf.schema['format'] === 'uri' || leaf.schema['format'] === 'url') return true;
  return pages.some(({ body }) =>
    /^(?:https?:\/\/|\/)/.test(String(body === undefined ? '' : readPath(body, leaf.path))),
  );
};

const SAYS_URL = /url|uri|link|href/i;

/** A member of the response with the URL of the next page. */
const nextUrl: Rule = (signs) => {
  const leaf = signs.envelope.find(
    (one) =>
      isText(one) && findLeaf([one], PAGE_NAMES.nextUrl) && (isUrl(one, signs) || SAYS_URL.test(one.path.join('.'))),
  );
  if (!leaf) return undefined;
  const url = formatPath(leaf.path);
  const page = signs.parameters.find(
    ({ name }) => PAGE_NAMES.page(name) || PAGE_NAMES.offset(name) || PAGE_NAMES.cursor(name),
  );
  return {
    value: {
      paginator: { type: 'nextUrl', from: 'body', url, ...formatSize(signs.size) },
      parameters: withSize(signs, ...(page ? [page.name] : [])),
    },
    confidence: isUrl(leaf, signs) ? 'high' : 'medium',
    reason: `the member ${url} of the response, the URL of the next page`,
  };
};

/** A token in the response and a parameter that takes it. */
const cursor: Rule = (signs) => {
  const parameter = findParameter(signs, PAGE_NAMES.cursor);
  const leaf = findLeaf(signs.envelope, PAGE_NAMES.nextToken);
  if (!parameter || !leaf) return undefined;
  const token = formatPath(leaf.path);
  const more = findLeaf(signs.envelope, PAGE_NAMES.hasMore);
  const stop = more ? { stop: ['hasMore', 'nextAbsent'], hasMore: formatPath(more.path) } : {};
  return {
    value: {
      paginator: {
        type: 'cursor',
        ...formatLocation(signs.operation),
        cursorParam: parameter.name,
        ...formatSize(signs.size),
        from: 'body',
        cursor: token,
        ...stop,
      },
      parameters: withSize(signs, parameter.name),
    },
    confidence: 'medium',
    reason: `the parameter ${parameter.name} and the member ${token} of the response`,
  };
};

/** A parameter that takes the id of the last item, with a flag in the response. */
const lastItem: Rule = (signs) => {
  const parameter = findParameter(signs, PAGE_NAMES.lastItem);
  const more = findLeaf(signs.envelope, PAGE_NAMES.hasMore);
  const hasId = Object.hasOwn((signs.list.item['properties'] ?? {}) as object, 'id');
  if (!parameter || !hasId) return undefined;
  const stop = more ? { stop: ['hasMore', 'emptyPage'], hasMore: formatPath(more.path) } : { stop: ['emptyPage'] };
  return {
    value: {
      paginator: {
        type: 'cursor',
        ...formatLocation(signs.operation),
        cursorParam: parameter.name,
        ...formatSize(signs.size),
        from: 'lastItem',
        cursor: 'id',
        ...stop,
      },
      parameters: withSize(
        signs,
        parameter.name,
        ...signs.parameters.filter(({ name }) => /before/i.test(name)).map(({ name }) => name),
      ),
    },
    confidence: more ? 'medium' : 'low',
    reason: `the parameter ${parameter.name}, which takes the id of the last item`,
  };
};

const asNumber = (value: unknown): number | undefined =>
  value !== undefined && value !== '' && Number.isInteger(Number(value)) ? Number(value) : undefined;

/** Page numbers. The first one is the declared default or minimum, else 1. */
const pageNumber: Rule = (signs) => {
  const parameter = findParameter(signs, PAGE_NAMES.page);
  if (!parameter) return undefined;
  const { schema, name } = parameter;
  if (schema['type'] === 'object') return undefined;
  const declared = asNumber(schema['default']) ?? asNumber(schema['minimum']);
  const isZeroBased = declared === 0 || asNumber(parameter.value) === 0 || /index/i.test(name);
  const first = isZeroBased ? 0 : 1;
  return {
    value: {
      paginator: {
        type: 'pageNumber',
        ...formatLocation(signs.operation),
        pageParam: name,
        firstPage: first,
        ...formatSize(signs.size),
        ...findStops(signs.envelope),
      },
      parameters: withSize(signs, name),
    },
    confidence: 'medium',
    reason: `the parameter ${name}${declared === undefined ? `; the first page is assumed to be ${first}` : ''}`,
  };
};

const offset: Rule = (signs) => {
  const parameter = findParameter(signs, PAGE_NAMES.offset);
  if (!parameter || (!signs.size && !PAGE_NAMES.offset(parameter.name))) return undefined;
  // "from" and "start" alone are more often times than offsets.
  const isAmbiguous = /^(?:from|start)$/i.test(parameter.name);
  if (isAmbiguous && !signs.size) return undefined;
  const limit = signs.size?.size ?? 100;
  return {
    value: {
      paginator: {
        type: 'offset',
        ...formatLocation(signs.operation),
        offsetParam: parameter.name,
        ...(signs.size ? { limitParam: signs.size.name } : {}),
        limit,
        ...findStops(signs.envelope),
      },
      parameters: withSize(signs, parameter.name),
    },
    confidence: signs.size && !isAmbiguous ? 'medium' : 'low',
    reason: `the parameter ${parameter.name}${signs.size ? ` and the page size ${signs.size.name}` : '; the page size is assumed to be 100'}`,
  };
};

/** Rules in order of precedence: what the response states comes before what parameters suggest. */
const RULES: readonly Rule[] = [linkHeader, nextUrl, cursor, lastItem, pageNumber, offset];

/** Proposes a paginator from the parameters and the response of an operation. Undefined if nothing suggests one. */
export function proposeDeclaredPaginator(evidence: PageEvidence): Proposal<ProposedPaginator> | undefined {
  const parameters = listPageParameters(evidence.operation, evidence.view);
  const signs: Signs = { ...evidence, parameters, envelope: listEnvelope(evidence), size: findSize(parameters) };
  for (const rule of RULES) {
    const proposal = rule(signs);
    if (proposal) return proposal;
  }
  return undefined;
}
