import { isObject, type Json, type JsonObject, readPath } from '../../../../base/json/index.ts';
import { isPath, simplifyName } from '../../names.ts';
import { isOfType, listProperties, type SchemaView } from '../../shape/schema-view.ts';

/** Member of an item: a scalar, or a list of scalars. */
export interface Member {
  readonly path: readonly string[];
  /** Name in lower case without separators, and with the names of the objects around it. */
  readonly name: string;
  readonly fullName: string;
  readonly isList: boolean;
  readonly schema: JsonObject;
  /** Values in the items, without null and empty texts. */
  readonly values: readonly Json[];
}

const DEEPEST = 4;
const MOST_MEMBERS = 400;

interface Found {
  readonly path: readonly string[];
  readonly isList: boolean;
  readonly schema: JsonObject;
}

function* walk(schema: JsonObject, path: readonly string[], view: SchemaView): Generator<Found> {
  const resolved = view.resolve(schema);
  if (isOfType(resolved, 'array')) {
    const inner = view.resolve(resolved['items']);
    if (!isOfType(inner, 'object') && !isOfType(inner, 'array')) yield { path, isList: true, schema: inner };
    return;
  }
  if (!isOfType(resolved, 'object')) {
    if (path.length > 0) yield { path, isList: false, schema: resolved };
    return;
  }
  if (path.length >= DEEPEST) return;
  for (const [name, inner] of listProperties(resolved)) yield* walk(inner, [...path, name], view);
}

const hasContent = (value: Json | undefined): value is Json => value !== undefined && value !== null && value !== '';

const listValues = (items: readonly Json[], path: readonly string[]): Json[] =>
  items.filter(isObject).flatMap((item) => {
    const value = readPath(item, path);
    return Array.isArray(value) ? (value as readonly Json[]).filter(hasContent) : hasContent(value) ? [value] : [];
  });

/** Lists the members of items that a target field can be filled from, nearest to the root first. */
export function listMembers(item: JsonObject, items: readonly Json[], view: SchemaView): Member[] {
  const members: Member[] = [];
  for (const { path, isList, schema } of walk(item, [], view)) {
    if (members.length >= MOST_MEMBERS) break;
    if (!isPath(path)) continue;
    const words = path.map((step) => step.replace(/^@/, ''));
    members.push({
      path,
      isList,
      schema,
      name: simplifyName(words.at(-1) ?? ''),
      fullName: simplifyName(words.join('')),
      values: listValues(items, path),
    });
  }
  return members.sort((a, b) => a.path.length - b.path.length);
}
