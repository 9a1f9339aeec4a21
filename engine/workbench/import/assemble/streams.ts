import type { JsonObject } from '../../../base/json/index.ts';
import { toPointer } from '../../../base/json/index.ts';
import type { Operation } from '../described.ts';
import { listNouns, nameStream, toTitle } from '../names.ts';
import { formatNote, type Proposal } from '../proposal.ts';
import { proposeKey } from '../propose/key.ts';
import { PAGE_NAMES } from '../propose/page-names.ts';
import { listItems, listPageParameters } from '../propose/page-parts.ts';
import { proposePaginator } from '../propose/paginator.ts';
import { proposeRecords } from '../propose/records.ts';
import type { Reporter } from '../reporter.ts';
import type { SchemaView } from '../shape/schema-view.ts';
import { toEntitySchema } from './entity-schema.ts';
import type { NamedList } from './named-list.ts';
import { fillPath, formatPartition, type PathContext, type ResolvedPath, resolvePath, toShape } from './partitions.ts';
import { buildRequest } from './request.ts';
import type { SettingTable } from './settings.ts';

export interface StreamContext {
  readonly view: SchemaView;
  readonly settings: SettingTable;
  readonly reporter: Reporter;
  readonly fallBack: PathContext['fallBack'];
  /** Returns true for the operations to import; the others serve as parents only. */
  readonly isSelected: (operation: Operation) => boolean;
  /** True if the operations were chosen one by one: those whose response is unknown are imported, and low confidence is no obstacle. */
  readonly isChosen: boolean;
  /** True if a response without a list is imported as one item. */
  readonly isWhole: boolean;
}

const isPagedOperation = (operation: Operation, view: SchemaView): boolean => {
  const names = listPageParameters(operation, view).map(({ name }) => name);
  const isPageName = (name: string) =>
    [PAGE_NAMES.page, PAGE_NAMES.offset, PAGE_NAMES.size, PAGE_NAMES.cursor].some((is) => is(name));
  return operation.responseHeaders.includes('link') || names.some(isPageName);
};

const UNKNOWN: NamedList['records'] = {
  value: { records: '$', path: [], item: {} },
  confidence: 'low',
  reason: 'the lack of a response: the whole response is assumed to be the list',
};

const WHOLE = (schema: JsonObject): NamedList['records'] => ({
  value: { records: '[$]', path: [], item: schema },
  confidence: 'medium',
  reason: 'a response without a list: the whole response is one item',
});

function findRecords(
  operation: Operation,
  { view, isChosen, isWhole }: StreamContext,
): NamedList['records'] | undefined {
  if (operation.schema === undefined) return isChosen ? UNKNOWN : undefined;
  const isSingle = /\{[^}]*\}\/?$/.test(operation.path);
  const isPaged = isPagedOperation(operation, view);
  const nouns = listNouns(operation.path);
  const found = proposeRecords(operation.schema, { view, nouns, isPaged: isPaged || (isChosen && !isSingle) });
  const isGuess = found?.confidence === 'low' && !isChosen;
  if (found && !isGuess && (!isSingle || isPaged || found.value.path.length === 0)) return found;
  return isWhole ? WHOLE(view.resolve(operation.schema)) : undefined;
}

/** Names the operations that list something, and reports the chosen ones that do not. */
export function listNamedLists(operations: readonly Operation[], context: StreamContext): NamedList[] {
  const taken = new Set(['asset', 'finding', 'rejects']);
  const lists: NamedList[] = [];
  // Shorter paths first, so that a list gets the short name and its children the long ones.
  const order = operations.toSorted((a, b) => a.path.split('/').length - b.path.split('/').length);
  for (const operation of order) {
    const records = findRecords(operation, context);
    if (records === undefined) continue;
    const name = nameStream(operation.path, taken);
    const noun = listNouns(operation.path).at(-1) ?? name;
    const items = operation.pages.flatMap((page) => [...listItems(page, records.value)]);
    const key = proposeKey(records.value.item, { noun, view: context.view, items });
    lists.push({ name, operation, list: records.value, records, key: key?.value });
  }
  return lists;
}

interface BuildContext extends StreamContext {
  /** Member that identifies the items of each parent. */
  readonly parents: ReadonlyMap<string, string>;
  readonly isEmitted: boolean;
}

