import { type Json, type JsonObject, readPath } from '../../../base/json/index.ts';
import type { ObservedPage, Operation, ParameterLocation } from '../described.ts';
import { formatPath, isPath } from '../names.ts';
import { flattenBody } from '../observed/request-body.ts';
import { type Leaf, listLeaves } from '../shape/leaves.ts';
import type { SchemaView } from '../shape/schema-view.ts';
import { isNamed, PAGE_NAMES } from './page-names.ts';
import type { RecordList } from './records.ts';

/** Evidence for the proposal of a paginator. */
export interface PageEvidence {
  readonly operation: Operation;
  readonly list: RecordList;
  readonly view: SchemaView;
}

/** Page parameter of a request, with its declared schema or its observed value. */
export interface PageParameter {
  readonly name: string;
  readonly schema: JsonObject;
  readonly value?: Json | undefined;
  readonly description?: string | undefined;
}

/** Proposed paginator and the parameters that it sends, which the request then leaves out. */
export interface ProposedPaginator {
  readonly paginator: JsonObject;
  readonly parameters: readonly string[];
}

/** Returns the part of a request that contains the page parameters of an operation. */
const findLocation = ({ body }: Operation): ParameterLocation => body?.kind ?? 'query';

/** Returns the parameters that an operation's paginator can use: those of the query, and the members of a body. */
export function listPageParameters(operation: Operation, view: SchemaView): PageParameter[] {
  if (operation.body) {
    const { value } = operation.body;
    const members = operation.body.kind === 'json' ? flattenBody(value as JsonObject) : (value as JsonObject);
    return Object.entries(members).map(([name, inner]) => ({ name, schema: {}, value: inner }));
  }
  return operation.parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, schema, value, description }) => ({ name, schema: view.resolve(schema), value, description }));
}

/** Members of the response outside its list, at most three levels deep. */
export const listEnvelope = ({ operation, list, view }: PageEvidence): Leaf[] =>
  listLeaves(operation.schema ?? {}, { view, deepest: 4, except: list.path }).filter(({ path }) => isPath(path));

export const findLeaf = (leaves: readonly Leaf[], isOne: (name: string) => boolean): Leaf | undefined =>
  leaves.find(({ path }) => isNamed(isOne, path));

const DEFAULT_SIZE = 100;
/** Larger pages take long and are often refused, even if a document declares them. */
const LARGEST_SIZE = 1_000;

const asCount = (value: Json | undefined): number | undefined => {
  const count = typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isInteger(count) && count > 0 ? count : undefined;
};

export interface PageSize {
  readonly name: string;
  readonly size: number;
}

/** Finds the parameter of the page size, and its value: observed, else the declared maximum or default, else 100. */
export function findSize(parameters: readonly PageParameter[]): PageSize | undefined {
  const found = parameters.find(({ name }) => PAGE_NAMES.size(name));
  if (found === undefined) return undefined;
  const { maximum, default: usual } = found.schema;
  const stated = /\bmax(?:imum)?\b\D{0,20}(\d{1,6})/i.exec(found.description ?? '')?.[1];
  const declared = asCount(maximum) ?? asCount(stated) ?? asCount(usual);
  const size = asCount(found.value) ?? (declared === undefined ? DEFAULT_SIZE : Math.min(declared, LARGEST_SIZE));
  return { name: found.name, size };
}

/** Formats the size parameter of a paginator, whose names differ between paginators. */
export const formatSize = (size: PageSize | undefined): JsonObject =>
  size === undefined ? {} : { sizeParam: size.name, size: size.size };

/** Returns `into` for parameters outside the query. */
export const formatLocation = (operation: Operation): JsonObject =>
  findLocation(operation) === 'query' ? {} : { into: findLocation(operation) };

const isCountable = ({ schema }: Leaf): boolean =>
  schema['type'] === undefined || ['integer', 'number'].some((type) => [schema['type']].flat().includes(type));

/** Proposes the stop conditions of a counted list: its totals and flags, and in any case an empty page. */
export function findStops(leaves: readonly Leaf[]): JsonObject {
  const counts = leaves.filter(isCountable);
  const pages = findLeaf(counts, PAGE_NAMES.totalPages);
  const records = findLeaf(counts, PAGE_NAMES.totalRecords);
  const more = findLeaf(leaves, PAGE_NAMES.hasMore);
  const last = more
    ? undefined
    : findLeaf(
        leaves.filter(({ schema }) => schema['type'] === 'boolean'),
        PAGE_NAMES.isLast,
      );
  const stop = [
    ...(pages ? ['totalPages'] : []),
    ...(records ? ['totalRecords'] : []),
    ...(more || last ? ['hasMore'] : []),
    'emptyPage',
  ];
  return {
    stop,
    ...(pages ? { totalPages: formatPath(pages.path) } : {}),
    ...(records ? { totalRecords: formatPath(records.path) } : {}),
    ...(more ? { hasMore: formatPath(more.path) } : {}),
    ...(last ? { hasMore: `$not(${formatPath(last.path)})` } : {}),
  };
}

/** Returns the items of an observed page. */
export const listItems = ({ body }: ObservedPage, { path }: Pick<RecordList, 'path'>): readonly Json[] => {
  const items = body === undefined ? undefined : readPath(body, path);
  return Array.isArray(items) ? (items as readonly Json[]) : [];
};
