import type { JsonObject } from '../../../base/json/index.ts';
import { formatPath, isPath, simplifyName, toSingular } from '../names.ts';
import type { Proposal } from '../proposal.ts';
import { isOfType, listProperties, type SchemaView } from '../shape/schema-view.ts';

/** List that the items of a response are in. */
export interface RecordList {
  /** JSONata that selects the items. */
  readonly records: string;
  readonly path: readonly string[];
  /** Resolved schema of an item. */
  readonly item: JsonObject;
}

/** Names of members that contain the items of a list, by how common they are. */
const LIST_NAMES = new Set([
  'data',
  'items',
  'results',
  'result',
  'value',
  'values',
  'records',
  'entries',
  'list',
  'content',
  'rows',
  'objects',
  'hits',
  'elements',
  'nodes',
  'edges',
  'resources',
  'collection',
  'payload',
  'response',
  'docs',
  'documents',
  'embedded',
]);

const DEEPEST = 4;
const MOST_LISTS = 50;

function* findLists(schema: JsonObject, path: readonly string[], view: SchemaView): Generator<RecordList> {
  const resolved = view.resolve(schema);
  if (isOfType(resolved, 'array')) {
    const item = view.resolve(resolved['items']);
    const isList = isOfType(item, 'object') || item['type'] === undefined;
    if (isList && isPath(path)) yield { records: formatPath(path), path, item };
    return;
  }
  if (path.length >= DEEPEST) return;
  for (const [name, inner] of listProperties(resolved)) yield* findLists(inner, [...path, name], view);
}

/** Returns the lists of objects in a response, nearest to the root first. */
export function listCandidates(schema: JsonObject, view: SchemaView): RecordList[] {
  const lists: RecordList[] = [];
  for (const list of findLists(schema, [], view)) if (lists.push(list) >= MOST_LISTS) break;
  return lists.sort((a, b) => a.path.length - b.path.length);
}

/** Reports whether the last step of a path is a usual name of a list, or one of the nouns of the request's path. */
const isNamedLikeList = ({ path }: RecordList, nouns: readonly string[]): boolean => {
  const names = path.map(simplifyName);
  const last = names.at(-1) ?? '';
  if (!names.slice(0, -1).every((name) => LIST_NAMES.has(name) || nouns.includes(name))) return false;
  return LIST_NAMES.has(last) || nouns.includes(last) || nouns.includes(toSingular(last));
};

export interface RecordEvidence {
  readonly view: SchemaView;
  /** Static segments of the request's path. */
  readonly nouns: readonly string[];
  /** True if the request or the response has something of a paginator, as lists have. */
  readonly isPaged?: boolean;
}

/** Proposes the list of a response. Undefined if the response contains none, or is more likely a single object with lists. */
export function proposeRecords(
  schema: JsonObject,
  { view, nouns, isPaged = true }: RecordEvidence,
): Proposal<RecordList> | undefined {
  const lists = listCandidates(schema, view);
  const [first, ...others] = lists;
  if (first === undefined) return undefined;
  if (first.path.length === 0) return { value: first, confidence: 'high', reason: 'the response, which is a list' };
  const simple = nouns.map(simplifyName);
  const named =
    lists.find((list) => simple.at(-1) === simplifyName(list.path.at(-1) ?? '')) ??
    lists.find((list) => isNamedLikeList(list, simple));
  if (named) {
    const confidence = lists.filter((list) => isNamedLikeList(list, simple)).length > 1 ? 'medium' : 'high';
    return { value: named, confidence, reason: `the list ${named.records} of the response` };
  }
  if (!isPaged) return undefined;
  const rest = others.length > 0 ? `, one of ${lists.length}` : ', the only one';
  return {
    value: first,
    confidence: others.length > 0 ? 'low' : 'medium',
    reason: `the list ${first.records} of the response${rest}`,
  };
}