/** Builds the stream of a list, and reports each of its parts. */
function buildStream(one: NamedList, path: ResolvedPath, context: BuildContext): JsonObject {
  const { name, operation, list, records, key } = one;
  const { reporter, settings, view } = context;
  const at = toPointer(['streams', name]);
  const from = operation.from;
  const paging: Proposal<{ paginator: JsonObject; parameters: readonly string[] }> =
    records.value.records === '[$]'
      ? { value: { paginator: { type: 'none' }, parameters: [] }, confidence: 'high', reason: '' }
      : proposePaginator({ operation, list, view });
  reporter.propose({ part: `stream "${name}"`, to: at, from }, records);
  if (paging.reason !== '') reporter.propose({ part: `paginator of "${name}"`, to: `${at}/paginator`, from }, paging);
  const { parent } = path;
  const partitionReason = parent && `the path ${operation.path}, which continues that of ${parent.list.name}`;
  if (parent && partitionReason) {
    const confidence = parent.isSure ? 'high' : 'medium';
    reporter.propose(
      { part: `partition of "${name}" by "${parent.list.name}"`, to: `${at}/partitions/0`, from },
      { confidence, reason: partitionReason },
    );
  }
  const ownKey = key ?? context.parents.get(name);
  const description = operation.description?.trim().split('\n')[0]?.slice(0, 300);
  return {
    title: operation.title?.slice(0, 120) || toTitle(name),
    ...(description ? { description } : {}),
    ...(parent && partitionReason
      ? { partitions: [{ ...formatPartition(parent), note: formatNote(partitionReason) }] }
      : {}),
    request: buildRequest(operation, {
      path: fillPath(operation.path, path.templates),
      paged: paging.value.parameters,
      settings,
    }),
    ...(operation.decoder ? { decoder: operation.decoder as unknown as JsonObject } : {}),
    records: list.records,
    ...(ownKey === undefined ? {} : { key: [ownKey] }),
    ...(context.parents.has(name) && context.isEmitted ? { emit: true } : {}),
    paginator: { ...paging.value.paginator, ...(paging.reason === '' ? {} : { note: formatNote(paging.reason) }) },
    note: formatNote(records.reason),
  };
}

/** Streams and entities of an imported connector. */
export interface BuiltStreams {
  readonly streams: JsonObject;
  readonly entities: JsonObject;
}

/** Returns the lists that are selected, and the lists that they are partitioned by. */
function keepNeeded(
  paths: ReadonlyMap<NamedList, ResolvedPath>,
  isSelected: (operation: Operation) => boolean,
): NamedList[] {
  const kept = new Set<NamedList>();
  const keep = (one: NamedList): void => {
    if (kept.has(one)) return;
    kept.add(one);
    const parent = paths.get(one)?.parent;
    if (parent) keep(parent.list);
  };
  for (const one of paths.keys()) if (isSelected(one.operation)) keep(one);
  return [...paths.keys()].filter((one) => kept.has(one));
}

const indexLists = (lists: readonly NamedList[]): ReadonlyMap<string, NamedList> =>
  new Map(lists.filter(({ operation }) => operation.method === 'GET').map((one) => [toShape(one.operation.path), one]));

const describeSchema = ({ operation }: NamedList): string =>
  operation.pages.length > 0
    ? 'the recorded items'
    : 'the schema of the response; limits are left out and null is allowed';

/** Connectors with more streams have no schemas: compiling them takes longer than the deadline of an untrusted manifest. */
const MOST_WITH_SCHEMA = 60;
const TOO_MANY = `more than ${MOST_WITH_SCHEMA} streams, whose schemas take too long to check: import fewer operations, or write schemas for some`;

/** Builds the streams of lists and their pass-through entities. */
export function buildStreams(lists: readonly NamedList[], context: StreamContext): BuiltStreams {
  const byShape = indexLists(lists);
  const findList = (shape: string) => byShape.get(shape);
  const paths = new Map(lists.map((one) => [one, resolvePath(one.operation, { ...context, findList })]));
  const kept = keepNeeded(paths, context.isSelected);
  const parents = new Map(
    kept.flatMap((one) => {
      const parent = paths.get(one)?.parent;
      return parent ? [[parent.list.name, parent.field.join('.')] as const] : [];
    }),
  );
  const hasSchemas = kept.length <= MOST_WITH_SCHEMA;
  if (!hasSchemas)
    context.reporter.propose(
      { part: 'entities without schemas', to: '/streams' },
      { confidence: 'medium', reason: TOO_MANY },
    );
  const streams: [string, JsonObject][] = [];
  const entities: [string, JsonObject][] = [];
  for (const one of kept) {
    const isEmitted = context.isSelected(one.operation);
    const path = paths.get(one) as ResolvedPath;
    streams.push([one.name, buildStream(one, path, { ...context, parents, isEmitted })]);
    if (!hasSchemas) continue;
    const schema = toEntitySchema(one.list.item, context.view, kept.length);
    if (schema['properties'] === undefined || !isEmitted) continue;
    entities.push([one.name, { title: toTitle(one.name), schema, note: formatNote(describeSchema(one)) }]);
  }
  return { streams: Object.fromEntries(streams), entities: Object.fromEntries(entities) };
}
